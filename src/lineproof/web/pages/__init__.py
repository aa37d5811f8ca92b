"""What does a person see? Each module is one kind of page; none works anything out."""
