"""What checks look at: the program, its settings and its plan, the machine, and AWS behind its clients."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from holdfast.doctor.running import Ran, run
from holdfast.preview import PreviewError
from holdfast.preview.project import load_project, stack_path
from holdfast.preview.stack_config import load_config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.operate.aws import Clients
    from holdfast.operate.outside import Addresses, Probe
    from holdfast.preview.project import Project
    from holdfast.settings import Settings
    from holdfast.topology.values import Topology

NAMESPACE = "holdfast:"
_SIGNS_IN = "us-east-1"
"""Where credentials are tried when the stack file names no region: STS answers everywhere."""
_NEEDED = (
    "import importlib.metadata as m, json, sys;"
    "print(json.dumps({'python': list(sys.version_info[:3]), 'packages':"
    " {d.metadata['Name'].lower().replace('_', '-'): d.version for d in m.distributions()}}))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who signs in, as AWS sees it."""

    account: str
    arn: str
    clock: datetime
    """AWS's time when it answered."""
    asked: datetime
    """This machine's time then."""


class World:
    """One stack on one machine; each thing is looked at once, when a check first wants it."""

    def __init__(  # noqa: PLR0913  # what there is
        self,
        *,
        program: Path,
        stack: str,
        stack_file: Path | None,
        operations: str,
        offline: bool,
        clients: Clients,
        probe: Callable[[str, str], Probe],
        addresses: Callable[[str], Addresses],
        now: Callable[[], datetime],
        runs: Callable[[Sequence[str], Path], Ran] = run,
    ) -> None:
        """Keep what to look at, and by what.

        Args:
            program: Folder of the program.
            stack: Name of the stack.
            stack_file: File of its settings; None for the program's own.
            operations: File or S3 address of the stack's output ``operations``.
            offline: Whether nothing beyond this machine is asked.
            clients: Makes clients of AWS.
            probe: Asks a host for a path.
            addresses: Looks a name up.
            now: The time.
            runs: Runs a command. Default: really.
        """
        self.program = program
        self.stack = stack
        self.stack_file = stack_file
        self.operations = operations
        self.offline = offline
        self.clients = clients
        self.probe = probe
        self.addresses = addresses
        self.now = now
        self.runs = runs

    @cached_property
    def project(self) -> Project:
        """The project.

        Raises:
            PreviewError: There is none that can be previewed.
        """
        return load_project(self.program)

    @cached_property
    def interpreter(self) -> Mapping[str, Any]:
        """Version and packages of the Python that runs the program.

        Raises:
            PreviewError: There is no project.
            OSError: It cannot be started.
            ValueError: It does not answer.
        """
        found = self.runs([str(self.project.python), "-c", _NEEDED], self.project.root)
        told: Mapping[str, Any] = json.loads(found.text or "null") or {}
        if not told:
            raise ValueError(found.said or "it says nothing")
        return told

    @cached_property
    def config(self) -> Mapping[str, str]:
        """The stack's configuration.

        Raises:
            PreviewError: There is no project, no such stack, or its file is no stack file.
        """
        file = stack_path(self.project, self.stack, self.stack_file)
        return load_config(self.project, self.stack, file).values

    @cached_property
    def settings(self) -> Settings:
        """The stack's settings.

        Raises:
            PreviewError: There are none to read.
            SettingsError: There are mistakes.
        """
        from holdfast.settings import load  # noqa: PLC0415  # half a second, for programs that have settings alone

        file = stack_path(self.project, self.stack, self.stack_file)
        found = load_config(self.project, self.stack, file)
        return load(
            found.values,
            stack=self.stack,
            file=None if file is None else str(file),
            secret_keys=found.secret_keys,
        )

    @cached_property
    def plan(self) -> Topology | None:
        """The plan; None where the settings are not ours or cannot be used: a check of its own tells."""
        from holdfast.settings import SettingsError  # noqa: PLC0415  # see settings
        from holdfast.topology.plan import plan  # noqa: PLC0415  # see settings

        try:
            if not self.is_ours:
                return None
            return plan(self.settings, project=self.project.name, stack=self.stack)
        except (PreviewError, SettingsError):
            return None

    @cached_property
    def is_ours(self) -> bool:
        """Whether the stack file has settings of Holdfast.

        Raises:
            PreviewError: There is no such file.
        """
        return any(key.startswith(NAMESPACE) for key in self.config)

    @property
    def regions(self) -> tuple[str, ...]:
        """AWS regions of the plan."""
        return () if self.plan is None else tuple(one.region for one in self.plan.regions)

    @cached_property
    def signs_in(self) -> str:
        """The region in which the provider signs in."""
        try:
            return self.config.get("aws:region") or _SIGNS_IN
        except PreviewError:
            return _SIGNS_IN

    @cached_property
    def identity(self) -> Identity:
        """Who signs in.

        Raises:
            BotoCoreError: AWS was not reached, or there are no credentials.
            ClientError: AWS refuses them.
        """
        from email.utils import parsedate_to_datetime  # noqa: PLC0415  # only those need it who ask AWS

        asked = self.now()
        told = self.clients("sts", self.signs_in).get_caller_identity()
        date = told["ResponseMetadata"]["HTTPHeaders"].get("date")
        return Identity(
            account=told["Account"],
            arn=told["Arn"],
            clock=asked if date is None else parsedate_to_datetime(date),
            asked=asked,
        )

    @cached_property
    def unasked(self) -> str:
        """Why AWS is not asked; empty where it is."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

        if self.offline:
            return "not asked (--offline)"
        try:
            _ = self.identity
        except (BotoCoreError, ClientError):
            return "not asked: AWS knows nobody here (see credentials)"
        return ""
