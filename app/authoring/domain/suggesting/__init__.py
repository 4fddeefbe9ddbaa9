"""Suggestions of a language model for a text that a teacher writes: what is asked, what of the reply can be used, and
the lines that the teacher takes or leaves. The model never writes into a text by itself."""
