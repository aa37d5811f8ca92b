"""How does outside data come in? Folders, CSV, XLSX, Parquet: bytes become typed frames here."""
