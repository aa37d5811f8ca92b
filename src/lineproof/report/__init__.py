"""How does a person see it? In text, tables, PDF, spreadsheets, JSON; nothing is computed here."""
