"""Certification: what a learner was seen doing, decided, signed, and written where nobody can change it unseen."""
