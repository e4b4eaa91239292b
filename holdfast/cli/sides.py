"""The two sides of a review: previews of a revision's stacks, or a file."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli import toolfile
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.mistakes import nearest
from holdfast.cli.revisions import Repository, RevisionError
from holdfast.cli.side_files import SideFile, read_file
from holdfast.cli.side_trees import NOTHING, Tree, ended_tidily, previewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.cli.side_model import Source
    from holdfast.toolfile import ToolFile

SHORT = 12
"""Digits of a commit that are told."""
_BOTH = 2
_HASHES = (40, 64)
"""Digits of a whole hash; of zeros alone it is git's and every forge's word for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads sides of one program."""

    program: Path
    """Its folder, as the user has it."""
    stacks: Sequence[str] = ()
    """Stacks that are wanted; none for all."""
    policy_packs: Sequence[Path] = ()
    """Folders of policy packs to run too."""
    timeout_seconds: float = 300
    """How long each preview may run."""

    def both(self, base: str | None, head: str | None) -> tuple[Source | None, Source]:
        """The two sides; the first is None where a preview against a state says that there was nothing.

        Args:
            base: A revision, or the path of a file; None for the state in a preview that is the head, else
                for the commit at which the work left the default branch.
            head: The same; None for the files as they are.
        """
        for name, value in (("--base", base), ("--head", head)):
            if value is not None and not value.strip():
                give_up(f"{name} is empty: name a revision or a file", Exit.USAGE)
        old, new = self._file(base), self._file(head)
        if new is not None and (old is not None or base is None):
            return self._files(old, new)
        with ended_tidily(), contextlib.ExitStack() as checked_out:
            before = old or checked_out.enter_context(self._at(base or self._merge_base()))
            after = new or checked_out.enter_context(self._at(head))
            return self._read(before, after)

    def _files(self, old: SideFile | None, new: SideFile) -> tuple[Source | None, Source]:
        """Files alone: no program is run."""
        if old is None:
            if new.before is None and not new.knows_state:
                give_up(f"{new.label} holds no state: name what to compare it with by --base", Exit.USAGE)
            name = self._stack_of(new, ())
            return (new.before.source(name) if new.before else None), new.source(name)
        for what, one, other in (
            ("projects", old.project, new.project),
            ("stacks", old.stack, new.stack),
        ):
            if one and other and one != other:
                give_up(
                    f"the files are of two {what}: '{one}' ({old.label}) and '{other}' ({new.label})",
                    Exit.USAGE,
                )
        name = self._stack_of(new if new.stack else old, ())
        return old.source(name), new.source(name)

    def _read(self, before: SideFile | Tree, after: SideFile | Tree) -> tuple[Source, Source]:
        trees = [one for one in (before, after) if isinstance(one, Tree)]
        names: Sequence[str] = sorted({name for tree in trees for name in tree.names})
        for file in (one for one in (before, after) if isinstance(one, SideFile)):
            names = [self._stack_of(file, names)]
            for tree in trees:
                if file.project and tree.project and file.project != tree.project:
                    give_up(
                        f"{file.label} is of project '{file.project}', and {tree.label} is '{tree.project}'",
                        Exit.USAGE,
                    )
        wanted = self._wanted(names, trees)
        found = previewed(
            [(tree, name) for tree in trees for name in wanted if name in tree.names],
            program=self.program,
            policy_packs=self.policy_packs,
            timeout_seconds=self.timeout_seconds,
        )
        notes = _other_packages(trees)

        def source(side: SideFile | Tree) -> Source:
            if isinstance(side, SideFile):
                return side.source(wanted[0])
            told, mistakes = _toolfile(side, lenient=side is before)
            return side.source(wanted, found, told, [*mistakes, *notes])

        return source(before), source(after)

    def _stack_of(self, file: SideFile, names: Sequence[str]) -> str:
        """The stack that a file is of; ends the process where another one was asked for, or none is told."""
        asked = list(dict.fromkeys(self.stacks))
        if file.stack is None and not asked and len(names) > 1:
            give_up(f"{file.label} holds no resource: name its stack by --stack", Exit.USAGE)
        name = file.stack or (asked or list(names) or ["stack"])[0]
        if asked and asked != [name]:
            give_up(f"{file.label} is of stack '{name}', and --stack asks for {', '.join(asked)}", Exit.USAGE)
        return name

    def _wanted(self, names: Sequence[str], trees: Sequence[Tree]) -> Sequence[str]:
        """The stacks to review; ends the process where there is none, or none of a name."""
        problems = [tree.problem for tree in trees if tree.problem]
        if not names:
            told = problems[-1] if problems else f"there is no stack in {self.program}, on neither side"
            give_up(told, Exit.USAGE)
        wanted = list(dict.fromkeys(self.stacks)) or names
        for one in wanted:
            if one not in names:
                hint = nearest(one, names)
                give_up(f"there is no stack '{one}'{hint}\nstacks: {', '.join(names)}", Exit.USAGE)
        return wanted

    def _merge_base(self) -> str:
        try:
            return Repository.around(self.program).merge_base()
        except RevisionError as error:
            give_up(str(error), Exit.USAGE)

    def _file(self, name: str | None) -> SideFile | None:
        # A pipe is a file too: --head <(pulumi preview --json --show-sames).
        if name is None or not Path(name).exists() or Path(name).is_dir():
            return None
        return read_file(Path(name), toolfile.read(self.program, None))

    @contextlib.contextmanager
    def _at(self, revision: str | None) -> Iterator[Tree]:
        """The program at a revision; as the user has it where none is named."""
        if revision is None:
            yield Tree(label="the working tree", folder=self.program)
            return
        if len(revision) in _HASHES and not revision.strip("0"):
            yield NOTHING
            return
        try:
            repository = Repository.around(self.program)
            commit = repository.commit(revision)
            inside = self.program.resolve().relative_to(repository.root.resolve())
            with repository.checked_out(commit) as folder:
                short = commit[:SHORT]
                yield Tree(
                    label=short if commit.startswith(revision) else f"{revision} ({short})",
                    folder=folder / inside,
                    checkout=folder,
                    stands_for=repository.root,
                )
        except RevisionError as error:
            give_up(str(error), Exit.USAGE)


def _toolfile(tree: Tree, *, lenient: bool) -> tuple[ToolFile, Sequence[str]]:
    """What the team tells the tool there, and what to note of it.

    A file that cannot be used ends the process, but not the review of the change that mends it.
    """
    from holdfast.toolfile import ToolFile  # noqa: PLC0415  # see cli/output.py

    if tree.folder is None:
        return ToolFile(), ()
    try:
        return toolfile.load(tree.folder, None), ()
    except toolfile.UnusableError as error:
        told = tree.told(str(error))
        if not lenient:
            give_up(told, Exit.USAGE)
        return ToolFile(), [f"{tree.label}: {'; '.join(told.splitlines())}: nothing of it counts there"]


def _other_packages(trees: Sequence[Tree]) -> Sequence[str]:
    """A note where the sides want other packages: one environment runs both."""
    with_program = [tree for tree in trees if tree.names]
    if len(with_program) != _BOTH:
        return ()
    one, other = (tree.packages() for tree in with_program)
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if not differing:
        return ()
    return [f"{', '.join(differing)}: changed, and both sides ran with the packages that are installed here"]
