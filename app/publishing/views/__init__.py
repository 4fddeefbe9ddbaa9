"""From drafts, steps and differences to what the pages receive: pure."""
