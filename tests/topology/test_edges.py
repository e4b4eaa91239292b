"""What stands before all regions of an entrance, planned."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import EdgeLogsPlan, EndpointGroupPlan, EntrancePlan, OriginLock
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
PAIR: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}}
CLOUDFRONT = {
    "origin_lock": "header",
    "logs": {"place": "euw1", "retention_days": 30},
    "paths": {"catalogue": {"patterns": ["/b", "/a"]}},
}


def entrance(regions: dict[str, Any], **more: Any) -> EntrancePlan:
    raw = changed(regions=regions, entrances={"public": {**ENTRANCE, **more}})
    return plan(settings(raw), project="holdfast", stack="test").entrances[0]


def group(place: str, region: str, dial: float = 100.0, weight: int = 128) -> EndpointGroupPlan:
    return EndpointGroupPlan(place=place, region=region, dial_percent=dial, weight=weight)


def test_active_regions_have_all_of_their_clients() -> None:
    accelerator = entrance(TWO, accelerator={}).accelerator
    assert accelerator is not None
    assert accelerator.groups == (group("euw1", "eu-west-1"), group("use1", "us-east-1"))
    assert accelerator.flow_logs is None


def test_a_standby_has_a_dial_of_nothing_and_swaps_it_with_the_roles() -> None:
    for standby, active in (("euw1", "use1"), ("use1", "euw1")):
        regions = {active: {}, standby: {"role": "standby"}}
        accelerator = entrance(regions, accelerator={}).accelerator
        assert accelerator is not None
        assert {one.place: one.dial_percent for one in accelerator.groups} == {standby: 0, active: 100}


def test_what_is_said_wins() -> None:
    accelerator = entrance(
        PAIR, accelerator={"dials": {"euw1": 5}, "weights": {"use1": 0}, "flow_logs": {"place": "euw1"}}
    ).accelerator
    assert accelerator is not None
    assert accelerator.groups == (group("euw1", "eu-west-1", 5), group("use1", "us-east-1", 100, 0))
    assert accelerator.flow_logs == EdgeLogsPlan(place="euw1", region="eu-west-1", retention_days=90)
    assert accelerator.origin["groups"] == (
        "holdfast:entrances.public.accelerator.dials, holdfast:entrances.public.accelerator.weights, "
        "holdfast:regions.euw1.role, holdfast:regions.use1.role"
    )


def test_an_accelerator_detects_by_the_balancers_checks_and_its_own() -> None:
    raw = changed(
        regions=TWO,
        services={
            "orders": {
                **SERVICE,
                "target": {"health_check": {"interval_seconds": 15, "unhealthy_threshold": 3}},
            }
        },
        entrances={"public": {**ENTRANCE, "accelerator": {}}},
    )
    accelerator = plan(settings(raw), project="holdfast", stack="test").entrances[0].accelerator
    assert accelerator is not None
    assert accelerator.detection_seconds == 15 * 3 + 30


def test_before_proxies_the_accelerator_waits_for_the_proxies_checks_alone() -> None:
    secret = "arn:aws:secretsmanager:{region}:111122223333:secret:proxy-AbCdEf"  # noqa: S105  # its name
    proxy = {"instance": {"rps": 2000}, "certificate_secret": secret}
    accelerator = entrance(TWO, accelerator={}, proxy=proxy).accelerator
    assert accelerator is not None
    assert accelerator.detection_seconds == 10 * 2 + 30


@pytest.mark.parametrize(("promised", "kept"), [(49, False), (50, True)])
def test_an_accelerator_keeps_promises_that_caches_of_names_would_break(promised: int, kept: bool) -> None:
    raw = changed(
        regions=TWO,
        objectives={"rto_seconds": promised},
        entrances={
            "public": {
                **ENTRANCE,
                "accelerator": {},
                "load_balancer": {"client_keep_alive_seconds": 60},
            }
        },
    )
    try:
        settings(raw)
        refused = ""
    except SettingsError as error:
        refused = str(error)
    assert ("is left 50 seconds after a failure" not in refused) is kept
    raw["entrances"]["public"].pop("accelerator")
    with pytest.raises(SettingsError, match="is left 90 seconds after a failure"):
        settings(raw)


def test_reads_go_to_the_next_region_where_latency_leads() -> None:
    cloudfront = entrance(TWO, cloudfront=CLOUDFRONT).cloudfront
    assert cloudfront is not None
    assert cloudfront.spare_host == "spare.api.example.com"
    assert cloudfront.origin_lock is OriginLock.HEADER
    assert cloudfront.logs == EdgeLogsPlan(place="euw1", region="eu-west-1", retention_days=30)
    (paths,) = cloudfront.paths
    assert (paths.key, paths.patterns) == ("catalogue", ("/a", "/b"))
    assert (paths.min_ttl_seconds, paths.default_ttl_seconds, paths.max_ttl_seconds) == (0, 60, 3600)
    assert (paths.query_strings, paths.headers, paths.cookies) == (("*",), (), ())


def test_reads_go_to_the_standby_where_a_pair_fails_over() -> None:
    cloudfront = entrance(PAIR, cloudfront=CLOUDFRONT).cloudfront
    assert cloudfront is not None
    assert cloudfront.spare_host == "failover-spare.api.example.com"


@pytest.mark.parametrize(
    ("regions", "more"), [({"use1": {}, "euw1": {}}, {"reads_fail_over": False}), ({"euw1": {}}, {})]
)
def test_reads_stay_where_nothing_else_is_or_may_be(regions: dict[str, Any], more: dict[str, Any]) -> None:
    cloudfront = entrance(regions, cloudfront={**CLOUDFRONT, **more}).cloudfront
    assert cloudfront is not None
    assert cloudfront.spare_host is None


@pytest.mark.parametrize(
    ("given", "usual"),
    [({"min_ttl_seconds": 120}, 120), ({"max_ttl_seconds": 30}, 30), ({"default_ttl_seconds": 5}, 5)],
)
def test_the_usual_time_keeps_within_the_others(given: dict[str, int], usual: int) -> None:
    paths = {"catalogue": {"patterns": ["/a"], **given}}
    cloudfront = entrance(TWO, cloudfront={**CLOUDFRONT, "paths": paths}).cloudfront
    assert cloudfront is not None
    assert cloudfront.paths[0].default_ttl_seconds == usual


def test_hsts_is_the_load_balancers() -> None:
    cloudfront = entrance(TWO, cloudfront=CLOUDFRONT, load_balancer={"hsts_seconds": 60}).cloudfront
    assert cloudfront is not None
    assert cloudfront.hsts_seconds == 60


@pytest.mark.parametrize(
    ("edge", "noun"),
    [
        ({"accelerator": {}}, "accelerator 'global-public-accelerator'"),
        ({"accelerator": {"flow_logs": {"place": "euw1"}}}, "bucket 'euw1-public-accelerator-logs'"),
        ({"cloudfront": CLOUDFRONT}, "log delivery 'global-public-cdn-logs-source'"),
        ({"cloudfront": CLOUDFRONT}, "bucket 'euw1-public-cdn-logs'"),
    ],
)
def test_names_that_aws_would_refuse_are_told_before(edge: dict[str, Any], noun: str) -> None:
    raw = changed(regions=TWO, entrances={"public": {**ENTRANCE, **edge}})
    with pytest.raises(SettingsError) as caught:
        plan(settings(raw), project="a" * 40, stack="test")
    assert f"the name of the {noun} would be" in str(caught.value)
