"""Simulations ("tập bấm"): a look-alike phone that a teacher writes as text (docs/decisions/0008). No I/O, no clock.

Read by notation (drafts and control_line tell the lines apart; draft_rules and proof judge them) into screens. play
folds a learner's taps to where they stand, showing is what a browser may see of that, marking how it went.
"""
