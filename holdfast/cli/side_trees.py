"""Sides of a review that are folders: their stacks previewed, side by side where there are the cores."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from holdfast.cli.side_model import Read, Source, read_document
from holdfast.cli.working import working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from holdfast.preview import PreviewError, PreviewRequest, Progress
    from holdfast.preview.project import Project
    from holdfast.toolfile import ToolFile

MOST_AT_ONCE = 4
"""Previews that run side by side at most; each takes some 300 MB."""
_PACKAGES = ("requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "Pipfile.lock")
"""Files that say which packages a program has."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tree:
    """A side that is a folder, or nothing at all."""

    label: str
    """What it is called in the report."""
    folder: Path | None
    """Where the program is; None for nothing."""
    checkout: Path | None = None
    """The folder around it that is gone afterwards; None where it is the user's own."""
    stands_for: Path | None = None
    """The user's folder for which that one stands."""

    @cached_property
    def _loaded(self) -> tuple[Project | None, str]:
        from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
        from holdfast.preview.project import NAMES, load_project  # noqa: PLC0415  # see cli/output.py

        if self.folder is None or not any((self.folder / name).is_file() for name in NAMES):
            return None, ""
        try:
            return load_project(self.folder), ""
        except PreviewError as error:
            return None, self.told(str(error))

    @property
    def problem(self) -> str:
        """Why its program cannot be read; empty where it can, or where there is none."""
        return self._loaded[1]

    @property
    def project(self) -> str | None:
        """The project's name; None where there is none."""
        project = self._loaded[0]
        return project.name if project else None

    @property
    def names(self) -> Sequence[str]:
        """Its stacks; none where there is no program yet."""
        from holdfast.preview.project import stack_names  # noqa: PLC0415  # see cli/output.py

        project = self._loaded[0]
        return stack_names(project) if project else ()

    def packages(self) -> Mapping[str, bytes]:
        """The files that say which packages it has."""
        if self.folder is None:
            return {}
        files = [self.folder / name for name in _PACKAGES]
        return {file.name: file.read_bytes() for file in files if file.is_file()}

    def told(self, message: str) -> str:
        """A message in which the folder that is gone afterwards has the user's name.

        Args:
            message: What was said of it.
        """
        for one in {self.checkout, self.checkout.resolve()} if self.checkout else ():
            message = message.replace(str(one), str(self.stands_for))
        return message

    def source(
        self, wanted: Sequence[str], found: Previews, toolfile: ToolFile, notes: Sequence[str]
    ) -> Source:
        """The side.

        Args:
            wanted: Stacks that are reviewed.
            found: What previews of it gave: what was read, or why it could not be.
            toolfile: What the team tells the tool there.
            notes: What else there is to know of it.
        """
        here = {name: found[self, name] for name in wanted if (self, name) in found}
        failed = {name: read for name, read in here.items() if isinstance(read, str)}
        if self.problem:
            failed = dict.fromkeys(wanted, self.problem)
        return Source(
            label=self.label,
            stacks={name: read for name, read in here.items() if isinstance(read, Read)},
            toolfile=toolfile,
            failed=failed,
            notes=notes,
        )


Asked: TypeAlias = tuple[Tree, str]
"""A stack of a side."""
Previews: TypeAlias = "Mapping[Asked, Read | str]"
"""What was read, or why it could not be."""
NOTHING = Tree(label="nothing", folder=None)
"""What there is before the first commit."""


@contextlib.contextmanager
def ended_tidily() -> Iterator[None]:
    """Let a termination be what Ctrl-C is, so that nothing is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def previewed(
    asked: Sequence[Asked], *, program: Path, policy_packs: Sequence[Path], timeout_seconds: float
) -> Previews:
    """Previews of the stacks of every side.

    Args:
        asked: Which.
        program: The user's own folder, whose environment runs programs that have none.
        policy_packs: Folders of policy packs to run too.
        timeout_seconds: How long each may run.
    """
    from holdfast.preview import PreviewRequest  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.lines import plural  # noqa: PLC0415  # see cli/output.py

    if not asked:
        return {}
    virtualenv = _virtualenv(program)
    stopped, done = threading.Event(), 0

    def tell(_: Progress) -> None:
        if stopped.is_set():
            raise _StoppedError

    def one(tree: Tree, stack: str) -> Read | str:
        nonlocal done
        assert tree.folder is not None  # noqa: S101  # nothing has no stack
        if stopped.is_set():
            raise _StoppedError
        request = PreviewRequest(
            program=tree.folder,
            stack=stack,
            virtualenv=virtualenv,
            policy_packs=tuple(policy_packs),
            timeout_seconds=timeout_seconds,
        )
        found = _preview(tree, request, tell)
        done += 1
        say(f"previewing: {done} of {len(asked)}")
        return found

    pool = ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1))
    with working(f"previewing {plural(len(asked), 'stack')}") as say:
        try:
            return dict(zip(asked, pool.map(one, *zip(*asked, strict=True)), strict=True))
        finally:
            stopped.set()
            pool.shutdown(cancel_futures=True)


class _StoppedError(Exception):
    """Somebody ended the command."""


def _preview(tree: Tree, request: PreviewRequest, tell: Callable[[Progress], None]) -> Read | str:
    from holdfast.preview import PreviewError, preview  # noqa: PLC0415  # see cli/output.py

    try:
        document = preview(request, progress=tell)
    except PreviewError as error:
        return tree.told(_reason(error, tree))
    return read_document(json.loads(tree.told(json.dumps(document))) if tree.checkout else document)


def _reason(error: PreviewError, tree: Tree) -> str:
    """Why, in a line, with what a folder of another revision may lack."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if any(line.startswith("Traceback ") for line in lines):
        places = [line.removeprefix("File ") for line in lines if line.startswith('File "')]
        lines = [f"{lines[-1]} ({places[-1]})" if places else lines[-1]]
    if tree.checkout is not None and (tree.checkout / ".gitmodules").is_file():
        lines.append("(submodules are not checked out for a review)")
    return " ".join(lines)


def _virtualenv(program: Path) -> Path | None:
    from holdfast.preview import PreviewError, virtualenv_of  # noqa: PLC0415  # see cli/output.py

    try:
        return virtualenv_of(program)
    except PreviewError:
        return None
