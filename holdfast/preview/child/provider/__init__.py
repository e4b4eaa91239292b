"""The answers of a provider to the real engine, for every package at once: check, diff and plan."""
