"""From findings to pages: pure."""
