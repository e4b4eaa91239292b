"""What a team tells the tool alone: ``holdfast.toml``, beside ``Pulumi.yaml``, of any program."""

from __future__ import annotations

from holdfast.toolfile.mistakes import FILE, ToolFileError
from holdfast.toolfile.model import ToolFile
from holdfast.toolfile.read import read_toolfile
from holdfast.toolfile.tables import Thresholds
from holdfast.toolfile.usage import StatedUsage

__all__ = ["FILE", "StatedUsage", "Thresholds", "ToolFile", "ToolFileError", "read_toolfile"]
