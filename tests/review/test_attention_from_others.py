"""What findings, waivers, policies and costs bring up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from holdfast.checks import Finding, Severity, Verdict
from holdfast.checks.waivers import Waiver
from holdfast.cost.model import CostItem, Estimate, ResourceCost, Standing
from holdfast.graph import ResourceGraph
from holdfast.review.attention import PolicyFailure
from tests.graph.documents import graph, step, urn
from tests.review.attention_samples import CHECK, EUW1, USE1, of, only, told
from tests.review.outlook_stacks import group as group_of
from tests.review.outlook_stacks import latency, promises, site

EMPTY = graph()
FINDING = Finding(
    id="DNS001-alias-evaluates-target-health",
    verdict=Verdict.FAIL,
    severity=Severity.HIGH,
    resource="urn:x",
    name="x",
    message="it does not",
    fix="turn it on",
    source="https://example.com",
)


def test_new_findings_are_told_by_rule() -> None:
    others = (
        replace(FINDING, name="y", resource="urn:y"),
        replace(FINDING, verdict=Verdict.UNKNOWN, message="not known yet"),
        replace(FINDING, waived="agreed"),
    )
    found = of(EMPTY, EMPTY, new_findings=(FINDING, *others))

    assert told(found) == [("high", "new-finding"), ("low", "new-unknown")]
    assert found[0].title == "DNS001 newly fails: alias evaluates target health"
    assert found[0].details == ("x: it does not", "y: it does not")
    assert (found[0].resources, found[0].fix, found[0].source) == (
        ("urn:x", "urn:y"),
        "turn it on",
        "https://example.com",
    )


def test_a_new_waiver_names_what_it_excuses() -> None:
    waiver = Waiver(check=FINDING.id, reason="agreed", resource="x", until=date(2027, 1, 31))
    (found,) = of(EMPTY, EMPTY, new_waivers=(waiver,), waived=(replace(FINDING, waived="agreed"),))

    assert found.title == "Newly excuses DNS001 for 'x'"
    assert found.details == ("reason: agreed", "until 2027-01-31")
    assert found.resources == ("urn:x",)


def test_policies_have_the_severity_of_their_pack_or_of_their_level() -> None:
    one = PolicyFailure(pack="ours", policy="no-spot", level="mandatory", message="a\nb", resource="urn:x")
    told_so = replace(one, policy="tags", level="advisory", severity=Severity.CRITICAL)
    advisory = replace(one, policy="other", level="advisory")

    found = of(EMPTY, EMPTY, policies=(one, told_so, advisory))

    assert told(found) == [("critical", "policy-fails"), ("high", "policy-fails"), ("low", "policy-fails")]
    assert (found[1].title, found[1].details) == ("Policy no-spot fails (mandatory)", ("a b",))


@dataclass(frozen=True)
class Limits:
    warn_monthly_increase: Decimal | None = None
    warn_percent: Decimal | None = None
    fail_monthly_increase: Decimal | None = None
    fail_percent: Decimal | None = None


def estimate(monthly: str) -> Estimate:
    item = CostItem(name="hours", unit="month", quantity=Decimal(1), price=Decimal(monthly))
    resource = ResourceCost(
        urn="urn:x",
        name="x",
        type="aws:rds/instance:Instance",
        place="us-east-1",
        component="orders",
        standing=Standing.PRICED,
        items=(item,),
    )
    return Estimate(
        stack="prod", prices_as_of=date(2026, 11, 1), usage={}, resources=(resource,), transfer=()
    )


@pytest.mark.parametrize(
    ("limits", "was", "will", "expected"),
    [
        (Limits(), "100", "1000", []),
        (Limits(warn_monthly_increase=Decimal(50)), "100", "149", []),
        (Limits(warn_monthly_increase=Decimal(50)), "100", "150", [("medium", "cost-rises")]),
        (Limits(warn_percent=Decimal(20)), "100", "120", [("medium", "cost-rises")]),
        (
            Limits(fail_percent=Decimal(20), warn_percent=Decimal(1)),
            "100",
            "120",
            [("high", "cost-over-limit")],
        ),
        (Limits(fail_monthly_increase=Decimal(0)), "100", "90", []),
        (Limits(warn_monthly_increase=Decimal(10)), "100", "90", [("low", "cost-falls")]),
        (Limits(warn_monthly_increase=Decimal(10)), "100", "90.01", []),
        (Limits(warn_percent=Decimal(50), fail_percent=Decimal(60)), "100", "0", [("low", "cost-falls")]),
        (Limits(warn_percent=Decimal(20)), "0", "120", []),
    ],
)
def test_cost_is_told_from_its_thresholds_on(
    limits: Limits, was: str, will: str, expected: list[tuple[str, str]]
) -> None:
    found = of(EMPTY, EMPTY, cost_before=estimate(was), cost_after=estimate(will), thresholds=limits)

    assert told(found) == expected


def test_cost_says_which_component_it_is() -> None:
    (found,) = of(
        EMPTY,
        EMPTY,
        cost_before=estimate("100"),
        cost_after=estimate("160"),
        thresholds=Limits(warn_monthly_increase=Decimal(50)),
    )

    assert found.title == "Costs USD 60.00 a month more (+60 %)"
    assert found.details == (
        "USD 100.00 -> USD 160.00 a month",
        "the threshold is USD 50.00 a month",
        "orders: +USD 60.00",
    )


def test_a_fall_says_which_component_it_is() -> None:
    (found,) = of(
        EMPTY,
        EMPTY,
        cost_before=estimate("100"),
        cost_after=estimate("60"),
        thresholds=Limits(warn_percent=Decimal(40)),
    )

    assert found.title == "Costs USD 40.00 a month less (-40 %)"
    assert found.details == (
        "USD 100.00 -> USD 60.00 a month",
        "the threshold is 40 %",
        "orders: -USD 40.00",
    )


HUNDRED_MORE = "about USD 100.00 a month by the dearest prices known elsewhere"
FIVE_HUNDRED_MORE = "about USD 500.00 a month by the dearest prices known elsewhere"


def unpriced(quantity: str | None, elsewhere: str | None) -> Estimate:
    """The estimate with a vault whose backups have no price."""
    whole = estimate("100")
    item = CostItem(
        name="backups",
        unit="GB month",
        quantity=None if quantity is None else Decimal(quantity),
        price=None,
        elsewhere=None if elsewhere is None else Decimal(elsewhere),
    )
    vault = replace(whole.resources[0], urn="urn:v", name="vault", standing=Standing.MISSING, items=(item,))
    return replace(whole, resources=(*whole.resources, vault))


@pytest.mark.parametrize(
    ("before", "after", "severity", "said"),
    [
        (estimate("100"), unpriced("1000", "0.1"), "low", HUNDRED_MORE),
        (estimate("100"), unpriced("5000", "0.1"), "medium", FIVE_HUNDRED_MORE),
        (estimate("100"), unpriced("1000", None), "low", "1 of a size that nobody can say"),
        (estimate("100"), unpriced(None, "0.1"), "low", "1 of a size that nobody can say"),
        (unpriced("1000", "0.1"), unpriced("6000", "0.1"), "medium", FIVE_HUNDRED_MORE),
        (unpriced("6000", "0.1"), unpriced("6000", "0.1"), None, ""),
        (unpriced("6000", "0.1"), unpriced("1000", "0.1"), None, ""),
        (unpriced("6000", "0.1"), estimate("100"), None, ""),
    ],
)  # fmt: skip
def test_a_price_that_is_missing_is_said_where_it_appears_or_grows(
    before: Estimate, after: Estimate, severity: str | None, said: str
) -> None:
    limits = Limits(warn_monthly_increase=Decimal(500))
    found = of(EMPTY, EMPTY, cost_before=before, cost_after=after, thresholds=limits)

    assert told(found) == ([(severity, "cost-not-known")] if severity else [])
    if severity:
        assert found[0].title == "Lacks a price for a part of a resource that it adds or lets grow"
        assert found[0].details == (said, "vault (us-east-1)")


def test_a_price_that_is_missing_is_said_without_thresholds() -> None:
    found = of(EMPTY, EMPTY, cost_before=estimate("100"), cost_after=unpriced("1000", "0.1"))

    assert told(found) == [("low", "cost-not-known")]


def test_a_stack_that_does_not_promise_to_outlive_a_region_need_not_grow_without_one() -> None:
    alone = [*group_of(USE1, 6, 3)]
    assert "capacity-short" not in [one.id for one in of(None, graph(*alone))]
    short = [*group_of(USE1, 6, 3), *group_of(EUW1, 2, 2, most=2)]
    assert only(of(None, graph(*short)), "capacity-short").title == (
        "Without us-east-1 the rest cannot grow to the load"
    )
    zonal = promises(survives="zone", rto_seconds=900)
    assert "capacity-short" not in [one.id for one in of(None, graph(*short, *zonal))]


def test_a_pilot_light_leaves_nothing_and_is_no_riddle() -> None:
    before, after = (
        graph(*group_of(USE1, 6, 3), *group_of(EUW1, 3, 3)),
        graph(*group_of(USE1, 6, 3), *group_of(EUW1, 0, 3, most=12)),
    )

    found = of(before, after)

    assert told(found) == [("high", "capacity-lower")]
    assert found[0].title == "Losing us-east-1 leaves less of the capacity"
    assert found[0].details == ("left: 3 of 9 instances; may grow to 6 -> 0 of 6 instances; may grow to 12",)


def test_a_health_check_that_goes_weighs_by_what_it_decides() -> None:
    whole = graph(*site(USE1, latency(USE1), check={}), *site(EUW1, latency(EUW1), check={}))
    idle = graph(*[step("aws:ec2/vpc:Vpc", str(number)) for number in range(9)], step(CHECK, "idle"))
    without = graph(*[step("aws:ec2/vpc:Vpc", str(number)) for number in range(9)])
    less = ResourceGraph(
        resources={key: one for key, one in whole.resources.items() if key != urn(CHECK, "use1-check")},
        source=whole.source,
    )

    decides = only(of(whole, less), "health-check-weakened")
    assert (decides.severity, decides.details) == (Severity.HIGH, ("it decided for use1-record",))
    assert only(of(idle, without), "health-check-weakened").severity is Severity.MEDIUM
