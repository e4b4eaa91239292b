"""Contracts between a running stack and the tools that operate it."""
