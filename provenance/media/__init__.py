"""A file becomes pixels and facts. Nothing here compares, stores or decides."""
