"""What the templates of this feature receive, a file for each of its screens."""
