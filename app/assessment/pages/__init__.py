"""What the templates of the desk receive, a file for each noun. Nothing in them tells who the learner is or where they live."""
