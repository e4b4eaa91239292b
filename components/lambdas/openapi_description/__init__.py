"""Answers with an API's description; packed alone, with the description beside it."""
