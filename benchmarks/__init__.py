"""Measurements of what Holdfast costs, run by hand and never as tests."""
