"""The tutor: answers from the lessons and the fact table and shows where; personalises lessons; refuses otherwise."""
