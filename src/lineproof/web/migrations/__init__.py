"""How did the database come to be? Generated; each is written once and never changed."""
