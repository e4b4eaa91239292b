"""The two sides of an upgrade: a stack by the version that the program has, and by another one."""

from __future__ import annotations

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.working import working

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from holdfast.cli.side_model import Source
    from holdfast.preview import PreviewRequest
    from holdfast.preview.project import Project
    from holdfast.toolfile import ToolFile
    from holdfast.upgrade import Environment, Installed, Target, Upgrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for."""

    stack: str
    to: str
    state: Path | None
    program: Path
    stack_file: Path | None
    cached: bool
    """Whether an environment may be kept and used again."""
    timeout_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What came out."""

    upgrade: Upgrade
    before: Source
    after: Source | None
    """None where the other version refuses the settings."""


def both(asked: Asked, told: ToolFile) -> Sides:
    """Both sides; ends the process where one cannot be had for a reason that is not the other version's.

    Args:
        asked: What was asked for.
        told: What the team tells the tool.

    Raises:
        UpgradeError: The other version cannot be had or used.
    """
    from holdfast.preview.project import load_project  # noqa: PLC0415  # see cli/output.py
    from holdfast.upgrade import (  # noqa: PLC0415  # see cli/output.py
        cache_folder,
        checked_out,
        environment,
        installed,
    )

    project = load_project(asked.program)
    have = installed(project.root, project.python)
    with contextlib.ExitStack() as opened, working("making an environment with the other version") as say:
        target = opened.enter_context(_target(asked.to, project, have))
        cache = cache_folder() if asked.cached else None
        made = opened.enter_context(environment(target, project.python, cache=cache, tell=say))
        folder = opened.enter_context(checked_out(project.root, checkout=have.checkout))
        _same_one(made, folder)
        say(f"previewing {asked.stack} by {have.version} and by {made.version}")
        return _sides(asked, told, have, made, folder)


@contextlib.contextmanager
def _target(to: str, project: Project, have: Installed) -> Iterator[Target]:
    """What is named, a revision of the program's repository checked out."""
    from holdfast.cli.revisions import Repository, RevisionError  # noqa: PLC0415  # see cli/output.py
    from holdfast.upgrade import UpgradeError, folder, target_of  # noqa: PLC0415  # see cli/output.py

    target = target_of(to, have.requirements)
    if target is not None:
        yield target
        return
    try:
        repository = Repository.around(project.root)
        with repository.checked_out(repository.commit(to)) as checkout:
            yield folder(checkout)
    except RevisionError as error:
        message = f"'{to}' is no version, wheel, folder or address, and no revision either: {error}"
        raise UpgradeError(message, usage=True) from None


def _same_one(made: Environment, folder: Path) -> None:
    from holdfast.upgrade import UpgradeError, imported_from  # noqa: PLC0415  # see cli/output.py

    found = imported_from(made, folder)
    if found != made.source.resolve():
        where = found or "nowhere"
        message = (
            f"the program would import Holdfast from {where}, before the other version: unset PYTHONPATH"
        )
        raise UpgradeError(message, usage=True)


def _sides(asked: Asked, told: ToolFile, have: Installed, made: Environment, folder: Path) -> Sides:
    from holdfast.cli.side_files import read_file  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.side_model import Source, read_document  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview import PreviewRequest  # noqa: PLC0415  # see cli/output.py

    def request(program: Path, instead: Path | None) -> PreviewRequest:
        return PreviewRequest(
            program=program,
            stack=asked.stack,
            stack_file=asked.stack_file,
            environment=instead,
            timeout_seconds=asked.timeout_seconds,
        )

    wanted = [request(folder, made.folder)]
    if asked.state is None:
        wanted.append(request(asked.program, None))
    with ThreadPoolExecutor(len(wanted)) as pool:
        now, *today = pool.map(_previewed, wanted)
    if asked.state is not None:
        before = read_file(asked.state, told).source(asked.stack)
    elif isinstance(today[0], _Refused):
        give_up(
            f"{asked.stack} cannot be previewed as it is: mend that first\n{today[0].message}", today[0].code
        )
    else:
        before = Source(
            label=f"holdfast {have.version}", stacks={asked.stack: read_document(today[0])}, toolfile=told
        )
    if isinstance(now, _Refused):
        message = now.message.replace(str(folder), str(asked.program))
        if now.code is not Exit.USAGE:
            give_up(f"the program fails with holdfast {made.version}\n{message}", now.code)
        return Sides(upgrade=_upgrade(asked, have, made, refused=message), before=before, after=None)
    document = json.loads(json.dumps(now).replace(str(folder), str(asked.program)))
    read = read_document(document)
    after = Source(label=_label(made, asked.to), stacks={asked.stack: read}, toolfile=told)
    known = _failing(after, asked.stack)
    return Sides(
        upgrade=_upgrade(asked, have, made, document=document, known=known), before=before, after=after
    )


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a preview could not be made."""

    message: str
    code: Exit


def _previewed(request: PreviewRequest) -> dict[str, Any] | _Refused:
    from holdfast.preview import PreviewError, preview  # noqa: PLC0415  # see cli/output.py

    try:
        return preview(request)
    except PreviewError as error:
        return _Refused(str(error), Exit.USAGE if error.kind == "usage" else Exit.TOOL_FAILED)


def _label(made: Environment, to: str) -> str:
    return f"holdfast {made.version}" if made.version in to else f"holdfast {made.version} ({to})"


def _failing(after: Source, stack: str) -> Collection[tuple[str, str | None]]:
    """Id and URN of what this version's checks say of the other side."""
    from holdfast.checks import Verdict  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.judging import judge  # noqa: PLC0415  # see cli/output.py

    side = judge(after.stacks[stack], after.toolfile, (), None)
    return {(one.id, one.resource) for one in side.findings if one.verdict is Verdict.FAIL}


def _upgrade(  # noqa: PLR0913  # what there is to know
    asked: Asked,
    have: Installed,
    made: Environment,
    *,
    document: Mapping[str, Any] | None = None,
    known: Collection[tuple[str, str | None]] = (),
    refused: str = "",
) -> Upgrade:
    from holdfast.upgrade import (  # noqa: PLC0415  # see cli/output.py
        Upgrade,
        between,
        is_older,
        new_findings,
        read_changelog,
    )

    findings, unchecked = new_findings(made, document, known, asked.program) if document else ((), "")
    added = f"comes with packages that the program has otherwise: {', '.join(made.added)}"
    return Upgrade(
        stack=asked.stack,
        was=have.version,
        to=made.version,
        goes_back=is_older(made.version, have.version),
        notes=(added,) if made.added else (),
        entries=between(read_changelog(made.changelog), have.version, made.version)
        if made.changelog
        else None,
        findings=findings,
        unchecked=unchecked,
        refused=refused,
    )
