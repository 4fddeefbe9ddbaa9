"""What is kept about a person, in all features: shown, taken away, deleted; and what they have consented to."""
