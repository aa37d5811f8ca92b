"""What was agreed? Term kinds, parsing, lint, amendments and the terms in force on a day."""
