"""A reply of which nothing is taken."""


class Unusable(Exception):
    """Its text says in Vietnamese what is wrong: for the model, which is asked once more, and for the teacher."""
