"""What can be read off a text alone: sentences, datelines, cue words, encodings. Pure functions, no storage."""
