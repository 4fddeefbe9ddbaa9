"""Upkeep: what has grown old (facts, lessons, questions) and what learners say looks different on their own phones."""
