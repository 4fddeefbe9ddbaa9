"""What a model writes, sentence by sentence, and whether the lessons it was given say it: what they do not say is never
shown. A summary may leave things out; it may not bring in a number, a name, a button or a person, turn a no round, or put
together what stood apart."""
