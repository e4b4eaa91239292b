"""Renderers: findings and summaries as text, Markdown and JSON; no thinking."""
