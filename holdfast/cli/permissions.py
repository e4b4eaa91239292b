"""``holdfast permissions``: what must whoever deploys a stack be allowed, and nothing more?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import (
    Answers,
    Format,
    Json,
    Output,
    Preview,
    Program,
    Stack,
    StackFile,
    State,
    Timeout,
)
from holdfast.cli.output import write, write_lines
from holdfast.cli.reading import read_graph

if TYPE_CHECKING:
    from holdfast.permissions import Permissions, Policy

EXAMPLES = {
    "holdfast permissions prod": "What deploying prod takes, statement by statement.",
    "holdfast permissions prod --account 111122223333 --policies policies-of-prod": (
        "The policies as files for 'aws iam create-policy'."
    ),
    "holdfast permissions prod --keep-data --json": "Without what deletes data, keys and backups.",
    "holdfast permissions prod --boundary": "One policy, as the permissions boundary of that role.",
}
PAGE = "security.md"
_ACCOUNT = re.compile(r"\d{12}")


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Preview = None,
    state: State = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    account: Annotated[
        str, typer.Option(help="Id of the AWS account. Default: '*', that of whoever has the policy.")
    ] = "*",
    keep_data: Annotated[
        bool, typer.Option("--keep-data", help="Leave out what deletes data, keys and backups.")
    ] = False,
    boundary: Annotated[
        bool, typer.Option("--boundary", help="One policy instead, as the role's permissions boundary.")
    ] = False,
    policies: Annotated[
        Path | None, typer.Option(help="Write each policy to a file of its own in this folder.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing: exit with 1 when the folder of --policies holds others."
        ),
    ] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    timeout_seconds: Timeout = 300,
) -> None:
    """Write the least policy that lets a role deploy a stack.

    From the types that are declared, their names and their regions. Exits with 1 when there is a type of AWS
    of which it is not known what it takes, and when --check finds other policies.
    """
    if check and policies is None:
        give_up("--check compares with a folder: name it with --policies", Exit.USAGE)
    if account != "*" and not _ACCOUNT.fullmatch(account):
        give_up(f"--account is twelve digits, got '{account}'", Exit.USAGE)
    graph = read_graph(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    from holdfast.cli.naming import naming_of  # noqa: PLC0415  # see cli/output.py
    from holdfast.permissions import boundary as boundary_of  # noqa: PLC0415  # see cli/output.py
    from holdfast.permissions import permissions  # noqa: PLC0415  # see cli/output.py

    naming = naming_of(program, stack_file, graph)
    found = permissions(graph, naming=naming, account=account, keep_data=keep_data)
    told = (boundary_of(found),) if boundary else found.policies
    if policies is not None and not check:
        _write_files(told, policies)
    _write(found, told, Format.JSON if json_ else format_, output)
    others = _others(told, policies) if policies is not None and check else ()
    for name in others:
        typer.echo(f"{name} is not what the stack takes; write it anew without --check", err=True)
    if found.unknown or others:
        raise typer.Exit(Exit.FINDINGS)


def _others(told: tuple[Policy, ...], folder: Path) -> tuple[str, ...]:
    """Files of policies that are not there, are others, or are not needed any more."""
    from holdfast.report.permissions_json import policy_json  # noqa: PLC0415  # see cli/output.py

    wanted = {f"{one.name}.json": policy_json(one) for one in told}
    start = next(iter(wanted), "").rpartition("-")[0]
    there = {
        file.name: file.read_text(encoding="utf-8")
        for file in (folder.glob(f"{start}-*.json") if start else ())
    }
    return tuple(sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name)))


def _write_files(told: tuple[Policy, ...], folder: Path) -> None:
    from holdfast.report.permissions_json import policy_json  # noqa: PLC0415  # see cli/output.py

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        give_up(f"cannot make {folder}: {error.strerror}; give another folder to --policies", Exit.USAGE)
    for one in told:
        write(policy_json(one), folder / f"{one.name}.json")


def _write(found: Permissions, told: tuple[Policy, ...], chosen: Format, output: Path | None) -> None:
    if chosen is Format.JSON:
        from holdfast.report.permissions_json import permissions_json  # noqa: PLC0415  # see cli/output.py

        write(permissions_json(found, told), output)
    elif chosen is Format.MARKDOWN:
        from holdfast.report.permissions_markdown import permissions_markdown  # noqa: PLC0415  # see cli/output.py

        write(permissions_markdown(found, told), output)
    else:
        from holdfast.report.permissions_text import permissions_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: permissions_lines(found, told, width=width), output)
