"""Where findings stand in a text, and the words around them."""
