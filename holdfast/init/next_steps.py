"""What a person does once the files are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.init.questions import STAND_IN_ACCOUNT, STAND_IN_ZONE

if TYPE_CHECKING:
    from holdfast.init.answers import Answers

_EXAMPLE_DOMAINS = ("example.com", "example.net", "example.org")
"""Names that nobody owns: https://www.rfc-editor.org/rfc/rfc2606#section-3."""


def stand_ins(answers: Answers) -> tuple[str, ...]:
    """Give what stands in for something real and must be changed before a deployment.

    Args:
        answers: What was asked for.
    """
    found = []
    if answers.account == STAND_IN_ACCOUNT:
        found.append(f"holdfast:account ({answers.account})")
    if answers.domain.endswith(_EXAMPLE_DOMAINS):
        found.append(f"the domain {answers.domain}")
    if answers.zone_id == STAND_IN_ZONE:
        found.append(f"the zone's id ({answers.zone_id})")
    return tuple(found)


def next_steps(answers: Answers, *, stack: str, folder: str | None) -> tuple[str, ...]:
    """Give what comes next, a step a line.

    Args:
        answers: What was asked for.
        stack: Name of the stack.
        folder: Folder to go to first; None where that is where one is.
    """
    steps = [f"cd {folder}"] if folder is not None else []
    steps += [f"holdfast preview {stack}", f"holdfast check {stack}"]
    waiting = stand_ins(answers)
    if waiting:
        steps.append(f"change what stands in: {', '.join(waiting)}")
    steps.append(f"holdfast doctor {stack}  # what is missing to deploy it, each with the fix")
    steps += ["pulumi login && pulumi install", f"pulumi stack init {stack}", f"pulumi up -s {stack}"]
    if answers.zone_id is None:
        steps.append(
            f"pulumi stack output -s {stack} next_steps  # HTTPS opens once the parent delegates the zone"
        )
    return tuple(steps)
