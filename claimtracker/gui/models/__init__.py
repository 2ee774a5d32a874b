"""What tables and lists show, read by the page and refreshed by ChangeSets alone."""
