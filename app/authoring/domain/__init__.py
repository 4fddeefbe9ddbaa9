"""The desk's own rules: pure."""
