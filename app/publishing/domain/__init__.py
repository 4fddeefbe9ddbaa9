"""Rules of review and publishing: texts and steps in, differences and decisions out. No file, clock or database here."""
