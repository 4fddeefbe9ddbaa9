"""Rules: pure."""
