"""How does the server run? Its configuration, start, health and backup."""
