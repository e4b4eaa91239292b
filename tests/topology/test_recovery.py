"""How places are left: the steps, their order, and what their worst cases come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import RecoveryPlan, RecoveryRouting, worst_seconds
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import RecoveryStepPlan, RecoveryWorkflowPlan

STANDBY: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}}
BOTH: dict[str, Any] = {"use1": {}, "euw1": {}}
AURORA = {"orders": {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"}}
RDS = {"orders": {"kind": "rds-postgresql", "home": "use1", "write_routing": "application"}}
TABLE = {"orders": {"kind": "dynamodb", "home": "use1", "write_routing": "any-region"}}
USING = {"orders": {**SERVICE, "stores": ["orders"]}}
BACKUPS = {"copy_to": ["euw1"]}


def _plan(**changes: Any) -> RecoveryPlan:
    found = plan(settings(changed(**changes)), project="holdfast", stack="prod").recovery
    assert found is not None
    return found


def _leaving(place: str, **changes: Any) -> RecoveryWorkflowPlan:
    return next(one for one in _plan(**changes).workflows if one.away_from == place)


def _keys(groups: tuple[tuple[RecoveryStepPlan, ...], ...]) -> list[list[str]]:
    return [[step.key for step in group] for group in groups]


def _refusal(**changes: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        _plan(**changes)
    return str(caught.value)


def test_nothing_takes_over_from_the_only_region() -> None:
    assert plan(settings(changed()), project="holdfast", stack="prod").recovery is None


def test_a_table_in_two_active_regions_needs_nothing_but_the_way_out() -> None:
    left = _leaving("use1", regions=BOTH, stores=TABLE, services=USING, backups=BACKUPS)
    assert left.to == ("euw1",)
    assert _keys(left.ungraceful) == [["route-public"], ["verify-public"]]
    assert _keys(left.graceful) == [["route-public"], ["drain-public"], ["verify-public"]]
    assert not left.waits_for_steps


def test_a_lost_regions_traffic_leaves_while_capacity_grows_and_then_the_writer_moves() -> None:
    left = _leaving("use1", regions=STANDBY, stores=AURORA, services=USING, backups=BACKUPS)
    assert _keys(left.ungraceful) == [
        ["route-public", "capacity-orders-euw1"],
        ["fence-orders", "promote-orders"],
        ["verify-public"],
    ]
    assert left.waits_for_steps


def test_a_region_that_answers_keeps_its_traffic_until_the_other_can_take_it() -> None:
    left = _leaving("use1", regions=STANDBY, stores=AURORA, services=USING, backups=BACKUPS)
    assert _keys(left.graceful) == [
        ["capacity-orders-euw1"],
        ["promote-orders"],
        ["route-public"],
        ["drain-public"],
        ["verify-public"],
    ]


def test_a_replicas_old_writer_stops_before_the_replica_is_promoted() -> None:
    left = _leaving("use1", regions=STANDBY, stores=RDS, services=USING, backups=BACKUPS)
    keys = _keys(left.graceful)
    assert keys.index(["fence-orders"]) == keys.index(["promote-orders"]) - 1
    promoted = next(step for group in left.graceful for step in group if step.key == "promote-orders")
    assert promoted.worst_seconds == 600
    assert promoted.source.startswith("assumption")


def test_the_way_back_promotes_too_since_a_failover_moves_the_writer() -> None:
    back = _leaving("euw1", regions=STANDBY, stores=AURORA, services=USING, backups=BACKUPS)
    assert _keys(back.ungraceful) == [
        ["route-public"],
        ["fence-orders", "promote-orders"],
        ["verify-public"],
    ]
    assert {step.place for group in back.ungraceful for step in group} == {"use1", "euw1"}


def test_region_switch_has_one_order_for_both_modes() -> None:
    left = _leaving(
        "use1",
        regions=STANDBY,
        stores=AURORA,
        services=USING,
        backups=BACKUPS,
        recovery={"by": "region-switch"},
    )
    assert _keys(left.ungraceful) == [
        ["capacity-orders-euw1"],
        ["fence-orders", "promote-orders"],
        ["route-public"],
        ["verify-public"],
    ]


def test_each_figure_says_whose_it_is() -> None:
    left = _leaving("use1", regions=STANDBY, stores=AURORA, services=USING, backups=BACKUPS)
    found = {step.key: (step.worst_seconds, step.source) for group in left.ungraceful for step in group}
    assert found["route-public"] == (
        90,
        "holdfast:entrances.public.health: 10 x 3 until the switch is seen, TTL 60",
    )
    seconds, source = found["capacity-orders-euw1"]
    assert seconds == 300 + 10 * 2
    assert "scaling.grace_period_seconds 300" in source
    assert found["promote-orders"][0] == 60
    assert found["promote-orders"][1].startswith("https://")


def test_what_was_measured_takes_the_place_of_assumptions() -> None:
    left = _leaving(
        "use1",
        regions=STANDBY,
        stores=RDS,
        services=USING,
        backups=BACKUPS,
        recovery={
            "capacity_seconds": {"orders": 140},
            "promotion_seconds": {"orders": 210},
            "verify_seconds": 5,
        },
    )
    found = {step.key: (step.worst_seconds, step.source) for group in left.ungraceful for step in group}
    assert found["capacity-orders-euw1"] == (140, "holdfast:recovery.capacity_seconds.orders")
    assert found["promote-orders"] == (210, "holdfast:recovery.promotion_seconds.orders")
    assert found["verify-public"][0] == 5


def test_capacity_is_what_the_whole_load_takes_even_where_a_zone_alone_is_survived() -> None:
    left = _leaving("use1", regions=BOTH, objectives={"survives": "zone"})
    (step,) = (step for group in left.ungraceful for step in group if step.size is not None)
    needed = plan(
        settings(changed(regions=BOTH, objectives={"survives": "zone"})), project="p", stack="s"
    ).regions
    planned = next(region for region in needed if region.place == "euw1").services[0].capacity
    assert step.size is not None
    assert step.size > planned.needed


def test_a_group_takes_as_long_as_its_slowest_step_and_the_sum_counts_who_decides() -> None:
    found = _plan(regions=STANDBY, stores=AURORA, services=USING, backups=BACKUPS)
    left = next(one for one in found.workflows if one.away_from == "use1")
    assert worst_seconds(left.ungraceful) == 320 + 60 + 30
    assert found.detection_seconds == 30
    assert found.decision_seconds == 300
    assert found.total_seconds(left) == 30 + 300 + 320 + 60 + 30


@pytest.mark.parametrize(
    ("recovery", "seconds"),
    [
        ({"decision_minutes": 2}, 120),
        ({"by": "region-switch", "decision_minutes": 3}, 180),
        (
            {
                "by": "region-switch",
                "region_switch": {"approval_role_arn": "arn:aws:iam::111122223333:role/on-call"},
            },
            300,
        ),
    ],
)
def test_the_decision_is_that_of_whoever_decides(recovery: dict[str, Any], seconds: int) -> None:
    assert _plan(regions=BOTH, recovery=recovery).decision_seconds == seconds


def test_a_promise_that_the_steps_do_not_keep_is_refused_with_the_sum() -> None:
    text = _refusal(
        regions=STANDBY,
        stores=AURORA,
        services=USING,
        backups=BACKUPS,
        objectives={"rto_seconds": 739, "rpo_seconds": 60},
    )
    assert "the loss of use1 takes up to 740 seconds" in text
    assert "30 to detect" in text
    assert "300 to decide (holdfast:recovery.decision_minutes (default))" in text
    assert "320 capacity-orders-euw1" in text
    assert "60 promote-orders" in text
    assert "promise at least 740" in text


def test_a_promise_that_the_steps_just_keep_stands() -> None:
    assert _plan(
        regions=STANDBY,
        stores=AURORA,
        services=USING,
        backups=BACKUPS,
        objectives={"rto_seconds": 740, "rpo_seconds": 60},
    )


def test_where_health_checks_bring_the_api_back_nobodys_decision_counts() -> None:
    assert _plan(regions=BOTH, objectives={"rto_seconds": 300}, recovery={"decision_minutes": 60})


def test_routing_controls_decide_from_when_they_are_joined() -> None:
    made = _plan(regions=BOTH, recovery={"routing": "routing-control"})
    joined = _plan(regions=BOTH, recovery={"routing": "routing-control", "routing_control": {"joined": True}})
    assert made.routing is RecoveryRouting.SWITCH
    assert not made.is_controlled("public")
    assert joined.routing is RecoveryRouting.ROUTING_CONTROL
    assert joined.is_controlled("public")
    assert made.routing_control is not None
    assert made.routing_control.controls == {"public": ("euw1", "use1")}
    assert joined.workflows[0].ungraceful[0][0].worst_seconds == 30 + 60


def test_a_plan_with_nothing_to_do_is_refused() -> None:
    text = _refusal(
        regions=BOTH,
        recovery={"by": "region-switch"},
        entrances={"public": {**ENTRANCE, "accelerator": {}}},
    )
    assert "leaving use1 leaves Region switch nothing to do" in text


def test_who_shares_the_load_does_not_grow_by_the_other_regions_size() -> None:
    shared = {"regions": BOTH, "objectives": {"survives": "zone"}}
    text = _refusal(**shared, recovery={"by": "region-switch"})
    assert "orders runs in both regions, each with its share" in text
    assert _plan(**shared)
    assert _plan(regions=BOTH, recovery={"by": "region-switch"})


def test_what_only_a_function_could_do_when_a_region_is_lost_is_left_to_others() -> None:
    files = {
        "files": {
            "kind": "s3",
            "home": "use1",
            "write_routing": "any-region",
            "not_backed_up_because": "made again at any time",
            "s3": {"access_point": "multi-region", "access_point_routes": "home"},
        }
    }
    text = _refusal(regions=BOTH, stores=files, recovery={"by": "region-switch"})
    assert "the access point of files must lead to euw1 (route-store-files)" in text
    assert "Region switch skips functions when a region is lost" in text
    files["files"]["s3"]["access_point_routes"] = "nearest"  # type: ignore[index]
    assert _plan(regions=BOTH, stores=files, recovery={"by": "region-switch"})


def test_a_standby_that_fails_starts_nothing() -> None:
    found = _plan(
        regions=STANDBY,
        canaries={"places": ["euw1", "use1"]},
        recovery={"by": "region-switch", "region_switch": {"triggers": {}}},
    ).region_switch
    assert found is not None
    assert found.triggers is not None
    assert found.triggers.leaves == ("use1",)


def test_what_is_adopted_is_promoted_by_whoever_declares_it() -> None:
    adopted = {
        "port": 5432,
        "database": "orders",
        "secret_arn": "arn:aws:secretsmanager:{region}:111122223333:secret:orders-AbCdEf",
        "clusters": {
            place: {
                "endpoint": f"orders.{place}.example.com",
                "reader_endpoint": f"orders-ro.{place}.example.com",
                "security_group_id": "sg-0123456789abcdef0",
            }
            for place in BOTH
        },
    }
    stores = {"orders": {**AURORA["orders"], "aurora": {"adopt": adopted}}}
    text = _refusal(regions=STANDBY, stores=stores, services=USING, recovery={"by": "region-switch"})
    assert "the store orders is adopted" in text


def test_pods_that_must_grow_are_left_to_people() -> None:
    pods = {key: value for key, value in SERVICE.items() if key != "instance"}
    text = _refusal(
        regions=STANDBY,
        services={"orders": {**pods, "kind": "eks", "eks": {"rps": 100, "pods_per_node": 8}}},
        eks={
            "version": "1.35",
            "access": {
                "admins": {
                    "principal": "arn:aws:iam::111122223333:role/admins",
                    "level": "cluster-admin",
                }
            },
        },
        recovery={"by": "region-switch"},
    )
    assert "pods of orders must grow" in text


def test_triggers_need_canaries_in_the_region_that_takes_over() -> None:
    text = _refusal(regions=BOTH, recovery={"by": "region-switch", "region_switch": {"triggers": {}}})
    assert "needs holdfast:canaries that watch from euw1, use1" in text


@pytest.mark.parametrize(
    ("project", "expected"),
    [("holdfast", "holdfast-prod"), ("a" * 28, f"{'a' * 23}-")],
)
def test_region_switch_gets_a_name_that_it_takes(project: str, expected: str) -> None:
    raw = settings(changed(regions=BOTH, recovery={"by": "region-switch"}))
    found = plan(raw, project=project, stack="prod").recovery
    assert found is not None
    assert found.region_switch is not None
    name = found.region_switch.plan_name
    assert name.startswith(expected)
    assert len(name) <= 32


def test_workflows_do_not_hang_on_the_order_of_the_settings() -> None:
    regions: dict[str, Any] = {"use1": {}, "euw1": {}, "apne1": {}}
    turned = dict(reversed(regions.items()))
    assert _plan(regions=regions).workflows == _plan(regions=turned).workflows
    assert _leaving("euw1", regions=regions).to == ("apne1", "use1")


def test_an_entrance_of_one_region_is_left_to_its_region() -> None:
    alone = {**ENTRANCE, "domain": "admin.example.com", "regions": ["use1"], "policy": "simple"}
    left = _leaving(
        "use1", regions=BOTH, entrances={"public": ENTRANCE, "admin": {**alone, "mode": "single-region"}}
    )
    assert _keys(left.ungraceful)[0] == ["route-public"]
