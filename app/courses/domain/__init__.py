"""Rules of content: text in, catalogue and diagnostics out. No file, clock or database here."""
