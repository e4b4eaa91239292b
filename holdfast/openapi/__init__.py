"""An API's description: an OpenAPI file read, judged, and made ready to be served under a public name."""

from __future__ import annotations

from holdfast.openapi.judging import DescriptionMistake, judge
from holdfast.openapi.reading import LARGEST_FILE_BYTES, UnreadableError, read
from holdfast.openapi.serving import base_paths, documented_paths, served

__all__ = [
    "LARGEST_FILE_BYTES",
    "DescriptionMistake",
    "UnreadableError",
    "base_paths",
    "documented_paths",
    "judge",
    "read",
    "served",
]
