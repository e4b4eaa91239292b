"""Canaries, planned: who asks which entrance, and what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.topology.values.origin import Origin

DNS_PROVIDERS = ("cloudflare", "route53")
"""Who can answer for a name, as a canary's steps call them."""
CANARY_RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400)
"""Days for which logs can be kept and Synthetics keeps runs, at most 455.

Sources: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html and
https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html (2026-11).
"""
LONGEST_RUN_SECONDS = 840
"""Longest run of a canary, which cannot be longer than the time between two either.

Source: ``TimeoutInSeconds`` in https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/
API_CanaryRunConfigInput.html (2026-11).
"""
LONGEST_RUN_WITH_TWO_RETRIES_SECONDS = 599
"""The same with two retries: https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/
API_RetryConfigInput.html (2026-11)."""
_START_SECONDS = 15
"""What a run takes besides its steps: start, secrets, and what it writes. An assumption."""
_TELL_SECONDS = 3
"""Longest that another region is waited for that is told what was seen."""


def run_seconds(*, steps: int, timeout_seconds: int, told: int) -> int:
    """Give the longest that a run takes, every step and every region that is told timing out.

    Args:
        steps: Steps, one after the other.
        timeout_seconds: Longest that each takes.
        told: Regions that are told what was seen.
    """
    return _START_SECONDS + steps * timeout_seconds + told * _TELL_SECONDS


def majority(views: int) -> int:
    """Give how many of some views are more than half."""
    return views // 2 + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class CanaryEntrancePlan:
    """An entrance that is watched: how it is asked, and what is right as an answer.

    ``hosts`` are the regions' own hosts by place, none where only the public name can be reached.
    ``name_servers`` is by DNS provider, empty where only one answers; a provider's own empty where its name
    servers are those of the delegation. ``headers`` are ARNs of secrets by name and place.
    """

    key: str
    domain: str
    hosts: Mapping[str, str]
    zone: str | None
    name_servers: Mapping[str, tuple[str, ...]]
    path: str
    method: str
    statuses: tuple[int, ...]
    text: str | None
    headers: Mapping[str, Mapping[str, str]]
    origin: Origin = field(default_factory=no_origin)

    @property
    def steps(self) -> int:
        """How many steps a run has."""
        return len(self.hosts) + 1 + 2 * len(self.name_servers)


@dataclass(frozen=True, kw_only=True, slots=True)
class CanariesPlan:
    """Who watches (place → AWS region), how often, and when what is seen rings.

    ``failures`` are runs in a row. ``quorum`` is how many places must see a region fail, None for the
    majority of those that watch it from elsewhere.
    """

    places: Mapping[str, str]
    every_minutes: int
    timeout_seconds: int
    failures: int
    retries: int
    quorum: int | None
    retention_days: int
    runtime: str
    entrances: tuple[CanaryEntrancePlan, ...]
    origin: Origin = field(default_factory=no_origin)

    def watchers(self, place: str) -> tuple[str, ...]:
        """Give the places that see a region from elsewhere, sorted."""
        return tuple(sorted(one for one in self.places if one != place))

    def views_needed(self, place: str) -> int:
        """Give how many of them must see it fail."""
        return self.quorum or majority(len(self.watchers(place)))

    @property
    def watched(self) -> tuple[str, ...]:
        """Regions that are asked by their own hosts, sorted."""
        return tuple(sorted({place for entrance in self.entrances for place in entrance.hosts}))

    def told(self, watcher: str, hosts: Iterable[str]) -> dict[str, str]:
        """Give the regions that a watcher tells what it saw: those that count views of others.

        Args:
            watcher: Who tells.
            hosts: Places that it asks by their own hosts.
        """
        seen = set(hosts) - {watcher}
        return {place: region for place, region in self.places.items() if seen - {place}}

    def run_seconds(self, entrance: CanaryEntrancePlan) -> int:
        """Give the longest that a run of any watcher takes."""
        told = max(len(self.told(one, entrance.hosts)) for one in self.places)
        return run_seconds(steps=entrance.steps, timeout_seconds=self.timeout_seconds, told=told)
