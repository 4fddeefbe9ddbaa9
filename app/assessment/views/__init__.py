"""From values to pages: pure."""
