"""Writing annotations, carrying them to and from annotation tools, and comparing two of them."""
