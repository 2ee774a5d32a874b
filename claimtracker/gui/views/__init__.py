"""The views a person switches between."""
