"""The step that changes nothing: wait until the names that clients use answer from where they should."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate import outside
from holdfast.operate.places import address_of, is_behind_another, public_address
from holdfast.operate.steps import Stage, StepState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.contracts.operations import Entrance, Operations, RecoveryStep


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyStep:
    """Done when a place answers on its own host and by the public names, as they are seen from here."""

    key: str
    title: str
    expected_seconds: int
    source: str
    place: str
    entrances: Mapping[str, Entrance]

    def state(self) -> StepState:
        """Ask every name; what does not answer yet is waited for."""
        said = [_missing(one, self.place) for _, one in sorted(self.entrances.items())]
        missing = [words for words in said if words is not None]
        if missing:
            return StepState(stage=Stage.UNDER_WAY, detail="; ".join(missing))
        names = ", ".join(sorted(one["domain"] for one in self.entrances.values()))
        return StepState(stage=Stage.DONE, detail=f"{names} answers, and so does {self.place} itself")

    def act(self) -> None:
        """Nothing: who looks changes nothing."""


def verify_step(step: RecoveryStep, operations: Operations) -> VerifyStep:
    """Make the step that waits until a place serves.

    Args:
        step: The planned step: its place, and the entrance that it is about, or None for all.
        operations: The stack's contract.
    """
    entrances = {
        key: one
        for key, one in operations["entrances"].items()
        if step["place"] in one["endpoints"] and step["subject"] in {None, key}
    }
    return VerifyStep(
        key=step["key"],
        title=f"see that {step['place']} serves",
        expected_seconds=step["worst_seconds"],
        source=step["source"],
        place=step["place"],
        entrances=entrances,
    )


def leads_to(entrance: Entrance) -> tuple[dict[str, bool], str | None]:
    """Say to which places a public name leads, as it is seen from here.

    Args:
        entrance: The entrance.

    Returns:
        Whether it leads there, by place, and why that is unknown, if it is: behind an accelerator,
        CloudFront or Cloudflare's proxy the addresses are theirs, whatever the place.
    """
    if is_behind_another(entrance):
        return {}, "its addresses are those of what stands before the regions"
    public = outside.addresses(entrance["domain"])
    if public.found is None:
        return {}, public.unknown
    found: dict[str, bool] = {}
    for place, endpoint in sorted(entrance["endpoints"].items()):
        own = outside.addresses(endpoint["host"])
        if own.found is not None:
            found[place] = bool(set(own.found) & set(public.found))
    if not any(found.values()):
        return {}, f"{', '.join(public.found)} is no region's address"
    return found, None


def _missing(entrance: Entrance, place: str) -> str | None:
    """What does not answer yet."""
    path = entrance["health_path"]
    for host in (address_of(entrance, place), public_address(entrance)):
        seen = outside.probe(host, path)
        if not seen.ok:
            return f"{host}{path}: {seen.detail}"
    if entrance["slots"] is not None:
        places, _ = leads_to(entrance)
        elsewhere = sorted(other for other, leads in places.items() if leads and other != place)
        if elsewhere and not places.get(place):
            return f"{entrance['domain']} still leads to {', '.join(elsewhere)} from here"
    return None
