"""From what is stale, and from what learners report, to pages: pure."""
