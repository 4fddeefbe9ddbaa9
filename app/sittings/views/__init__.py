"""From sittings to pages: pure."""
