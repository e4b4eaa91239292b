"""Revisions of the repository around a program, checked out beside it for as long as they are read."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFAULT_BRANCHES = ("main", "master", "trunk")
_OF_A_HOOK = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"}
)
"""See https://git-scm.com/docs/githooks (2026-11)."""


class RevisionError(ValueError):
    """What was asked of git cannot be had; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository."""

    root: Path
    """Its top folder."""

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """The repository that a folder is in.

        Args:
            folder: Any folder of it.

        Raises:
            RevisionError: It is in none, or git is missing.
        """
        return cls(Path(_git(folder, "rev-parse", "--show-toplevel")))

    def commit(self, revision: str) -> str:
        """The commit that a revision names.

        Args:
            revision: What ``git rev-parse`` takes: a branch, a tag, a commit, ``HEAD~1``.

        Raises:
            RevisionError: There is none.
        """
        try:
            return _git(
                self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except RevisionError:
            told = f"there is no file and no revision '{revision}'{self._hint()}"
            raise RevisionError(told) from None

    def merge_base(self) -> str:
        """Where the work at hand left the default branch: what a change is compared with by default.

        Raises:
            RevisionError: There is no default branch.
        """
        for name in self._default_branches():
            with contextlib.suppress(RevisionError):
                return _git(self.root, "merge-base", "HEAD", name)
        told = "no default branch is known here: name what to compare with by --base"
        raise RevisionError(told + self._hint())

    def _hint(self) -> str:
        shallow = _git(self.root, "rev-parse", "--is-shallow-repository") == "true"
        return "; the clone is shallow: fetch with full depth (fetch-depth: 0)" if shallow else ""

    def _default_branches(self) -> Iterator[str]:
        with contextlib.suppress(RevisionError):
            yield _git(self.root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
        for name in _DEFAULT_BRANCHES:
            yield from (f"origin/{name}", name)

    @contextlib.contextmanager
    def checked_out(self, commit: str) -> Iterator[Path]:
        """A commit's files in a folder of their own, gone afterwards; the user's files stay as they are.

        Args:
            commit: Its hash.

        Raises:
            RevisionError: git cannot check it out.
        """
        with tempfile.TemporaryDirectory(prefix="holdfast-review-") as scratch:
            # A program may tell the name of the folder that it is in.
            folder = Path(scratch) / self.root.name
            # A hook of the user's is not meant for this.
            _git(
                self.root,
                "-c",
                "core.hooksPath=/dev/null",
                "worktree",
                "add",
                "--detach",
                "--quiet",
                str(folder),
                commit,
            )
            try:
                yield folder
            finally:
                with contextlib.suppress(RevisionError):
                    _git(self.root, "worktree", "remove", "--force", str(folder))


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # git with arguments of ours
            ["git", "-C", str(folder), *arguments],  # noqa: S607  # the git that the user has
            capture_output=True,
            text=True,
            check=False,
            # In a hook they name the repository and the index of the commit that is being made.
            env={key: value for key, value in os.environ.items() if key not in _OF_A_HOOK},
        )
    except FileNotFoundError:
        raise RevisionError("git is not on PATH: revisions cannot be compared, only files") from None
    if done.returncode:
        told = done.stderr.strip() or "it failed"
        if "not a git repository" in told:
            told = f"{folder} is in no repository: compare files instead, by --base FILE and --head FILE"
            raise RevisionError(told)
        raise RevisionError(f"git {arguments[0]}: {told}")
    return done.stdout.strip()
