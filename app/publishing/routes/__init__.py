"""Addresses: a draft's review, and every version of a file."""
