"""What can a template ask for by itself? A part of a page that stands on several."""
