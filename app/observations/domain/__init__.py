"""Rules of counting what learners did, and of what may be shown of it."""
