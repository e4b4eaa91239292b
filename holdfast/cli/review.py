"""``holdfast review``: what does this change do?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.completion import stacks
from holdfast.cli.exits import Exit
from holdfast.cli.judging import costs, judge
from holdfast.cli.options import Json, Output, Program, Timeout  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write, write_lines
from holdfast.cli.sides import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cli.judging import Cost
    from holdfast.cli.side_model import Source
    from holdfast.review.model import Review
    from holdfast.review.review import Side

EXAMPLES = {
    "holdfast review": "What the files at hand change, in every stack.",
    "holdfast review --base main --stack prod --html review.html": (
        "Against a revision, with a page to look at."
    ),
    "holdfast review --head preview.json --guard reviewed.json": (
        "A preview against its state, kept for verify-reviewed."
    ),
}
PAGE = "review.md"


class Format(StrEnum):
    """How the review is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


class FailOn(StrEnum):
    """From which conclusion on the command exits with 1."""

    CHANGES = "changes"
    """Anything that differs: for a nightly look at what has drifted."""
    ATTENTION = "attention"
    DANGER = "danger"
    NEVER = "never"


def command(  # noqa: PLR0913  # the options of the command
    base: Annotated[
        str | None,
        typer.Option(
            help="Revision or file to compare with. Default: where the work left the default branch."
        ),
    ] = None,
    *,
    head: Annotated[
        str | None, typer.Option(help="Revision or file that is reviewed. Default: the files as they are.")
    ] = None,
    stack: Annotated[
        list[str] | None,
        typer.Option(autocompletion=stacks, help="Stack to review; may be repeated. Default: every one."),
    ] = None,
    program: Program = Path(),
    policy_pack: Annotated[
        list[Path] | None, typer.Option(help="Folder of a policy pack to run too; may be repeated.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    html: Annotated[Path | None, typer.Option(help="Write the page to this file as well.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the comment to this file as well.")] = None,
    guard: Annotated[
        Path | None, typer.Option(help="Write a digest of what was reviewed, for 'holdfast verify-reviewed'.")
    ] = None,
    budget: Annotated[int, typer.Option(min=2000, help="Characters that the Markdown may have.")] = 60_000,
    fail_on: Annotated[FailOn, typer.Option(help="From what on to exit with 1.")] = FailOn.DANGER,
    no_cost: Annotated[bool, typer.Option("--no-cost", help="Do not estimate the cost.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Say what a change does: to data, traffic, recovery and cost.

    A revision is previewed offline, with no cloud account and no credential: pull requests from forks can be
    reviewed. A file is a preview ('pulumi preview --json --show-sames'), a stream of its events, or a state
    ('pulumi stack export'); a preview against a state needs no --base.

    Exits with 1 when something is in danger (see --fail-on), and with 3 when a stack cannot be previewed.
    """
    reader = Reader(
        program=program,
        stacks=stack or (),
        policy_packs=policy_pack or (),
        timeout_seconds=timeout_seconds,
    )
    before, after = reader.both(base, head)
    cost = None if no_cost else costs(after.toolfile, program)
    review, show_values = reviewed(before, after, cost), after.toolfile.show_values
    if guard is not None:
        from holdfast.review.guard import guard_text  # noqa: PLC0415  # see cli/output.py

        alone = {name: read.graph for name, read in after.stacks.items() if name in review.failed}
        write(guard_text(review, alone), guard)
    for file, kind in ((html, Format.HTML), (markdown, Format.MARKDOWN)):
        if file is not None:
            write(_text(review, kind, show_values, budget), file)
    chosen = Format.JSON if json_ else format_
    if chosen is Format.TEXT:
        from holdfast.report.review_text import review_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: review_lines(review, show_values=show_values, width=width), output)
    else:
        write(_text(review, chosen, show_values, budget), output)
    end(review, after, fail_on)


def reviewed(before: Source | None, after: Source, cost: Cost | None) -> Review:
    """What a change does to every stack of two sides.

    Args:
        before: The side that it is compared with; None for nothing.
        after: The side that is reviewed.
        cost: Estimates what a side costs; None to leave it out.
    """
    from holdfast.review.model import Review  # noqa: PLC0415  # see cli/output.py
    from holdfast.review.review import Terms, review_stack  # noqa: PLC0415  # see cli/output.py

    def side(source: Source | None, name: str) -> Side | None:
        read = source.stacks.get(name) if source else None
        return judge(read, source.toolfile, source.notes, cost) if source and read else None

    terms = Terms(thresholds=after.toolfile.thresholds)
    was = {name: f"{before.label}: {reason}" for name, reason in before.failed.items()} if before else {}
    failed = {**was, **after.failed}
    names = sorted({*(before.stacks if before else ()), *after.stacks} - failed.keys())
    return Review(
        base=before.label if before else "nothing",
        head=after.label,
        stacks=tuple(review_stack(name, side(before, name), side(after, name), terms) for name in names),
        failed=failed,
    )


def _text(review: Review, kind: Format, show_values: Sequence[str], budget: int) -> str:
    if kind is Format.HTML:
        from holdfast.report.review_html import review_html  # noqa: PLC0415  # see cli/output.py

        return review_html(review, show_values=show_values)
    if kind is Format.JSON:
        from holdfast.report.review_json import review_json  # noqa: PLC0415  # see cli/output.py

        return review_json(review, show_values=show_values)
    from holdfast.report.review_markdown import review_markdown  # noqa: PLC0415  # see cli/output.py

    return review_markdown(review, show_values=show_values, budget=budget)


def end(review: Review, after: Source, fail_on: FailOn) -> None:
    """Exit as a pipeline has to hear it: a stack that was not seen is worse than one that is in danger.

    Args:
        review: What was found.
        after: The side that was reviewed.
        fail_on: From which conclusion on to exit with 1.
    """
    from holdfast.review.model import Conclusion  # noqa: PLC0415  # see cli/output.py

    # The change that mends a program whose base is broken must be able to go on.
    if after.failed or (review.failed and fail_on is not FailOn.NEVER):
        raise typer.Exit(Exit.TOOL_FAILED)
    failing = {
        FailOn.CHANGES: set(Conclusion) - {Conclusion.UNCHANGED},
        FailOn.ATTENTION: {Conclusion.ATTENTION, Conclusion.DANGER},
        FailOn.DANGER: {Conclusion.DANGER},
        FailOn.NEVER: set[Conclusion](),
    }
    if review.conclusion in failing[fail_on]:
        raise typer.Exit(Exit.FINDINGS)
