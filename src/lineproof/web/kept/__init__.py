"""What is kept? The tables, the vault of files, the trail; nobody's pages."""
