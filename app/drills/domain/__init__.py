"""Rules of rounds: pure."""
