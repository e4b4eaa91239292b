"""Words that every form of a runbook uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.runbook.model import Expected, Runbook

PLACEHOLDERS = (
    "Words in capitals stand for what you choose or look up; such as ARN_OF_use1-public-lb for what only "
    "deployment knows of the resource that the program calls use1-public-lb, which its state tells."
)


def title(runbook: Runbook) -> str:
    """Its heading."""
    return f"Runbook of {'/'.join(one for one in (runbook.project, runbook.stack) if one)}"


def notes(runbook: Runbook) -> list[str]:
    """What a reader must know of it: what is missing, and how it gets in."""
    found = []
    if runbook.partial:
        found.append("The preview leaves unchanged resources out: so does this.")
    if not runbook.contracted:
        found.append(
            f"This was made without operations.{runbook.stack}.json: the times of recovery, whom to call and "
            "most names that only deployment knows are missing. Write that file after each deployment, then "
            "this anew."
        )
    return [*found, PLACEHOLDERS]


def duration(one: Expected) -> str:
    """A time in words."""
    minutes, seconds = divmod(one.seconds, 60)
    if not minutes:
        return f"{seconds} s"
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"


def nobody(runbook: Runbook) -> str:
    """What stands where contacts would."""
    owner = f"the owner, {runbook.owner}" if runbook.owner else "the owner"
    return f"Nobody is named (holdfast:runbook.contacts): call {owner}."
