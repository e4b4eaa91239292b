"""Completion in the shell: stacks, places and drills as the files of the folder name them.

Only files are read, and one that cannot be read completes nothing: who presses Tab waits, and wants no error.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_STACK_FILE = re.compile(r"Pulumi\.(.+)\.ya?ml")


def stacks(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of stacks: of the program's stack files, and of what ``holdfast operations`` wrote.

    Args:
        ctx: What stands in the command line already.
        incomplete: How the word begins.
    """
    program = _program(ctx)
    found = {match[1] for file in _files(program) if (match := _STACK_FILE.fullmatch(file.name))}
    found |= {file.name.removeprefix("operations.").removesuffix(".json") for file in _contracts(Path())}
    return _beginning(found, incomplete)


def places(ctx: typer.Context, incomplete: str) -> list[str]:
    """Places of the stack that the command line names, or of all.

    Args:
        ctx: What stands in the command line already.
        incomplete: How the word begins.
    """
    # Where the word is an option's value, typer has given no argument its place yet.
    stack = ctx.params.get("stack") or next((word for word in ctx.args if not word.startswith("-")), None)
    found = {place for file in _contracts(Path(), stack) for place in _places_of_contract(file)}
    if not found:
        files = [
            file
            for file in _files(_program(ctx))
            if (match := _STACK_FILE.fullmatch(file.name)) and stack in {None, match[1]}
        ]
        found = {place for file in files for place in _places_of_stack(file)}
    return _beginning(found, incomplete)


def drills(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of drills that the program's ``holdfast.toml`` declares.

    Args:
        ctx: What stands in the command line already.
        incomplete: How the word begins.
    """
    import tomllib  # noqa: PLC0415  # only drills need it

    try:
        told = tomllib.loads((_program(ctx) / "holdfast.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    declared = told.get("drills")
    return _beginning(declared if isinstance(declared, dict) else (), incomplete)


def _program(ctx: typer.Context) -> Path:
    return Path(ctx.params.get("program") or ".")


def _beginning(found: Iterable[str], incomplete: str) -> list[str]:
    return sorted(one for one in found if one.startswith(incomplete))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("Pulumi.*.y*ml"))


def _contracts(folder: Path, stack: str | None = None) -> list[Path]:
    return sorted(folder.glob(f"operations.{stack or '*'}.json"))


def _places_of_contract(file: Path) -> list[str]:
    import json  # noqa: PLC0415  # only contracts need it

    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return list(told.get("operations", told)["regions"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []


def _places_of_stack(file: Path) -> list[str]:
    import yaml  # noqa: PLC0415  # only places need it

    try:
        config = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
        return [place for key, regions in config.items() if key.endswith(":regions") for place in regions]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError):
        return []


def _switch(callback: Callable[[typer.Context, typer.CallbackParam, bool], None]) -> Callable[..., None]:
    def switched(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
        if not value:
            return
        from typer._completion_shared import _get_shell_name  # noqa: PLC0415  # only this needs it

        if _get_shell_name() is None:
            give_up("the shell is not known: run this in bash, zsh, fish or PowerShell", Exit.USAGE)
        callback(ctx, param, value)

    return switched


def _install(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    from typer._completion_classes import completion_init  # noqa: PLC0415  # see above
    from typer.completion import install_callback  # noqa: PLC0415  # see above

    completion_init()
    install_callback(ctx, param, value)


def _show(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> None:
    from typer._completion_classes import completion_init  # noqa: PLC0415  # see above
    from typer.completion import show_callback  # noqa: PLC0415  # see above

    completion_init()
    show_callback(ctx, param, value)


# typer's own pair loads pydantic before any help is shown.
InstallCompletion = Annotated[
    bool,
    typer.Option(
        "--install-completion",
        callback=_switch(_install),
        is_eager=True,
        expose_value=False,
        help="Install completion for the shell that runs this.",
    ),
]
ShowCompletion = Annotated[
    bool,
    typer.Option(
        "--show-completion",
        callback=_switch(_show),
        is_eager=True,
        expose_value=False,
        help="Print that shell's completion script.",
    ),
]
