"""Rules of questions: reading them from text, asking without the key, judging, what answers say. No I/O."""
