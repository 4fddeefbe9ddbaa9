"""Answers judged by people and by another language model: by what, how it is asked, how a teacher fills a sheet, and whether
the model agrees with teachers well enough to count."""
