"""Automations that could not act, and watchdogs that could not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import RecoveryBy, RecoveryRouting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.recovery_automation import RecoveryAutomationSettings
    from holdfast.settings.stack import Settings

_PATH = ("recovery", "automation")
_FEWEST_ELSEWHERE = 2


def of_automation(settings: Settings) -> Iterator[Problem]:
    """What the document needs, and what it cannot do."""
    asked, path = settings.recovery, _PATH
    if asked.by is not RecoveryBy.AUTOMATION:
        return
    if asked.automation is None:
        yield Problem(
            path=path, message="is needed with by: automation: say at least from which places to probe"
        )
        return
    if asked.routing is not RecoveryRouting.SWITCH:
        yield Problem(
            path=("recovery", "routing"),
            message="an automation takes traffic away by the maintenance switch alone",
            value=asked.routing.value,
            allowed=(RecoveryRouting.SWITCH.value,),
        )
    at_cloudflare = any(entrance.cloudflare is not None for entrance in settings.entrances.values())
    secret = asked.automation.cloudflare_token_secret
    if at_cloudflare and secret is None:
        yield Problem(
            path=(*path, "cloudflare_token_secret"),
            message="is needed to take a region's pool at Cloudflare out of traffic",
        )
    if secret is not None and not at_cloudflare:
        yield Problem(
            path=(*path, "cloudflare_token_secret"),
            message="does nothing: no entrance is at Cloudflare; leave it out",
        )
    if not asked.automation.approvers and "approval_minutes" in asked.automation.model_fields_set:
        yield Problem(
            path=(*path, "approval_minutes"),
            message="does nothing without approvers; leave it out, or name them",
            value=asked.automation.approval_minutes,
        )


def of_watchdogs(settings: Settings) -> Iterator[Problem]:
    """Who votes, and how many must agree."""
    asked = settings.recovery.automation
    if settings.recovery.by is not RecoveryBy.AUTOMATION or asked is None:
        return
    yield from repeated((*_PATH, "probe_from"), asked.probe_from)
    if asked.failures > asked.rounds:
        yield Problem(
            path=(*_PATH, "failures"),
            message=f"cannot be more than the rounds that are looked at, {asked.rounds}",
            value=asked.failures,
        )
    for watched, place in _watchdogs(settings):
        elsewhere = sorted(set(asked.probe_from) - {watched, place})
        if len(elsewhere) < _FEWEST_ELSEWHERE:
            yield Problem(
                path=(*_PATH, "probe_from"),
                message=f"who watches {watched} stands in {place} and needs two more places to probe from, "
                f"neither {watched} nor {place}; there is {', '.join(elsewhere) or 'none'}",
                value=list(asked.probe_from),
            )
        yield from _of_quorum(asked, 1 + len(elsewhere))


def _of_quorum(asked: RecoveryAutomationSettings, least_voters: int) -> Iterator[Problem]:
    if asked.quorum is not None and asked.quorum > least_voters:
        yield Problem(
            path=(*_PATH, "quorum"),
            message=f"can never be met by the {least_voters} places that probe; alarms of canaries may not"
            " always have a say",
            value=asked.quorum,
        )


def _watchdogs(settings: Settings) -> list[tuple[str, str]]:
    """Give each place that is watched, and the first of those that take over from it."""
    shared = [
        set(places)
        for entrance in settings.entrances.values()
        if len(places := effective.endpoints(entrance, settings)) > 1
    ]
    return [
        (watched, min(set().union(*(one for one in shared if watched in one)) - {watched}))
        for watched in sorted(set().union(*shared))
    ]
