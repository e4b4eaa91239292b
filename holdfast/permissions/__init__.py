"""The least that deploying a stack needs to be allowed: a graph in, policies of IAM out."""

from __future__ import annotations

from holdfast.permissions.boundary import boundary
from holdfast.permissions.model import Naming, Permissions, Policy
from holdfast.permissions.needed import permissions

__all__ = ["Naming", "Permissions", "Policy", "boundary", "permissions"]
