"""The window: the only package that knows Qt, and it has no SQL."""
