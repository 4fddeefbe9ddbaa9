"""What a message wants, before any lesson is looked up: help at once, a refusal, a greeting, or an answer.

`intent.py` decides; the patterns (victims, harm, deceits, wrongs, errands, orders) are one of the things that `weights.py` has learned to
weigh. Where a message has the shape of an offence (`shapes.py`) no lesson is quoted at it, whatever was learned.
"""
