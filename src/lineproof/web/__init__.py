"""How does a team work with the same contracts? A Django project over the same pure stages."""
