"""How the stand-in cloud refuses."""

from __future__ import annotations


class CloudError(Exception):
    """What AWS refuses; the text is what it says."""
