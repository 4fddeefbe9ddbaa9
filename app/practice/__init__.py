"""What to do next, and what one can do by now: the learner model kept up to date, reviews, placement, progress.

Words: evidence, mastery, review, placement, next task. The rules are in app/quiz/domain (mastery, review, next_task).
"""
