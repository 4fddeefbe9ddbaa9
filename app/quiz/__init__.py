"""Questions: asking without the key, judging on the server, the append-only answers, what they say per skill.

Words: question, choice, feedback, answer (an event with an idempotency key made when the question is shown).
"""
