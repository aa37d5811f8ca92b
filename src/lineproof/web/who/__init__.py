"""Who is it, and what may they do? People, roles, tokens, and the one door to everything kept."""
