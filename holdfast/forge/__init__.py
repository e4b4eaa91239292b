"""Comments on pull and merge requests: one for all stacks, found by its marker and edited in place."""

from __future__ import annotations

from holdfast.forge.errors import ForgeError
from holdfast.forge.github import GitHub
from holdfast.forge.gitlab import GitLab
from holdfast.forge.sticky import Placed, marker, put_comment

__all__ = ["ForgeError", "GitHub", "GitLab", "Placed", "marker", "put_comment"]
