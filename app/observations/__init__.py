"""Observations: where learners stumble, stop and need a hint, step by step and choice by choice, for teachers."""
