"""The admin's desk (`/quan-tri`): people and their roles; the tutor's switch, what it costs and how well it answers."""
