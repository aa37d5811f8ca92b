"""How does a program work here? Each module is one resource; none works anything out."""
