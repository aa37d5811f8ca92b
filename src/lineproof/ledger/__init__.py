"""Who has paid what? Postings, balances, ageing, export; and the month-end."""
