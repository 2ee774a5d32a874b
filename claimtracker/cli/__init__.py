"""The command line: the same operations and the same words as the window. One file a command."""
