"""Who votes: the watchdog itself, probes in other regions, and alarms that watch from elsewhere."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from .decision import Vote
from .probes import Target, fails, probe, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Clients = Callable[[str, str], Any]
    """Name of a service and of a region → its client."""


def votes(
    *,
    place: str,
    targets: Sequence[Target],
    probes: Mapping[str, str],
    alarms: Mapping[str, str],
    clients: Clients,
) -> list[Vote]:
    """Ask every voter at once; one that cannot be asked abstains.

    Args:
        place: Place of the watchdog, which votes itself.
        targets: Addresses of the watched region.
        probes: Place → ARN of the function that probes from there.
        alarms: Name → ARN of each alarm that says from elsewhere that the region fails.
        clients: Maker of clients.
    """
    asks: list[Callable[[], Vote]] = [lambda: _own(place, targets)]
    asks += [_later(_elsewhere, where, arn, targets, clients) for where, arn in sorted(probes.items())]
    asks += [_later(_alarm, name, arn, clients) for name, arn in sorted(alarms.items())]
    with ThreadPoolExecutor(max_workers=len(asks)) as pool:
        return list(pool.map(lambda ask: ask(), asks))


def _later(ask: Callable[..., Vote], *given: Any) -> Callable[[], Vote]:  # noqa: ANN401  # of each kind its own
    return lambda: ask(*given)


def _own(place: str, targets: Sequence[Target]) -> Vote:
    results = probe(targets)
    return Vote(voter=place, fails=fails(results), detail=words(results))


def _elsewhere(place: str, arn: str, targets: Sequence[Target], clients: Clients) -> Vote:
    payload = {"targets": [{"url": one.url, "search": one.search} for one in targets]}
    try:
        answer = clients("lambda", arn.split(":")[3]).invoke(
            FunctionName=arn, Payload=json.dumps(payload).encode()
        )
        if answer.get("FunctionError"):
            return _abstains(place, f"its function failed: {answer['FunctionError']}")
        results: dict[str, str | None] = json.loads(answer["Payload"].read())
    except (BotoCoreError, ClientError, ValueError) as problem:
        return _abstains(place, f"{type(problem).__name__}: {problem}")
    if set(results) != {one.url for one in targets}:
        return _abstains(place, "it answered something else than was asked")
    return Vote(voter=place, fails=fails(results), detail=words(results))


def _alarm(name: str, arn: str, clients: Clients) -> Vote:
    region, alarm = arn.split(":")[3], arn.split(":alarm:")[1]
    try:
        found = clients("cloudwatch", region).describe_alarms(
            AlarmNames=[alarm], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
    except (BotoCoreError, ClientError) as problem:
        return _abstains(name, f"{type(problem).__name__}: {problem}")
    states = [one["StateValue"] for one in (*found["MetricAlarms"], *found["CompositeAlarms"])]
    if states not in (["ALARM"], ["OK"]):
        return _abstains(name, f"the alarm is {', '.join(states) or 'not there'}")
    return Vote(voter=name, fails=states == ["ALARM"], detail=f"the alarm is {states[0]}")


def _abstains(voter: str, why: str) -> Vote:
    return Vote(voter=voter, fails=None, detail=why)
