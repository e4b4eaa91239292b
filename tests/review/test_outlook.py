"""What a loss would do: the published arithmetic, and what must hold whatever the stack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.graph import read_preview
from holdfast.review.model import Outcome, Outlook, Scope
from holdfast.review.outlook import Objectives, outlooks
from tests.checks.production import production
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.outlook_stacks import (
    API,
    BALANCER,
    RECORD,
    REGIONAL,
    REGIONS,
    SHORT,
    balancer,
    failover,
    group,
    latency,
    promises,
    record,
    site,
    weighted,
)

if TYPE_CHECKING:
    from tests.review.outlook_stacks import Steps

FAST = {"requestInterval": 10, "failureThreshold": 3}
SLOW = {"requestInterval": 30, "failureThreshold": 3}
USE1, EUW1, *_ = REGIONS
BOTH = [*site(USE1, latency(USE1), check=FAST), *site(EUW1, latency(EUW1), check=FAST)]


def told(*steps: dict[str, Any], objectives: Objectives | None = None) -> dict[tuple[Scope, str], Outcome]:
    """What each loss would do to one stack."""
    one = graph(*steps)
    found = outlooks(None, one, objectives) if objectives else outlooks(None, one)
    return {(each.scope, each.what): each.after for each in found if each.after is not None}


def region(name: str, *steps: dict[str, Any], objectives: Objectives | None = None) -> Outcome:
    """What the loss of a region would do."""
    return told(*steps, objectives=objectives)[Scope.REGION, name]


def zone(name: str, *steps: dict[str, Any], objectives: Objectives | None = None) -> Outcome:
    """What the loss of a zone would do."""
    return told(*steps, objectives=objectives)[Scope.ZONE, name]


# --- detection: oracles C1, C2, C3 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "seconds", "text"),
    [
        (FAST, 90, "90 s: 10 s x 3 + TTL 60 s"),
        (SLOW, 150, "150 s: 30 s x 3 + TTL 60 s"),
        ({}, 150, "150 s: 30 s x 3 + TTL 60 s"),
    ],
)
def test_route_53_takes_interval_times_threshold_and_ttl(
    check: dict[str, Any], seconds: int, text: str
) -> None:
    recovery = region(
        USE1, *site(USE1, latency(USE1), check=check), *site(EUW1, latency(EUW1), check=check)
    ).recovery

    assert (recovery.seconds, recovery.text, recovery.bounded) == (seconds, text, False)
    assert recovery.source.startswith("https://docs.aws.amazon.com/Route53/")


@pytest.mark.parametrize("kind", ["application", "network"])
@pytest.mark.parametrize(
    ("check", "seconds"),
    [
        ({"interval": 30, "unhealthyThreshold": 2}, 60),
        ({"interval": 35, "unhealthyThreshold": 2}, 70),
        ({"interval": 5, "unhealthyThreshold": 2}, 10),
        ({}, 90),
    ],
)
def test_a_zone_takes_what_its_targets_do_and_the_name_of_the_load_balancer(
    kind: str, check: dict[str, Any], seconds: int
) -> None:
    stack = [*group(USE1, 6, 3), *balancer(USE1, kind=kind, check=check)]

    recovery = zone("us-east-1a", *stack).recovery

    assert recovery.seconds == seconds + 60
    assert "load balancer's name" in recovery.text


def accelerated(where: str) -> Steps:
    """An endpoint group of an accelerator in front of a load balancer."""
    return [
        step(
            "aws:globalaccelerator/endpointGroup:EndpointGroup",
            f"{SHORT[where]}-endpoints",
            {
                "endpointGroupRegion": where,
                "listenerArn": "one",
                "endpointConfigurations": [{"endpointId": UNKNOWN}],
            },
            links={"endpointConfigurations": [urn(BALANCER, f"{SHORT[where]}-lb")]},
        )
    ]


def test_global_accelerator_takes_a_minute_with_a_load_balancer_that_takes_half() -> None:
    check = {"interval": 10, "unhealthyThreshold": 3}
    stack = [
        part
        for one in (USE1, EUW1)
        for part in (*group(one, 6, 3), *balancer(one, check=check), *accelerated(one))
    ]

    recovery = region(USE1, *stack).recovery

    assert (recovery.seconds, recovery.text) == (60, "60 s: targets 10 s x 3 + 30 s of Global Accelerator")


def test_an_alias_without_a_check_goes_by_the_health_of_its_targets() -> None:
    recovery = region(USE1, *site(USE1, latency(USE1)), *site(EUW1, latency(EUW1))).recovery

    assert recovery.text == "150 s: targets 30 s x 3 + TTL 60 s"


POOL = "cloudflare:index/loadBalancerPool:LoadBalancerPool"


def pooled(where: str) -> Steps:
    """A Cloudflare pool whose only origin is a load balancer, with a monitor."""
    pool, monitor = f"{SHORT[where]}-pool", "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor"
    return [
        step(monitor, f"{SHORT[where]}-monitor", {"interval": 60, "timeout": 5, "retries": 2}),
        step(
            POOL,
            pool,
            {"origins": [{"address": UNKNOWN}], "monitor": UNKNOWN},
            links={
                "origins": [urn(BALANCER, f"{SHORT[where]}-lb")],
                "monitor": [urn(monitor, f"{SHORT[where]}-monitor")],
            },
        ),
    ]


@pytest.mark.parametrize(("proxied", "seconds"), [(True, 75), (False, 105)])
def test_cloudflare_takes_its_monitor_and_the_ttl_of_what_it_does_not_proxy(
    proxied: bool,
    seconds: int,
) -> None:
    stack = [part for one in (USE1, EUW1) for part in (*group(one, 6, 3), *balancer(one), *pooled(one))]
    pools = [urn(POOL, f"{SHORT[one]}-pool") for one in (USE1, EUW1)]
    balanced = step(
        "cloudflare:index/loadBalancer:LoadBalancer",
        "global",
        {"defaultPools": [UNKNOWN, UNKNOWN], "proxied": proxied},
        links={"defaultPools": pools},
    )

    assert region(USE1, *stack, balanced).recovery.seconds == seconds


# --- which record answers: oracle C11 -----------------------------------------------------------------------


def test_weight_0_takes_over_when_the_other_is_unhealthy() -> None:
    stack = [*site(USE1, weighted(10), check=FAST), *site(EUW1, weighted(0), check=FAST)]

    assert region(USE1, *stack).recovery.seconds == 90
    assert (region(EUW1, *stack).recovery.seconds, region(EUW1, *stack).capacity) == (0, 1)


def test_a_primary_without_a_check_is_never_left() -> None:
    stack = [*site(USE1, failover("PRIMARY"), check=FAST), *site(EUW1, failover("SECONDARY"))]
    for one in stack:
        if one["urn"] == urn(RECORD, "use1-record"):
            del one["newState"]["inputs"]["healthCheckId"]
            one["newState"]["propertyDependencies"].pop("healthCheckId")

    found = region(USE1, *stack, *promises(rto_seconds=300, survives="region"))

    assert found.recovery.seconds is None
    assert found.recovery.text == "nothing takes use1-record out of service"
    assert found.breaks == ("RTO 300 s",)
    assert found.unknowns == ()


def test_a_secondary_without_a_check_is_answered_when_the_primary_is_bad() -> None:
    stack = [*site(USE1, failover("PRIMARY"), check=FAST), *site(EUW1, failover("SECONDARY"))]

    assert region(USE1, *stack).recovery.seconds == 90


def test_a_disabled_check_never_notices() -> None:
    disabled = {**FAST, "disabled": True}
    stack = [*site(USE1, latency(USE1), check=disabled), *site(EUW1, latency(EUW1), check=FAST)]

    assert region(USE1, *stack).recovery.text == "nothing takes use1-record out of service"


def test_records_that_lead_to_one_region_move_nobody() -> None:
    stack = [*site(USE1, latency(USE1), check=FAST), *group(EUW1, 6, 3)]

    assert region(USE1, *stack).recovery.text == "nothing moves clients to another region by itself"


def test_an_interval_that_is_not_known_is_said() -> None:
    check = {"requestInterval": UNKNOWN, "failureThreshold": 3}
    found = region(
        USE1,
        *site(USE1, latency(USE1), check=check),
        *site(EUW1, latency(EUW1), check=FAST),
        objectives=Objectives(rto_seconds=10),
    )

    assert found.recovery.seconds is None
    assert found.unknowns == ("use1-record: when its health check notices is not known",)
    assert found.breaks == ()


# --- capacity: oracle A12 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("zones", "factor"), [(2, 2.0), (3, 1.5), (4, 4 / 3)])
def test_n_zones_need_n_by_n_minus_one_of_the_load(zones: int, factor: float) -> None:
    found = zone("us-east-1a", *group(USE1, 12, zones))

    assert found.capacity == pytest.approx(1 / factor)


def test_what_does_not_divide_evenly_loses_the_fuller_zone() -> None:
    assert zone("us-east-1a", *group(USE1, 4, 3)).capacity_text == "2 of 4 instances"


def test_two_regions_leave_half_and_may_grow() -> None:
    found = region(USE1, *group(USE1, 6, 3), *group(EUW1, 6, 3, most=12))

    assert (found.capacity, found.capacity_text) == (0.5, "6 of 12 instances; may grow to 12")


def test_a_standby_adds_to_what_is_left_but_not_to_what_serves() -> None:
    stack = [
        *site(USE1, failover("PRIMARY"), check=FAST, least=9),
        *site(EUW1, failover("SECONDARY"), check=FAST, least=3),
    ]

    assert region(USE1, *stack).capacity == pytest.approx(1 / 3)
    assert region(EUW1, *stack).capacity_text == "all: it serves no requests now"


def test_unlike_sizes_are_not_compared() -> None:
    stack = [*group(USE1, 6, 3), *group(EUW1, 6, 3)]
    for one, size in ((stack[3], "m7g.large"), (stack[7], "t4g.small")):
        one["newState"]["inputs"]["mixedInstancesPolicy"] = {
            "launchTemplate": {"overrides": [{"instanceType": size}]}
        }

    found = region(USE1, *stack)

    assert (found.capacity, found.capacity_text) == (None, "unknown")
    assert found.unknowns[0] == "how m7g.large and t4g.small compare"


def test_the_service_that_is_left_least_counts() -> None:
    found = zone("us-east-1a", *group(USE1, 6, 3), *group(USE1, 2, 2, name="search"))

    assert found.capacity_text == "1 of 2 instances"


FUNCTION = "aws:lambda/function:Function"


def function(where: str, *, served: bool = True) -> Steps:
    """A function behind a function URL, or behind nothing."""
    name = f"{SHORT[where]}-orders"
    url = step(
        "aws:lambda/functionUrl:FunctionUrl",
        name,
        {"region": where, "functionName": UNKNOWN},
        links={"functionName": [urn(FUNCTION, name)]},
    )
    return [step(FUNCTION, name, {"region": where}), *([url] if served else [])]


def test_functions_lose_nothing_with_a_zone_and_nothing_with_one_of_two_regions() -> None:
    found = told(*function(USE1), *function(EUW1))

    assert found[Scope.ZONE, "a zone of us-east-1"].capacity == 1
    assert found[Scope.ZONE, "a zone of us-east-1"].recovery.seconds == 0
    assert found[Scope.REGION, USE1].capacity == 1


def test_a_function_that_no_request_reaches_serves_nothing() -> None:
    assert told(*function(USE1, served=False)) == {}


def test_zones_that_are_not_known_are_said() -> None:
    stack = [step("aws:autoscaling/group:Group", "web", {"region": USE1, "minSize": 2, "maxSize": 4})]
    stack[0]["newState"]["inputs"]["vpcZoneIdentifiers"] = UNKNOWN

    found = zone("a zone of us-east-1", *stack)

    assert found.capacity is None
    assert "in which zones web runs" in found.unknowns


def test_a_count_that_is_not_known_is_said() -> None:
    stack = group(USE1, 6, 3)
    stack[-1]["newState"]["inputs"]["minSize"] = UNKNOWN

    assert zone("us-east-1a", *stack).unknowns[0] == "how many instances use1-web runs"


COUNTS = st.integers(min_value=1, max_value=40)


@settings(max_examples=60, deadline=None)
@given(least=COUNTS, zones=st.integers(min_value=1, max_value=5))
def test_adding_a_zone_never_lowers_what_is_left(least: int, zones: int) -> None:
    before = zone("us-east-1a", *group(USE1, least, zones)).capacity
    after = zone("us-east-1a", *group(USE1, least, zones + 1)).capacity

    assert before is not None
    assert after is not None
    assert after >= before


@settings(max_examples=60, deadline=None)
@given(counts=st.lists(COUNTS, min_size=2, max_size=4))
def test_adding_a_region_never_lowers_what_is_left(counts: list[int]) -> None:
    stacks = [group(one, count, 3) for one, count in zip(REGIONS, counts, strict=False)]
    for fewer in range(1, len(stacks)):
        before = told(*(part for one in stacks[:fewer] for part in one))
        after = told(*(part for one in stacks[: fewer + 1] for part in one))
        for key, outcome in before.items():
            assert (after[key].capacity or 0) >= (outcome.capacity or 0), key


@settings(max_examples=40, deadline=None)
@given(
    weights=st.lists(st.sampled_from([0, 1, 10]), min_size=2, max_size=4),
    counts=st.lists(COUNTS, min_size=4),
)
def test_adding_a_region_that_takes_no_requests_never_lowers_what_is_left(
    weights: list[int], counts: list[int]
) -> None:
    regions = list(zip(REGIONS, [10, *weights], counts, strict=False))
    stacks = [site(one, weighted(weight), check=FAST, least=count) for one, weight, count in regions]
    before = told(*(part for one in stacks[:-1] for part in one))
    after = told(*(part for one in stacks for part in one))
    for key, outcome in before.items():
        assert (after[key].capacity or 0) >= (outcome.capacity or 0), key


# --- data ---------------------------------------------------------------------------------------------------

DATABASE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
TABLE = "aws:dynamodb/table:Table"


def database(**inputs: Any) -> Steps:
    """An RDS instance in us-east-1."""
    given_always = {"region": USE1, "engine": "postgres", "backupRetentionPeriod": 7}
    return [step(DATABASE, "use1-db", {**given_always, **inputs})]


def test_a_database_with_a_standby_fails_over_within_its_zone() -> None:
    found = zone("us-east-1a", *group(USE1, 6, 3), *balancer(USE1), *database(multiAz=True))

    assert (found.recovery.seconds, found.data_loss.seconds) == (150, 0)
    calm = [*group(USE1, 6, 3), *balancer(USE1, check={"interval": 5, "unhealthyThreshold": 2})]
    assert zone("us-east-1a", *calm, *database(multiAz=True)).recovery.seconds == 120


def test_a_database_in_one_zone_is_restored_by_people() -> None:
    found = zone(
        "us-east-1a",
        *group(USE1, 6, 3),
        *balancer(USE1),
        *database(multiAz=False),
        objectives=Objectives(rto_seconds=300, rpo_seconds=60),
    )

    assert found.recovery.seconds is None
    assert found.recovery.text == "people must restore use1-db: it stands in one zone"
    assert found.data_loss.seconds == 300
    assert found.breaks == ("RPO 60 s",)
    assert found.unknowns == ("people must restore use1-db: it stands in one zone",)


def test_a_store_in_one_region_is_lost_with_it() -> None:
    stack = [*BOTH, *database(multiAz=True)]

    found = region(USE1, *stack, objectives=Objectives(rto_seconds=300, rpo_seconds=60))

    assert found.data_loss.seconds is None
    assert found.data_loss.text == "all of it: no copy of use1-db lies outside us-east-1"
    assert found.breaks == ("RTO 300 s", "RPO 60 s")
    assert region(EUW1, *stack).data_loss.seconds == 0


def table(*replicas: str) -> Steps:
    """A table with replicas."""
    listed = [{"regionName": one} for one in replicas]
    return [step(TABLE, "use1-table", {"region": USE1, "replicas": listed})]


def test_a_global_table_loses_a_second_and_waits_for_nobody() -> None:
    stack = [*BOTH, *table(EUW1)]

    found = region(USE1, *stack, objectives=Objectives(rto_seconds=300, rpo_seconds=5))

    assert (found.data_loss.seconds, found.recovery.seconds, found.breaks) == (1, 90, ())
    assert found.data_loss.source.startswith("https://docs.aws.amazon.com/amazondynamodb/")


def test_a_deleted_store_comes_back_from_its_backups_alone() -> None:
    found = told(*table(EUW1))[Scope.STORE, "use1-table"]

    assert found.data_loss.text == "all of it: no backup is declared"
    assert (found.capacity, found.capacity_text, found.breaks) == (None, "", ())


def test_a_cluster_with_a_reader_fails_over_and_one_without_does_so_in_no_stated_time() -> None:
    instance = "aws:rds/clusterInstance:ClusterInstance"
    check = {"interval": 5, "unhealthyThreshold": 2}
    steps = [
        *group(USE1, 6, 3),
        *balancer(USE1, check=check),
        *accelerated(USE1),
        step(CLUSTER, "db", {"region": USE1, "engine": "aurora-postgresql", "masterUsername": "admin"}),
        *(
            step(
                instance,
                f"db-{number}",
                {"region": USE1, "clusterIdentifier": UNKNOWN},
                links={"clusterIdentifier": [urn(CLUSTER, "db")]},
            )
            for number in (1, 2)
        ),
    ]

    assert zone("us-east-1a", *steps).recovery.seconds == 60
    alone = zone("us-east-1a", *steps[:-1])
    assert alone.recovery.seconds is None
    assert "has one instance" in alone.recovery.text


# --- objectives and both sides ------------------------------------------------------------------------------


def test_what_a_stack_promises_comes_before_what_is_asked() -> None:
    stack = [*site(USE1, latency(USE1), check=SLOW), *site(EUW1, latency(EUW1), check=SLOW)]
    asked = Objectives(rto_seconds=100)

    assert region(USE1, *stack, objectives=asked).breaks == ("RTO 100 s",)
    promised = promises(rto_seconds=300, survives="region")
    assert region(USE1, *stack, *promised, objectives=asked).breaks == ()
    zonal = promises(rto_seconds=1, survives="zone")
    assert region(USE1, *stack, *zonal).breaks == ()
    assert zone("us-east-1a", *stack, *zonal).breaks == ("RTO 1 s",)
    assert zone("us-east-1a", *stack, *promises(rto_seconds=1, survives="instance")).breaks == ()


def planned(action: str) -> Steps:
    """A stack that plans its recovery."""
    step_of_plan = {"action": action, "worst_seconds": 400}
    recovery = {
        "by": "people",
        "detection_seconds": 30,
        "decision_seconds": 300,
        "decision_source": "holdfast:recovery.decision_minutes",
        "workflows": {"use1": {"ungraceful": [[step_of_plan]], "ungraceful_worst_seconds": 400}},
    }
    objectives = {"rto_seconds": 600, "survives": "region"}
    return [
        step(API, "api", {"objectives": objectives, "recovery": recovery}, component=True),
        *(
            step(REGIONAL, SHORT[one], {"region": one, "role": "active"}, component=True)
            for one in (USE1, EUW1)
        ),
    ]


def test_a_plan_whose_steps_are_waited_for_says_how_long_it_takes() -> None:
    stack = BOTH

    found = region(USE1, *stack, *planned("promote"))

    assert (found.recovery.seconds, found.recovery.bounded) == (730, True)
    assert found.recovery.text == "730 s: detection 30 s + decision 300 s + steps 400 s, begun by people"
    assert found.recovery.source == "holdfast:recovery.decision_minutes"
    assert found.breaks == ("RTO 600 s",)
    assert region(USE1, *stack, *planned("route")).recovery.seconds == 90


def test_both_sides_are_told_and_a_partial_one_is_not() -> None:
    before, after = graph(*group(USE1, 6, 3)), graph(*group(USE1, 6, 2))
    found = {one.what: one for one in outlooks(before, after) if one.scope is Scope.ZONE}

    assert set(found) == {"us-east-1a", "us-east-1b", "us-east-1c"}
    assert found["us-east-1a"].changed
    assert found["us-east-1c"].after is None
    assert outlooks(before, graph(*group(USE1, 6, 2), partial=True)) == ()
    assert outlooks(None, None) == ()


def test_zones_come_first_then_regions_then_stores() -> None:
    found = outlooks(None, graph(*group(USE1, 6, 2), *group(EUW1, 6, 2), *table(EUW1)))

    assert [(one.scope.value, one.what) for one in found] == [
        ("zone", "eu-west-1a"),
        ("zone", "eu-west-1b"),
        ("zone", "us-east-1a"),
        ("zone", "us-east-1b"),
        ("region", "eu-west-1"),
        ("region", "us-east-1"),
        ("store", "use1-table"),
    ]


def test_our_production_holds_what_it_promises() -> None:
    one = read_preview(json.loads(production()))
    found = outlooks(one, one)

    assert {each.what for each in found if each.scope is Scope.REGION} == {USE1, EUW1}
    assert [each for each in found if each.changed] == []
    assert [each.after.breaks for each in found if each.after] == [()] * len(found)
    assert [each.after.unknowns for each in found if each.after] == [()] * len(found)
    (lost,) = [each.after for each in found if each.what == USE1 and each.after]
    assert lost.recovery.text == "90 s: 10 s x 3 + TTL 60 s"
    assert (lost.capacity, lost.data_loss.seconds) == (0.5, 1)


def test_every_figure_says_what_it_is_made_of() -> None:
    one = read_preview(json.loads(production()))
    figures = [figure for each in outlooks(one, one) if each.after for figure in _figures(each)]

    assert figures
    for figure in figures:
        assert figure.text
        assert figure.seconds is None or figure.seconds == 0 or figure.source


def _figures(outlook: Outlook) -> list[Any]:
    assert outlook.after is not None
    return [outlook.after.recovery, outlook.after.data_loss]


def test_a_cluster_of_one_instance_loses_nothing_with_a_zone() -> None:
    cluster = step(CLUSTER, "db", {"region": USE1, "engine": "aurora-postgresql", "masterUsername": "admin"})

    assert zone("us-east-1a", *group(USE1, 6, 3), cluster).data_loss.seconds == 0


def test_a_store_of_which_the_region_is_not_known_is_said() -> None:
    nowhere = graph(*group(USE1, 6, 3), step(DATABASE, "db", {"engine": "postgres"}), region=None)
    found = [one.after for one in outlooks(None, nowhere) if one.scope is not Scope.STORE and one.after]

    assert len(found) == 4
    for one in found:
        assert one.data_loss.seconds is None
        assert "where db lies is not known" in one.unknowns


def test_an_accelerator_needs_no_name_when_a_zone_is_lost() -> None:
    check = {"interval": 10, "unhealthyThreshold": 3}
    stack = [*group(USE1, 6, 3), *balancer(USE1, check=check), *accelerated(USE1)]

    assert zone("us-east-1a", *stack).recovery.text == "30 s: targets 10 s x 3"


def test_a_replica_of_no_published_age_is_said() -> None:
    replica = step(
        DATABASE,
        "euw1-db",
        {"region": EUW1, "replicateSourceDb": UNKNOWN},
        links={"replicateSourceDb": [urn(DATABASE, "use1-db")]},
    )
    found = region(USE1, *BOTH, *database(multiAz=True), replica, objectives=Objectives(rpo_seconds=60))

    assert found.data_loss.seconds is None
    assert found.breaks == ()
    assert found.unknowns == (
        "people must promote use1-db in eu-west-1",
        "age of euw1-db: asynchronous, not bounded",
    )


def test_a_pilot_light_must_be_started_and_a_region_alone_is_lost() -> None:
    alone = site(USE1, latency(USE1), check=FAST)
    pilot = [*alone, *group(EUW1, 0, 3, most=12), *balancer(EUW1), *record(EUW1, latency(EUW1), check=FAST)]

    assert region(USE1, *pilot).recovery.text == "what serves outside us-east-1 must be started first"
    assert region(USE1, *alone).recovery.text == "nothing serves outside us-east-1"


def test_a_bucket_that_nobody_copies_is_no_store() -> None:
    bucket = step("aws:s3/bucket:Bucket", "logs", {"region": USE1})

    assert [one.what for one in outlooks(None, graph(bucket)) if one.scope is Scope.STORE] == []
    assert region(USE1, *BOTH, bucket).data_loss.seconds == 0


def test_much_that_is_not_known_is_counted() -> None:
    many = [step(DATABASE, f"db-{number}", {"region": USE1, "engine": "postgres"}) for number in range(30)]

    unknowns = zone("us-east-1a", *group(USE1, 6, 3), *many).unknowns

    assert len(unknowns) == 11
    assert unknowns[-1] == "and 21 more"
