"""The plain-Vietnamese lint: advice on a lesson while it is being typed. `lint.remarks_of` is its one door.

Words: remark (one piece of advice, at its place), passage (a run of text that one voice says).
"""
