"""Makes a report of what was observed: the figures, the events in order, what shows an effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.drill import measure
from holdfast.operate.drill.model import EventKind
from holdfast.operate.drill.verdicts import compare, effects, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.operate.drill.model import DrillReport, Event, Measures, Phases, Writes
    from holdfast.operate.drill.probe import Sample
    from holdfast.operate.drill.settings import Drill
    from holdfast.operate.drill.verdicts import Wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """What was observed; times are those of the monotonic clock where they are not said to be others.

    ``ended`` is when putting back began, ``looked`` whether anything looked for the fault, ``noticed`` when
    (epoch seconds) and what found it, ``proofs`` what the fault itself shows.
    """

    begun: float
    injected: float
    injected_epoch: float
    ended: float
    samples: Sequence[Sample]
    late_seconds: float
    looked: bool
    noticed: tuple[float, str] | None
    proofs: Sequence[str]
    events: Sequence[Event]
    writes: Writes | None


def fill(report: DrillReport, observed: Observed, spec: Drill, wanted: Wanted) -> None:
    """Fill a report with what was observed.

    Args:
        report: The report.
        observed: What was observed.
        spec: The drill.
        wanted: The objectives.
    """
    begun, injected, ended = observed.begun, observed.injected, observed.ended
    of_it = measure.judged(observed.samples)
    before = measure.between(observed.samples, begun, injected)
    during = measure.between(observed.samples, injected, ended)
    phases: Phases = {
        "before": measure.phase(measure.judged(before)),
        "during": measure.phase(measure.judged(during)),
        "after": measure.phase(measure.between(of_it, ended, float("inf"))),
    }
    report["phases"] = phases
    end = max((one.sent for one in of_it), default=ended)
    slot = measure.slot_seconds(_rates(of_it, spec), end - begun)
    report["slot_seconds"] = slot
    report["timeline"] = measure.timeline(of_it, injected, begin=begun, end=end, slot=slot)
    report["addresses"] = measure.addresses(during)
    report["measures"] = measures = _measures(observed, spec, moved(before, during, injected))
    report["writes"] = observed.writes
    noticed = None if observed.noticed is None else observed.noticed[1]
    report["effects"] = effects(before, during, observed.proofs, noticed)
    report["objectives"] = compare(wanted, measures, phases["during"], observed.writes)
    report["events"] = _events(observed, measures)


def _rates(samples: Sequence[Sample], spec: Drill) -> list[float]:
    """Requests per second of each judged address."""
    rates = [spec.probe.rate] * len({one.url for one in samples})
    # One of them is where the writes go.
    return rates if spec.writes is None else [*rates[1:], spec.writes.rate]


def _measures(observed: Observed, spec: Drill, changed: float | None) -> Measures:
    injected = observed.injected
    until = [one for one in measure.judged(observed.samples) if one.sent < observed.ended]
    first = measure.first_failure(until, injected)
    back = measure.recovered(until, injected, quiet_seconds=spec.quiet_seconds)
    if observed.noticed is not None:
        noticed: float | None = max(observed.noticed[0] - observed.injected_epoch, 0.0)
        words = f"by {observed.noticed[1]}"
    else:
        noticed = None
        words = "no alarm or detector turned"
        if not observed.looked:
            words = "nothing looks: the drill has no detector and the stack no alarm"
    if first is None:
        recover_words = "no request failed"
    elif back is None:
        recover_words = f"not within {observed.ended - injected:.0f} s, until it was put back"
    else:
        recover_words = "from the injection to the first answer after the last failure"
    return {
        "first_failure_seconds": _rounded(None if first is None else first.ended - injected),
        "first_failure_words": "" if first is None else f"{first.url}: {first.detail}",
        "detect_seconds": _rounded(noticed),
        "detect_words": words,
        "moved_seconds": _rounded(changed),
        "recover_seconds": _rounded(back),
        "recover_words": recover_words,
        "resolution_seconds": round(1 / spec.probe.rate, 2),
        "late_seconds": round(observed.late_seconds, 2),
    }


def _events(observed: Observed, measures: Measures) -> list[Event]:
    """The events with those that only the end tells, in order, by the time from the injection."""
    found: list[Event] = [
        {**one, "seconds": round(one["seconds"] - observed.injected, 2)} for one in observed.events
    ]
    known = (
        (EventKind.FIRST_FAILURE, measures["first_failure_seconds"], measures["first_failure_words"]),
        (EventKind.DETECTED, measures["detect_seconds"], f"noticed {measures['detect_words']}"),
        (EventKind.MOVED, measures["moved_seconds"], "somebody answered who did not before"),
        (EventKind.RECOVERED, measures["recover_seconds"] or None, "no request failed from here on"),
    )
    found += [
        {"seconds": seconds, "kind": kind.value, "what": words}
        for kind, seconds, words in known
        if seconds is not None
    ]
    return sorted(found, key=lambda one: one["seconds"])


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)
