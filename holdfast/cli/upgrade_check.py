"""``holdfast upgrade-check``: what would another version of Holdfast change here, before it is installed?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import Format, Json, Output, Program, Stack, StackFile, Timeout
from holdfast.cli.output import write, write_lines
from holdfast.cli.review import FailOn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cli.upgrade_sides import Sides
    from holdfast.review.model import Review
    from holdfast.upgrade import Upgrade

EXAMPLES = {
    "holdfast upgrade-check prod --to 0.2.0": "What version 0.2.0 would change in prod.",
    "holdfast upgrade-check prod --to dist/holdfast-0.2.0-py3-none-any.whl": "The same of a wheel, offline.",
    "holdfast upgrade-check prod --to v0.2.0 --state prod.json": (
        "Of a tag of this repository, against what is deployed ('pulumi stack export')."
    ),
}
PAGE = "upgrades.md"
_BUDGET = 60_000


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    to: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="The other version: a number (0.2.0), a wheel, a folder, an address for pip, or a revision "
            "of this repository.",
        ),
    ],
    state: Annotated[
        Path | None,
        typer.Option(help="Compare with this state ('pulumi stack export') in place of today's preview."),
    ] = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    html: Annotated[Path | None, typer.Option(help="Write the review's page to this file as well.")] = None,
    fail_on: Annotated[FailOn, typer.Option(help="From what on to exit with 1.")] = FailOn.CHANGES,
    no_cost: Annotated[bool, typer.Option("--no-cost", help="Do not estimate the cost.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Make the environment anew.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Say what another version of Holdfast would change in a stack.

    It is installed into an environment of its own, beside the program's packages and without touching them,
    previews the same program with the same settings, and its checks judge what comes out. No account and no
    credential is used.

    Exits with 0 when nothing changes, with 1 when there is something to look at (see --fail-on), with 2 when
    it refuses today's settings, and with 3 when it cannot be installed or the program fails with it.
    """
    from holdfast.cli import toolfile  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.judging import costs  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.program import stack_name  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.review import reviewed  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.upgrade_sides import Asked, both  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
    from holdfast.upgrade import UpgradeError  # noqa: PLC0415  # see cli/output.py

    told = toolfile.read(program, stack)
    try:
        asked = Asked(
            stack=stack_name(stack, program, stack_file),
            to=to,
            state=state,
            program=program,
            stack_file=stack_file,
            cached=not no_cache,
            timeout_seconds=timeout_seconds,
        )
        sides = both(asked, told)
    except PreviewError as error:
        give_up(str(error), Exit.USAGE)
    except UpgradeError as error:
        give_up(str(error), Exit.USAGE if error.usage else Exit.TOOL_FAILED)
    cost = None if no_cost else costs(told, program)
    review = reviewed(sides.before, sides.after, cost) if sides.after else None
    if html is not None and review is not None:
        from holdfast.report.review_html import review_html  # noqa: PLC0415  # see cli/output.py

        write(review_html(review, show_values=told.show_values), html)
    _write(sides.upgrade, review, told.show_values, Format.JSON if json_ else format_, output)
    _end(sides, review, fail_on)


def _write(
    upgrade: Upgrade,
    review: Review | None,
    show_values: Sequence[str],
    chosen: Format,
    output: Path | None,
) -> None:
    if chosen is Format.JSON:
        from holdfast.report.upgrade_json import upgrade_json  # noqa: PLC0415  # see cli/output.py

        write(upgrade_json(upgrade, review, show_values=show_values), output)
    elif chosen is Format.MARKDOWN:
        from holdfast.report.upgrade_markdown import upgrade_markdown  # noqa: PLC0415  # see cli/output.py

        write(upgrade_markdown(upgrade, review, show_values=show_values, budget=_BUDGET), output)
    else:
        from holdfast.report.upgrade_text import upgrade_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(
            lambda width: upgrade_lines(upgrade, review, show_values=show_values, width=width), output
        )


def _end(sides: Sides, review: Review | None, fail_on: FailOn) -> None:
    from holdfast.cli.review import end  # noqa: PLC0415  # see cli/output.py

    if review is None or sides.after is None:
        raise typer.Exit(Exit.USAGE)
    end(review, sides.after, fail_on)
    if sides.upgrade.findings and fail_on in {FailOn.CHANGES, FailOn.ATTENTION}:
        raise typer.Exit(Exit.FINDINGS)
