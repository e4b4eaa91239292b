"""Every command, by what people do with it; the file of a command is imported when it is called.

A command is a file of this folder, named as the command with ``_`` for ``-``. It holds ``def command(...)``,
whose docstring is its help: the first line is its line in ``holdfast --help``, which is read from the file so
that the list imports none of them. ``EXAMPLES`` are commands, each with what it does: the help and the
reference show them, and a test runs them. ``PAGE`` is the page in ``docs/`` that has more. A command with
commands of its own holds ``app`` too, a ``typer.Typer`` of the class ``Group`` whose callback is ``command``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.main import get_command

from holdfast.cli.classes import NO_EXAMPLES, Command, Group

if TYPE_CHECKING:
    from types import ModuleType

PANELS: Mapping[str, tuple[str, ...]] = {
    "Start": ("init", "doctor", "permissions", "schema"),
    "See what a stack is": ("preview", "graph", "explain", "inventory", "cost", "prices"),
    "Judge a change": ("check", "review", "comment", "verify-reviewed", "upgrade-check"),
    "Operate what is deployed": (
        "operations",
        "status",
        "bake",
        "failover",
        "failback",
        "restore-test",
        "drill",
        "runbook",
    ),
}
"""Commands in the order in which the help lists them."""


class Commands(Mapping[str, Command | Group]):
    """Commands by name, each made when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Command | Group] = {}

    def __getitem__(self, name: str) -> Command | Group:
        if name not in self._made:
            self._made[name] = _made(name, module_of(name))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return (name for names in PANELS.values() for name in names)

    def __len__(self) -> int:
        return sum(len(names) for names in PANELS.values())


def module_of(name: str) -> ModuleType:
    """The file of a command, imported.

    Args:
        name: Name of the command.

    Raises:
        KeyError: There is none of that name.
    """
    if not any(name in names for names in PANELS.values()):
        raise KeyError(name)
    return import_module(f"{__package__}.{name.replace('-', '_')}")


def summary(name: str) -> str:
    """What a command does, in a line.

    Args:
        name: Name of the command.
    """
    text = Path(__file__).with_name(f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    docstring = text.partition("\ndef command(")[2].partition('"""')[2]
    return docstring.partition("\n")[0].partition('"""')[0]


def _made(name: str, module: ModuleType) -> Command | Group:
    if hasattr(module, "app"):
        app = module.app
        app.info.name = name
    else:
        app = typer.Typer(add_completion=False)
        app.command(name, cls=Command)(module.command)
    made = get_command(app)
    assert isinstance(made, Command | Group)  # noqa: S101  # the app says so
    made.examples = getattr(module, "EXAMPLES", NO_EXAMPLES)
    made.page = getattr(module, "PAGE", "")
    return made
