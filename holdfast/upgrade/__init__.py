"""What another version of Holdfast would change: an environment with it, beside the program's own."""

from __future__ import annotations

from holdfast.upgrade.changelog import Entry, between, is_older, read_changelog
from holdfast.upgrade.checks import new_findings
from holdfast.upgrade.environment import Environment, cache_folder, environment, imported_from
from holdfast.upgrade.errors import UpgradeError
from holdfast.upgrade.model import NewFinding, Upgrade
from holdfast.upgrade.program import Installed, checked_out, installed
from holdfast.upgrade.target import Folder, Install, Target, folder, target_of

__all__ = [
    "Entry",
    "Environment",
    "Folder",
    "Install",
    "Installed",
    "NewFinding",
    "Target",
    "Upgrade",
    "UpgradeError",
    "between",
    "cache_folder",
    "checked_out",
    "environment",
    "folder",
    "imported_from",
    "installed",
    "is_older",
    "new_findings",
    "read_changelog",
    "target_of",
]
