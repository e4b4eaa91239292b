"""The file that operating needs: the stack output ``operations``, written before it is needed."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from holdfast.contracts.operations import OPERATIONS_VERSION
from holdfast.operate.documents import RecordsError, get_object, put_object, replace_file, s3_address
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients

_CLI_SECONDS = 120


class OperationsError(Exception):
    """The file is missing, or is not what a stack's output ``operations`` is."""


class PulumiError(Exception):
    """The Pulumi CLI is not there, or gives no output."""


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
        return parse_operations(file.read_text(encoding="utf-8"), str(file))
    except OSError as error:
        raise OperationsError(
            f"cannot read {file} ({error.strerror}); write it with: holdfast operations STACK"
        ) from error


def read_operations_at(place: str, clients: Clients) -> Operations:
    """Read it from a file, or from ``s3://BUCKET/KEY?region=REGION``.

    Args:
        place: Where it is.
        clients: Makes clients.

    Raises:
        OperationsError: It cannot be read from there.
    """
    if "://" not in place:
        return read_operations(Path(place))
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

    try:
        bucket, key, region = s3_address(place)
        return parse_operations(get_object(clients, region, bucket, key), place)
    except (BotoCoreError, ClientError, RecordsError, StepError) as error:
        raise OperationsError(f"cannot read {place}: {error}") from error


def write_operations(operations: Operations, place: str, clients: Clients) -> None:
    """Write it to a file, whole or not at all, or to ``s3://BUCKET/KEY?region=REGION``, with the time.

    Args:
        operations: The contract.
        place: Where it goes.
        clients: Makes clients.

    Raises:
        OperationsError: It cannot be written there.
    """
    written = datetime.now(UTC).isoformat(timespec="seconds")
    document = {**operations, "written": written}
    text = json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if "://" not in place:
        try:
            replace_file(Path(place), text)
        except OSError as error:
            raise OperationsError(f"cannot write {place}: {error.strerror}") from error
        return
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

    try:
        bucket, key, region = s3_address(place)
        put_object(clients, region, bucket, key, text)
    except (BotoCoreError, ClientError, RecordsError, StepError) as error:
        raise OperationsError(f"cannot write {place}: {error}") from error


def output_of(stack: str, folder: Path) -> str:
    """Ask the Pulumi CLI on PATH for the output.

    Args:
        stack: Name of the stack.
        folder: The program's folder.

    Returns:
        JSON.

    Raises:
        PulumiError: The CLI is not there, or gives none.
    """
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise PulumiError("the Pulumi CLI is not on PATH; or give the output with --from FILE, or --from -")
    command = [pulumi, "stack", "output", "operations", "--json", "--stack", stack, "--non-interactive"]
    try:
        found = subprocess.run(  # noqa: S603  # a fixed command, without a shell
            command, cwd=folder, capture_output=True, text=True, timeout=_CLI_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PulumiError(f"pulumi stack output gave no answer within {_CLI_SECONDS} seconds") from error
    if found.returncode != 0:
        raise PulumiError(f"pulumi stack output failed: {found.stderr.strip()}")
    return found.stdout


def parse_operations(text: str, name: str) -> Operations:
    """Read the contract from JSON.

    Args:
        text: The JSON.
        name: What it is called in messages.

    Raises:
        OperationsError: It is no JSON, or has another version.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise OperationsError(f"{name} is no JSON ({error})") from error
    if isinstance(document, dict):
        document = document.get("operations", document)
    version = document.get("version") if isinstance(document, dict) else None
    if version != OPERATIONS_VERSION:
        raise OperationsError(
            f"{name} holds no output 'operations' of version {OPERATIONS_VERSION}, but "
            f"{'none' if version is None else f'version {version}'}; write it with: "
            "pulumi stack output operations --json"
        )
    return cast("Operations", document)
