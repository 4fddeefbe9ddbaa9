"""Who signs in and what they may do: accounts, passwords, sign-in sessions, roles; whether a guest is theirs.

Words: account (a login with a role; a learner's or staff's), sign-in session, one-time password,
claim (someone with an account says that the phone's guest is them).
"""
