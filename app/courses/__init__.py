"""Frameworks, facts and lessons: read from text, judged, compiled into an immutable catalogue, shown step by step.

Words: lesson, step (one screen), exercise (anything to answer; app/quiz knows its kinds), fact (a dated, sourced
value), term (a hard word), variant (a part of a step for some readers), progress.
"""
