"""What a message wants, before any lesson is looked up: help at once, a refusal, a greeting, or an answer.

`intent.py` decides; the patterns (victims, harm, errands, orders) are one of the things that `weights.py` has learned to weigh.
"""
