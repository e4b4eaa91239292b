"""Figures of requests: when the first failed, when it was over, how many failed, how long the others took."""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.operate.drill.model import Address, Phase, Slot
    from holdfast.operate.drill.probe import Sample

NOBODY = "not answered"
"""What failed requests are counted under where it is counted who answered."""
_FINE = (0.25, 0.5)
_IN_A_SLOT, _MOST_FINE = 5, 240


def judged(samples: Iterable[Sample]) -> list[Sample]:
    """The samples that are judged."""
    return [one for one in samples if one.judged]


def between(samples: Iterable[Sample], begin: float, end: float) -> list[Sample]:
    """The samples that went out from a moment on, and before another."""
    return [one for one in samples if begin <= one.sent < end]


def touched(samples: Iterable[Sample], injected: float) -> list[Sample]:
    """The samples that an injection can have broken: those that were in flight then, too."""
    return [one for one in samples if one.ended >= injected]


def first_failure(samples: Iterable[Sample], injected: float) -> Sample | None:
    """The request whose failure a client saw first after the injection; None where none failed."""
    failed = [one for one in touched(samples, injected) if not one.ok]
    return min(failed, key=lambda one: one.ended, default=None)


def recovered(samples: Sequence[Sample], injected: float, *, quiet_seconds: float) -> float | None:
    """Seconds from the injection to the answer of the request after the last one that failed.

    Args:
        samples: Judged samples until the fault is undone, in the order in which they went out.
        injected: When the fault was injected.
        quiet_seconds: How long no request may have failed since.

    Returns:
        The slowest address's; 0 where none failed, None where it has not been quiet for long enough.
    """
    slowest = 0.0
    by_url: dict[str, list[Sample]] = {}
    for one in touched(samples, injected):
        by_url.setdefault(one.url, []).append(one)
    for found in by_url.values():
        last = max((one.sent for one in found if not one.ok), default=None)
        if last is None:
            continue
        good = [one for one in found if one.ok and one.sent > last]
        if not good or good[-1].sent - last < quiet_seconds:
            return None
        slowest = max(slowest, min(one.ended for one in good) - injected)
    return slowest


def phase(samples: Sequence[Sample]) -> Phase:
    """Figures of samples."""
    times = sorted(one.seconds for one in samples if one.ok)
    failed = sum(not one.ok for one in samples)
    return {
        "requests": len(samples),
        "failed": failed,
        "availability_percent": round(100 * (1 - failed / len(samples)), 3) if samples else None,
        "p50_milliseconds": percentile(times, 50),
        "p95_milliseconds": percentile(times, 95),
        "p99_milliseconds": percentile(times, 99),
    }


def percentile(seconds: Sequence[float], percent: float) -> int | None:
    """The nearest-rank percentile of sorted seconds, in milliseconds; None of none."""
    if not seconds:
        return None
    return round(1000 * seconds[max(math.ceil(percent / 100 * len(seconds)), 1) - 1])


def slot_seconds(rates: Sequence[float], seconds: float) -> float:
    """How finely a timeline is cut: a second, or less where enough requests went out in less.

    Args:
        rates: Requests per second of each judged address: whole numbers of them go into a slot, so that no
            pattern shows which is none.
        seconds: How long the timeline is.
    """
    fine = (
        one
        for one in _FINE
        if one * sum(rates) >= _IN_A_SLOT
        and seconds / one <= _MOST_FINE
        and all((one * rate).is_integer() for rate in rates)
    )
    return next(fine, 1.0)


def timeline(
    samples: Sequence[Sample], injected: float, *, begin: float, end: float, slot: float
) -> list[Slot]:
    """The samples by slots from the injection, in order; slots without a request are there too.

    Args:
        samples: Judged samples, in the order in which they went out.
        injected: When the fault was injected.
        begin: When the probe began; slots that it did not cover whole are left out.
        end: When it ended.
        slot: Length of a slot, in seconds.
    """
    by_slot = {
        number: list(found)
        for number, found in groupby(samples, key=lambda one: math.floor((one.sent - injected) / slot))
    }
    first, last = math.ceil((begin - injected) / slot), math.floor((end - injected) / slot)
    return [_slot(round(one * slot, 2), by_slot.get(one, [])) for one in range(first, last)]


def _slot(seconds: float, samples: Sequence[Sample]) -> Slot:
    times = sorted(one.seconds for one in samples if one.ok)
    answered = Counter(one.by if one.ok else NOBODY for one in samples)
    return {
        "seconds": seconds,
        "ok": len(times),
        "failed": len(samples) - len(times),
        "p50_milliseconds": percentile(times, 50),
        "p95_milliseconds": percentile(times, 95),
        "answered": {name: count for name, count in sorted(answered.items(), key=str) if name is not None},
    }


def addresses(samples: Sequence[Sample]) -> list[Address]:
    """Figures of each address, the judged ones first."""
    found: dict[tuple[bool, str], list[Sample]] = {}
    for one in samples:
        found.setdefault((not one.judged, one.url), []).append(one)
    return [
        {
            "url": url,
            "judged": not watched,
            "requests": len(every),
            "failed": sum(not one.ok for one in every),
            "first_failure": next((one.detail for one in every if not one.ok), None),
        }
        for (watched, url), every in sorted(found.items())
    ]
