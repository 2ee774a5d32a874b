"""Values and rules of the newsroom: standard library only."""
