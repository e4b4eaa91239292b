"""The one thing that can go wrong in this room: a document that is not what it should be."""

from __future__ import annotations


class GraphError(ValueError):
    """A document is no preview, no digest and no state, or is damaged; the message is for a person."""
