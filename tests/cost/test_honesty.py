"""Nothing is left out in silence: what is not priced is free for a reason, missing a price or unsupported."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from holdfast.cost import Standing, estimate, stated_usage
from holdfast.cost.families import CALCULATORS
from holdfast.cost.free import LOCAL, NOT_USED, free_types, sometimes_free
from holdfast.graph import read_preview
from holdfast.prices import PriceTable, shipped
from holdfast.report.cost_html import cost_html
from holdfast.report.cost_markdown import cost_markdown
from holdfast.report.cost_text import cost_lines
from holdfast.report.cost_words import caution, gaps, headline
from tests.checks.production import production
from tests.cost.bills import bill, only, priced
from tests.graph.documents import UNKNOWN, graph, step, urn

if TYPE_CHECKING:
    from holdfast.cost import Estimate

NAT = "aws:ec2/natGateway:NatGateway"
NOTHING = PriceTable(prices=priced({"x": 1}).prices)


def assert_honest(found: Estimate) -> None:
    """What holds for every estimate."""
    total = sum((item.monthly or Decimal() for item in found.transfer), Decimal())
    for one in found.resources:
        known = [item.monthly for item in one.items if item.monthly is not None]
        total += sum(known, Decimal())
        if one.standing is Standing.PRICED:
            assert one.items
            assert len(known) == len(one.items), one.name
            assert all(item.source for item in one.items), one.name
        elif one.standing is Standing.FREE:
            assert not one.items, one.name
            assert one.reason, (one.name, one.type)
        elif one.standing is Standing.MISSING:
            assert len(known) < len(one.items), one.name
            assert all(item.note for item in one.items if item.monthly is None), one.name
        else:
            assert not one.items, one.name
    assert found.monthly == total
    assert found.complete is (not found.missing and all(one.monthly is not None for one in found.transfer))
    assert bool(caution(found)) is not found.complete


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_every_resource_of_prod_is_accounted_for(size: str) -> None:
    assert_honest(estimate(read_preview(json.loads(production())), stated_usage(size), shipped()))


@pytest.mark.parametrize("token", sorted(CALCULATORS))
@pytest.mark.parametrize("region", ["eu-north-1", UNKNOWN])
def test_a_resource_of_which_nothing_is_known_is_no_silent_zero(token: str, region: str) -> None:
    one = step(token, "one", {"region": region})
    found = estimate(graph(one), stated_usage(), NOTHING)
    assert_honest(found)
    standing = only(found, "one").standing
    assert standing is not Standing.PRICED
    if standing is Standing.FREE:
        assert only(found, "one").reason in {NOT_USED, sometimes_free().get(token, ("",))[0]}


def test_reasons_stand_with_a_page_and_for_one_kind_of_type_alone() -> None:
    assert sometimes_free().keys() <= CALCULATORS.keys()
    assert not sometimes_free().keys() & free_types().keys()
    for reason, source in (*free_types().values(), *sometimes_free().values()):
        assert reason
        assert source.startswith("https://")
    assert all(name.endswith(":") for name in LOCAL)


def test_a_gap_is_as_large_as_the_dearest_price_elsewhere_and_part_of_no_sum() -> None:
    there = step("aws:backup/vault:Vault", "vault", {"region": "eu-north-1"})
    nat = step(NAT, "nat", {"region": "eu-north-1"})
    found = estimate(graph(there, nat), stated_usage(given={"outbound_gigabytes": 0}), shipped())
    dearest = shipped().dearest("nat-gateway/hour")
    assert dearest is not None
    assert (dearest.region, dearest.usd) == ("eu-central-1", Decimal("0.052"))
    assert found.monthly == 0
    assert found.possible == 730 * Decimal("0.052")
    assert found.unsized == 0
    assert found.open_places() == {"eu-north-1"}
    assert headline(found) == "prod: 0.00+ USD a month, of which 0.00 by usage"
    assert caution(found) == (
        "The total is too low: 1 of 2 resources lack a price: "
        "about 37.96 USD a month more by the dearest prices known elsewhere"
    )


def test_the_size_of_an_instance_that_no_region_prices_is_taken_from_its_family() -> None:
    one = step("aws:ec2/instance:Instance", "one", {"region": "eu-north-1", "instanceType": "m7g.2xlarge"})
    found = estimate(graph(one), stated_usage(), shipped())
    assert only(found, "one").items[0].possible == 730 * 4 * Decimal("0.0910")


def test_what_nobody_can_size_is_said_first() -> None:
    found = bill(
        step("aws:sagemaker/endpoint:Endpoint", "model"),
        step("aws:autoscaling/group:Group", "asg", {"minSize": UNKNOWN}),
        step(NAT, "nat"),
        prices={"nat-gateway/GB": 1, "nat-gateway/hour": 1, "transfer/internet/GB": 1},
        usage={"outbound_gigabytes": 0},
    )
    assert found.unsized == 2
    assert [one.what for one in gaps(found)] == [
        "instances of a type not known, on demand",
        "aws:sagemaker/endpoint:Endpoint",
    ]
    assert caution(found).endswith("2 of 3 resources lack a price: 2 parts of a size that nobody can say")


def test_transfer_without_a_price_is_a_gap_too() -> None:
    door = step("aws:lb/loadBalancer:LoadBalancer", "lb", {"internal": True})
    prices = {"alb/hour": 1, "alb/LCU-hour": 1}
    found = bill(door, prices=prices)
    assert found.missing == ()
    assert not found.complete
    assert found.open_places() == {"transfer"}
    assert "1 line of transfer lack a price" in caution(found)


def test_the_first_screen_of_every_format_says_what_is_missing() -> None:
    nat = step(NAT, "nat", {"region": "eu-north-1"}, parent=urn("orders:index:Network", "net"))
    usage = stated_usage(given={"outbound_gigabytes": 0})
    found = estimate(graph(step("orders:index:Network", "net", component=True), nat), usage, shipped())
    text = [line.text.strip() for line in cost_lines(found, usage, shipped(), width=200)]
    assert text[0].startswith("prod: 0.00+ USD a month")
    assert text[1] == caution(found)
    assert "0.00+  eu-north-1" in text
    assert "0.00+  net" in text
    markdown = cost_markdown(found, usage, shipped())
    assert f"**{caution(found)}.**" in markdown.splitlines()[:6]
    assert "| eu-north-1 | 0.00+ |" in markdown
    assert f'<p class="doubt">{caution(found)}.</p>' in cost_html(found, usage, shipped())
