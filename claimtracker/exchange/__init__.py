"""Files in and out: claim sheets, articles, the sample project."""
