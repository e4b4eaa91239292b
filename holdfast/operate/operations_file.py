"""The file that operating needs: the stack output ``operations``, written before it is needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from holdfast.contracts.operations import OPERATIONS_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.contracts.operations import Operations


class OperationsError(Exception):
    """The file is missing, or is not what a stack's output ``operations`` is."""


def read_operations(file: Path) -> Operations:
    """Read the stack output ``operations`` from a file.

    Args:
        file: What ``pulumi stack output operations --json`` or ``pulumi stack output --json`` wrote.

    Returns:
        The contract.

    Raises:
        OperationsError: The file cannot be read, is no JSON, or has another version.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise OperationsError(
            f"cannot read {file} ({error.strerror}); write it with: pulumi stack output operations --json"
        ) from error
    except ValueError as error:
        raise OperationsError(f"{file} is no JSON ({error})") from error
    if isinstance(document, dict):
        document = document.get("operations", document)
    version = document.get("version") if isinstance(document, dict) else None
    if version != OPERATIONS_VERSION:
        raise OperationsError(
            f"{file} holds no output 'operations' of version {OPERATIONS_VERSION}, but "
            f"{'none' if version is None else f'version {version}'}; write it with: "
            "pulumi stack output operations --json"
        )
    return cast("Operations", document)
