"""The teacher's desk: which lessons there are, what is wrong with them, how they look on a phone.

Words: desk, content file, diagnostic, preview.
"""
