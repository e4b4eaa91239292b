"""Findings of every standing, and a waiver that is over."""

from __future__ import annotations

from datetime import date

from holdfast.checks import Rule, Severity, run
from holdfast.checks.model import Judgement, Verdict
from holdfast.checks.waivers import Waived, Waiver, apply_waivers
from tests.graph.documents import graph, step

BUCKET = "aws:s3/bucket:Bucket"
VERDICTS = {
    "passed": Verdict.PASS,
    "broken": Verdict.FAIL,
    "excused": Verdict.FAIL,
    "later": Verdict.UNKNOWN,
    "other": Verdict.NOT_APPLICABLE,
}
RULES = (
    Rule(
        id="AAA001-first",
        title="It holds.",
        explanation="Otherwise it falls.",
        severity=Severity.HIGH,
        fix="hold it <tight> & well",
        source="https://example.com/first",
        subject="buckets",
        check=lambda over: [
            Judgement(verdict=VERDICTS[one.name], resource=one, message=f"{one.name} \x1b <is> it")
            for one in over.of_type(BUCKET)
        ],
        frameworks=("REL10-BP01",),
    ),
    Rule(
        id="AAA002-second",
        title="There is one.",
        explanation="Otherwise there is none.",
        severity=Severity.LOW,
        fix="declare one",
        source="https://example.com/second",
        subject="things",
        check=lambda _: [Judgement(verdict=Verdict.FAIL, resource=None, message="there is none")],
    ),
)
WAIVERS = (
    Waiver(check="AAA001-first", reason='a "test" | more', resource="excused", line=3),
    Waiver(check="AAA002-second", reason="once", until=date(2027, 1, 1), line=9),
)


def judged() -> Waived:
    """What the two rules say of five buckets, after the waivers."""
    made = (step(BUCKET, name, sourcePosition=f"project:///a b.py#{7 + len(name)}") for name in VERDICTS)
    return apply_waivers(run(graph(*made), RULES), WAIVERS, stack="prod", today=date(2027, 1, 2))
