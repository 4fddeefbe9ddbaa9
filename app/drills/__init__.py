"""Scam drills ("diễn tập"): rounds of real and fraudulent messages, and what they say of a learner as a detector.

Words: drill, round, call (real or scam), sure or not, phase (before, after, thirty days later). Rules: app/quiz/domain/drill*.
"""
