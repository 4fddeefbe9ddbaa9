"""Who you are and what you may do: learners of a device (guests included), accounts, sign-in sessions, roles.

Words: learner (a citizen, signed in or not), device (a phone, maybe shared, that remembers its learners),
account (a login with a role), sign-in session.
"""
