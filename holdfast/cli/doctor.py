"""``holdfast doctor``: what is missing to preview, deploy or operate a stack?"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import Json, Output, Program, Stack, StackFile  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write_json, write_lines
from holdfast.cli.working import working

PAGE = "doctor.md"
EXAMPLES = {
    "holdfast doctor prod": "Everything, from Python to the endpoints.",
    "holdfast doctor prod --for preview": "Only what a preview needs: no account is asked.",
    "holdfast doctor prod --offline --json": "Ask nobody beyond this machine, and print JSON.",
}


class For(StrEnum):
    """What a person wants to do; each needs what the ones before it need."""

    PREVIEW = "preview"
    DEPLOY = "deploy"
    OPERATE = "operate"


class Format(StrEnum):
    """How the findings are printed."""

    TEXT = "text"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    for_: Annotated[
        For, typer.Option("--for", help="As far as what is looked at: deploy looks at preview's as well.")
    ] = For.OPERATE,
    program: Program = Path(),
    stack_file: StackFile = None,
    operations: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|S3", help="What 'holdfast operations' wrote. Default: operations.STACK.json."
        ),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody beyond this machine; that is told as unknown.")
    ] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
) -> None:
    """Say what is missing to preview, deploy or operate.

    Looks at Python and packages, the settings, the Pulumi CLI, its plugins and backend, and the credentials;
    asks AWS for regions, quotas, hosted zones, images and secrets, and the endpoints for their health. It
    changes nothing; what nobody answers is unknown.

    Exits with 1 when something is missing.
    """
    from holdfast.cli.program import stack_name  # noqa: PLC0415  # see cli/output.py
    from holdfast.doctor.examine import examine  # noqa: PLC0415  # see cli/output.py
    from holdfast.doctor.model import Purpose, State  # noqa: PLC0415  # see cli/output.py
    from holdfast.doctor.world import World  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.aws import Patience, clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.outside import addresses, probe  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py

    try:
        name = stack_name(stack, program, stack_file)
    except PreviewError as error:
        give_up(f"{error}; holdfast init writes a project and a stack file", Exit.USAGE)
    world = World(
        program=program,
        stack=name,
        stack_file=stack_file,
        operations=operations or f"operations.{name}.json",
        offline=offline,
        clients=clients(patience=Patience.LOOKING),
        probe=probe,
        addresses=addresses,
        now=lambda: datetime.now(UTC),
    )
    wanted = list(Purpose)[: list(Purpose).index(Purpose(for_)) + 1]
    with working("looking"):
        findings = examine(world, wanted)
    if json_ or format_ is Format.JSON:
        from holdfast.report.doctor_json import doctor_json  # noqa: PLC0415  # see cli/output.py

        write_json(doctor_json(name, findings), output)
    else:
        from holdfast.report.doctor_text import doctor_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: doctor_lines(findings, width=width), output)
    if any(one.state is State.MISSING for one in findings):
        raise typer.Exit(Exit.FINDINGS)
