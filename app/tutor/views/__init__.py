"""From what the tutor told to pages: pure."""
