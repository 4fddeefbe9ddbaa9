"""Who signs in and what they may do: accounts, passwords, sign-in sessions, roles; whether a guest is theirs; learners
without e-mail, their cards, how they get back in, what they agreed to.

Words: account (a login with a role; a learner's or staff's), sign-in session, one-time password, secret (a password, a PIN
or three pictures), card (says who somebody is, and nothing more), code (what is typed instead of the card), helper and
recovery, consent, claim (someone with an account says that the phone's guest is them).
"""
