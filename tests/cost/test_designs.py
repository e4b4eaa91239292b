from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from holdfast.cost import Estimate, Standing, stated_usage
from holdfast.cost.designs import GOALS, Design, Mode, agreed_percent, cheapest, worth
from holdfast.cost.scope import Scope
from holdfast.cost.traffic import traffic_of
from tests.cost.bills import bill, priced
from tests.graph.documents import graph, step, urn

LB, GROUP = "aws:lb/loadBalancer:LoadBalancer", "aws:autoscaling/group:Group"
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"


def agreed(*steps: dict[str, Any], **traffic: float) -> Decimal | None:
    found = graph(*steps)
    usage = stated_usage(traffic_percent={name.replace("_", "-"): share for name, share in traffic.items()})
    scope = Scope(graph=found, usage=usage, prices=priced({}), traffic=traffic_of(found, usage))
    answer = agreed_percent(scope)
    return None if answer is None else round(answer, 8)


@pytest.mark.parametrize(
    ("design", "minutes"),
    [
        (Design.SINGLE_REGION, "525.6"),
        (Design.BACKUP_AND_RESTORE, "525.6"),
        (Design.PILOT_LIGHT, "262.8"),
        (Design.WARM_STANDBY, "52.56"),
        (Design.HOT_STANDBY, "52.56"),
        (Design.ACTIVE_ACTIVE, "5.256"),
    ],
)
def test_downtime_of_a_goal_in_a_year_of_365_days(design: Design, minutes: str) -> None:
    assert GOALS[design].downtime_minutes == Decimal(minutes)


def test_what_is_needed_is_multiplied_and_regions_that_serve_are_redundant() -> None:
    here = [step(LB, "lb"), step(GROUP, "asg")]
    there = [step(LB, "lb2", {"region": "eu-west-1"}), step(GROUP, "asg2", {"region": "eu-west-1"})]
    assert agreed(*here) == Decimal("99.980001")  # 99.99 x 99.99
    assert agreed(*here, *there) == Decimal("99.999996")
    assert agreed(*here, *there, us_east_1=100, eu_west_1=0) == Decimal("99.980001")
    assert agreed() is None


def test_a_global_table_is_better_than_a_table() -> None:
    table = step(TABLE, "orders")
    copy = step(REPLICA, "copy", {"region": "eu-west-1"}, links={"globalTableArn": [urn(TABLE, "orders")]})
    assert agreed(step(LB, "lb"), table) == Decimal("99.980001")
    assert agreed(step(LB, "lb"), table, copy) == Decimal("99.9890001")


def test_background_functions_beside_instances_count_for_nothing() -> None:
    function = step("aws:lambda/function:Function", "cleaner")
    api = step("aws:apigatewayv2/api:Api", "api")
    assert agreed(step(LB, "lb"), step(GROUP, "asg"), function) == Decimal("99.980001")
    assert agreed(api, function) == Decimal("99.900025")


@pytest.mark.parametrize(
    ("engine", "percent"),
    [({"engine": "aurora-postgresql"}, "99.980001"), ({"engine": "mysql"}, "99.940005")],
)
def test_databases_count(engine: dict[str, str], percent: str) -> None:
    assert agreed(step(LB, "lb"), step("aws:rds/cluster:Cluster", "db", engine)) == Decimal(percent)


def test_the_cheapest_is_the_one_that_costs_least_with_its_loss_and_is_allowed() -> None:
    one = bill(
        step("aws:ec2/natGateway:NatGateway", "nat"), prices={"nat-gateway/hour": 1, "nat-gateway/GB": 0}
    )
    two = bill(
        step("aws:ec2/natGateway:NatGateway", "a"),
        step("aws:ec2/natGateway:NatGateway", "b"),
        prices={"nat-gateway/hour": 1, "nat-gateway/GB": 0},
    )

    def modes(revenue: float, refused: str = "") -> tuple[Mode, ...]:
        usd = Decimal(str(revenue))
        return (
            Mode(design=Design.SINGLE_REGION, current=True, estimate=one, revenue_per_minute=usd),
            Mode(
                design=Design.ACTIVE_ACTIVE,
                current=False,
                estimate=two,
                revenue_per_minute=usd,
                refused=refused,
            ),
        )

    def best(found: tuple[Mode, ...]) -> str | None:
        chosen = cheapest(found)
        return chosen.design if chosen else None

    # A second gateway costs 8,760 a year; 520.344 minutes less downtime pay for it from 16.84 a minute on.
    assert best(modes(16.8)) == Design.SINGLE_REGION
    assert best(modes(16.9)) == Design.ACTIVE_ACTIVE
    assert best(modes(1000, refused="no second store")) == Design.SINGLE_REGION
    assert best((Mode(design=Design.SINGLE_REGION, current=True, estimate=one),)) is None


def test_what_lacks_a_price_is_told_where_it_could_change_the_answer() -> None:
    from dataclasses import replace  # noqa: PLC0415  # this test alone needs it

    from holdfast.report.cost_words import total_of, verdict  # noqa: PLC0415  # see above

    nat = "aws:ec2/natGateway:NatGateway"
    prices = {"nat-gateway/hour": 1, "nat-gateway/GB": 0}
    dear = bill(step(nat, "a"), step(nat, "b"), prices=prices)
    cheap = bill(step(nat, "a"), prices=prices)
    gap = replace(cheap.resources[0].items[0], price=None, elsewhere=Decimal(3))
    hidden = replace(cheap, resources=(replace(cheap.resources[0], items=(gap,), standing=Standing.MISSING),))
    free = Decimal()

    def modes(first: Estimate) -> tuple[Mode, ...]:
        return (
            Mode(design=Design.SINGLE_REGION, current=True, estimate=first, revenue_per_minute=free),
            Mode(design=Design.ACTIVE_ACTIVE, current=False, estimate=dear, revenue_per_minute=free),
        )

    assert verdict(modes(cheap)) == "single-region costs least with what its downtime loses: 8,760 USD a year"
    assert verdict(modes(hidden)) == (
        "single-region costs least with what its downtime loses: 0+ USD a year; "
        "active-active would, were what lacks a price as dear as anywhere"
    )
    assert [total_of(one) for one in modes(hidden)] == ["0+", "17,520"]


def test_each_design_is_worth_it_from_the_revenue_that_pays_for_it() -> None:
    from holdfast.report.cost_words import worth_words  # noqa: PLC0415  # this test alone needs it

    def priced_at(hour: float) -> Estimate:
        return bill(
            step("aws:ec2/natGateway:NatGateway", "n"), prices={"nat-gateway/hour": hour, "nat-gateway/GB": 0}
        )

    def mode(design: Design, hour: float, refused: str = "") -> Mode:
        return Mode(design=design, current=False, estimate=priced_at(hour), refused=refused)

    modes = (
        mode(Design.SINGLE_REGION, 1),  # 8,760 USD a year, 525.6 minutes
        mode(Design.PILOT_LIGHT, 3),  # 26,280 and 262.8: never cheapest, the next costs less
        mode(Design.WARM_STANDBY, 2),  # 17,520 and 52.56: 8,760 more for 473.04 minutes
        mode(Design.HOT_STANDBY, 0.5, refused="no second store"),
        mode(Design.ACTIVE_ACTIVE, 4),  # 35,040 and 5.256: 17,520 more for 47.304 minutes
    )
    assert [(one.design.value, round(revenue, 2)) for revenue, one in worth(modes)] == [
        ("single-region", Decimal("0.00")),
        ("warm-standby", Decimal("18.52")),
        ("active-active", Decimal("370.37")),
    ]
    assert worth_words(modes) == (
        "Worth it: single-region costs least where a minute of downtime loses little; "
        "warm-standby from 18.52 USD on; active-active from 370.37 USD on."
    )
    assert worth_words(()) == ""
