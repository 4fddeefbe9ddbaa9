"""Content and questions in and out: a zip of the markdown itself, and questions as GIFT or QTI 3.0 (out only). Pure.

Words: archive (a zip of content files), plan (what an archive would change), item (one question as others ask it).
"""
