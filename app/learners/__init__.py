"""Who learns on this phone: people without an account too, several on one phone, and how lessons are shown to each.

Words: learner (a citizen, signed in or not), guest (a learner whom no account owns), device (a phone, maybe shared,
that remembers its learners), reading (the audience and the kind of phone lessons are shown for).
"""
