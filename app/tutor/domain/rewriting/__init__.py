"""Steps said anew for other readers: what is sent to a language model, what of its reply can be used, and whether that
still says what the teacher wrote."""
