"""What a report may hold, and what a teacher is shown: pure."""
