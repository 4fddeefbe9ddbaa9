"""Benchmarks that a reader can rerun: `./run bench NAME`."""
