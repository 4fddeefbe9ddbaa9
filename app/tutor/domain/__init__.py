"""Rules of the tutor: pure."""
