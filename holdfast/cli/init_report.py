"""What ``holdfast init`` says of what it wrote: previewed, priced, and with each loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.output import write_json, write_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.cli.init_target import Target
    from holdfast.init.answers import Answers
    from holdfast.init.decide import Decision
    from holdfast.init.project_files import ProjectFile
    from holdfast.report.init_text import Decided


def told(  # noqa: PLR0913  # what the report is made of
    target: Target,
    answers: Answers,
    decision: Decision,
    files: Sequence[ProjectFile],
    *,
    timeout_seconds: float,
    as_json: bool,
    output: Path | None,
) -> None:
    """Preview what was written, and report; ends the process where it has no preview.

    Args:
        target: The project.
        answers: What was asked for.
        decision: What was decided.
        files: What was written.
        timeout_seconds: How long the program may run.
        as_json: Print JSON.
        output: File to write the report to; None for standard output.
    """
    from holdfast.checks import RULES, run  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli import toolfile, waivers  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.cost import price_table, stated  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.program import preview_document  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost import estimate  # noqa: PLC0415  # see cli/output.py
    from holdfast.graph import read_preview  # noqa: PLC0415  # see cli/output.py
    from holdfast.init.next_steps import next_steps  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.init_text import Written, written_lines  # noqa: PLC0415  # see cli/output.py
    from holdfast.review.outlook import outlooks  # noqa: PLC0415  # see cli/output.py

    document = preview_document(target.stack, program=target.folder, timeout_seconds=timeout_seconds)
    graph = read_preview(document)
    settings = toolfile.read(target.folder, target.stack)
    is_here = target.folder.resolve() == target.folder.cwd()
    steps = next_steps(answers, stack=target.stack, folder=None if is_here else str(target.folder))
    found = Written(
        decision=in_words(decision),
        files=tuple(str(target.folder / one.name) for one in files),
        resources=sum(not one.component for one in graph),
        cost=estimate(graph, stated(settings, target.stack), price_table(target.folder, settings)),
        losses=outlooks(None, graph),
        failures=waivers.apply(
            run(graph, RULES, settings.parameters), settings.waivers, graph, target.folder
        ).failures,
        next_steps=steps,
    )
    if as_json:
        from holdfast.report.init_json import written_json  # noqa: PLC0415  # see cli/output.py

        write_json(written_json(found), output)
    else:
        write_lines(lambda width: written_lines(found, width=width), output)


def told_none(decision: Decision, *, as_json: bool, output: Path | None) -> None:
    """Say that nothing keeps the promises.

    Args:
        decision: Which has chosen nothing.
        as_json: Print JSON.
        output: File to write the report to; None for standard output.
    """
    if as_json:
        from holdfast.report.init_json import decision_json  # noqa: PLC0415  # see cli/output.py

        write_json(decision_json(in_words(decision)), output)
        return
    from holdfast.report.init_text import decision_lines  # noqa: PLC0415  # see cli/output.py

    words = in_words(decision)
    write_lines(lambda width: decision_lines(words, width=width), output)


def in_words(decision: Decision) -> Decided:
    """What was decided as renderers take it, which know no settings.

    Args:
        decision: What was decided.
    """
    from holdfast.report.init_text import Decided  # noqa: PLC0415  # see cli/output.py

    chosen = decision.chosen
    return Decided(
        chosen=None if chosen is None else str(chosen),
        design=None if chosen is None else chosen.design.value,
        store=None if chosen is None or chosen.store is None else chosen.store.kind.value,
        refused=tuple((one.what, one.reasons) for one in decision.refused),
        instead=decision.instead,
    )
