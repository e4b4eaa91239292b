"""Drills: break something on purpose, watch from outside, and hold what came of it against the objectives."""
