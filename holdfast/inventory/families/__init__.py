"""Finds the items of a graph: one file for each kind."""
