"""What a lost store or its region means for data, and for what was promised."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.graph import read_preview
from holdfast.review.model import Outlook, Scope
from holdfast.review.outlook import Objectives, outlooks
from tests.checks.production import production
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.outlook_samples import EUW1, FAST, SLOW, USE1, accelerated, region, told, zone
from tests.review.outlook_stacks import (
    API,
    REGIONAL,
    SHORT,
    balancer,
    group,
    latency,
    promises,
    record,
    site,
)

if TYPE_CHECKING:
    from tests.review.outlook_stacks import Steps

BOTH = [*site(USE1, latency(USE1), check=FAST), *site(EUW1, latency(EUW1), check=FAST)]
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
