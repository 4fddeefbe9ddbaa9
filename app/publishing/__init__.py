"""From a draft to what learners read: a second pair of eyes, then the file itself.

A teacher submits a draft; others comment on its lines, send it back or approve it (a step of its review); somebody
with the right to publish who did not write it puts it on the disk (a publication). Every publication can come back.
"""
