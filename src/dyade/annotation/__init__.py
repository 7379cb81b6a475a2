"""Writing annotations and carrying them to and from annotation tools."""
