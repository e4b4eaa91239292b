from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.review.compare import compare
from holdfast.review.model import EdgeKind, Kind, NodeKind, Picture
from holdfast.review.picture import picture
from tests.graph.documents import UNKNOWN, graph, step, urn

if TYPE_CHECKING:
    from collections.abc import Sequence

Step = dict[str, Any]
HOME, AWAY = "us-east-1", "eu-west-1"
LB, LISTENER, TARGETS = (
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:lb/listener:Listener",
    "aws:lb/targetGroup:TargetGroup",
)
GROUP, TEMPLATE = "aws:autoscaling/group:Group", "aws:ec2/launchTemplate:LaunchTemplate"
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
RECORD, FUNCTION, BUCKET = (
    "aws:route53/record:Record",
    "aws:lambda/function:Function",
    "aws:s3/bucket:Bucket",
)
CLUSTER, MEMBER = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
COMPONENT = "shop:index:Part"


def link(**of: tuple[str, str]) -> dict[str, list[str]]:
    """Property dependencies: property to type and name."""
    return {name: [urn(*one)] for name, one in of.items()}


def service(place: str, code: str, *, table: str | None = None, most: int = 6) -> list[Step]:
    """A load balancer with instances behind it."""
    told = link(userData=(TABLE, table)) if table else {}
    return [
        step(LB, f"{code}-lb", {"region": place, "loadBalancerType": "application"}),
        step(TARGETS, f"{code}-tg", {"region": place, "healthCheck": {"interval": 5}}),
        step(
            LISTENER,
            f"{code}-https",
            {"region": place, "loadBalancerArn": UNKNOWN, "defaultActions": [{"type": "forward"}]},
            links=link(loadBalancerArn=(LB, f"{code}-lb"), defaultActions=(TARGETS, f"{code}-tg")),
        ),
        step(TEMPLATE, f"{code}-lt", {"region": place, "instanceType": "m7g.large"}, links=told),
        step(
            GROUP,
            f"{code}-asg",
            {"region": place, "minSize": 2, "maxSize": most, "availabilityZones": ["a", "b"]},
            links=link(launchTemplate=(TEMPLATE, f"{code}-lt"), targetGroupArns=(TARGETS, f"{code}-tg")),
        ),
    ]


def records(*roles: tuple[str, str]) -> list[Step]:
    """A failover set and a name for each region beside it."""
    found = []
    for code, role in roles:
        leads = link(aliases=(LB, f"{code}-lb"))
        shared = {"type": "A", "zoneId": "Z1", "aliases": [{"name": UNKNOWN, "evaluateTargetHealth": True}]}
        policy = {"failoverRoutingPolicies": [{"type": role}], "setIdentifier": code}
        found += [
            step(RECORD, f"api-{code}", {**shared, **policy, "name": "api.example.com"}, links=leads),
            step(RECORD, f"only-{code}", {**shared, "name": f"{code}.api.example.com"}, links=leads),
        ]
    return found


def drawn(before: Sequence[Step] | None, after: Sequence[Step] | None) -> Picture:
    was = graph(*before) if before is not None else None
    will = graph(*after) if after is not None else None
    return picture(was, will, compare(was, will))


def nodes(of: Picture) -> dict[str, tuple[str, str, Kind | None]]:
    return {one.label: (one.kind.value, one.place, one.change) for one in of.nodes}


def ways(of: Picture) -> set[tuple[str, str, str, Kind | None]]:
    names = {one.id: one.label for one in of.nodes}
    return {(names[one.start], names[one.end], one.kind.value, one.change) for one in of.edges}


def same(steps: Sequence[Step]) -> Picture:
    return drawn(steps, steps)


def test_requests_from_clients_to_instances() -> None:
    found = same([*service(HOME, "use1"), *records(("use1", "PRIMARY"))])
    assert ("Clients", "api-use1", "traffic", None) in ways(found)
    assert ("api-use1", "use1-lb", "traffic", None) in ways(found)
    assert ("use1-lb", "use1-asg", "traffic", None) in ways(found)


def test_the_record_that_chooses_says_more_than_the_names_of_regions() -> None:
    steps = [
        *service(HOME, "use1"),
        *service(AWAY, "euw1"),
        *records(("use1", "PRIMARY"), ("euw1", "SECONDARY")),
    ]
    grouped = [
        one | {"newState": {**one["newState"], "parent": urn(COMPONENT, "dns")}}
        if "record" in one["urn"]
        else one
        for one in steps
    ]
    found = same([step(COMPONENT, "dns", component=True), *grouped])
    assert ("dns", "use1-lb", "traffic", None) in ways(found)
    assert ("dns", "euw1-lb", "failover", None) in ways(found)
    assert {one.label for one in found.edges if one.start == "global_entrance_dns"} == {
        "primary",
        "on failure",
    }
    assert ("dns", "euw1-lb", "traffic", None) not in ways(found)


def test_an_internal_load_balancer_is_not_for_clients() -> None:
    steps = service(HOME, "use1")
    steps[0]["newState"]["inputs"]["internal"] = True
    assert "Clients" not in nodes(same(steps))


def test_a_store_and_its_replica_each_serve_their_region() -> None:
    steps = [
        step(COMPONENT, "orders", component=True),
        step(TABLE, "table", {"region": HOME}, parent=urn(COMPONENT, "orders")),
        step(
            REPLICA,
            "copy",
            {"region": AWAY, "globalTableArn": UNKNOWN},
            links=link(globalTableArn=(TABLE, "table")),
            parent=urn(COMPONENT, "orders"),
        ),
        *service(HOME, "use1", table="table"),
        *service(AWAY, "euw1", table="table"),
    ]
    found = same(steps)
    ids = {one.id: one.place for one in found.nodes if one.kind is NodeKind.STORE}
    used = {(one.start, ids[one.end]) for one in found.edges if one.kind is EdgeKind.DATA}
    assert used == {("us_east_1_compute_use1_asg", HOME), ("eu_west_1_compute_euw1_asg", AWAY)}
    (copied,) = [one for one in found.edges if one.kind is EdgeKind.REPLICATION]
    assert (ids[copied.start], ids[copied.end], copied.label) == (HOME, AWAY, "global table")


def test_a_global_database_goes_from_the_first_to_the_rest() -> None:
    whole = ("aws:rds/globalCluster:GlobalCluster", "global")
    steps = [
        step(*whole, {"region": HOME}),
        *(
            step(
                CLUSTER,
                name,
                {"region": place, "engine": "aurora-postgresql", "engineVersion": "17.7"},
                links=link(globalClusterIdentifier=whole),
            )
            for name, place in (("first", HOME), ("second", AWAY))
        ),
        step(
            MEMBER,
            "one",
            {"region": HOME, "instanceClass": "db.r7g.large"},
            links=link(clusterIdentifier=(CLUSTER, "first")),
        ),
    ]
    steps[2]["newState"]["dependencies"].append(urn(MEMBER, "one"))
    found = same(steps)
    assert ways(found) == {("first", "second", "replication", None)}
    details = {one.label: one.detail for one in found.nodes}
    assert details["first"] == "aurora-postgresql 17.7, 1 x db.r7g.large"
    assert details["second"] == "aurora-postgresql 17.7, no instance"


def test_backups_go_to_the_vault_of_the_plan_and_to_its_copies() -> None:
    vault, plan = "aws:backup/vault:Vault", ("aws:backup/plan:Plan", "plan")
    steps = [
        step(TABLE, "table", {"region": HOME, "tags": {"Backup": "yes"}}),
        step(TABLE, "other", {"region": HOME, "tags": {}}),
        step(vault, "near", {"region": HOME}),
        step(vault, "far", {"region": AWAY}),
        step(
            *plan,
            {"region": HOME, "rules": UNKNOWN},
            links={"rules": [urn(vault, "near"), urn(vault, "far")]},
        ),
        step(
            "aws:backup/selection:Selection",
            "selection",
            {
                "region": HOME,
                "planId": UNKNOWN,
                "selectionTags": [{"type": "STRINGEQUALS", "key": "Backup", "value": "yes"}],
            },
            links=link(planId=plan),
        ),
    ]
    assert ways(same(steps)) == {("table", "near", "backup", None), ("near", "far", "backup", None)}


def test_what_a_stack_keeps_for_itself_is_not_drawn() -> None:
    steps = [
        *service(HOME, "use1"),
        step(BUCKET, "logs", {"region": HOME}),
        step(FUNCTION, "janitor", {"region": HOME}),
    ]
    assert set(nodes(same(steps))) == {"Clients", "use1-lb", "use1-asg"}


def test_functions_are_drawn_where_nothing_else_runs() -> None:
    steps = [step(FUNCTION, "worker", {"region": HOME}), step(BUCKET, "files", {"region": HOME})]
    assert set(nodes(same(steps))) == {"worker"}


def test_a_part_that_changes() -> None:
    found = drawn(service(HOME, "use1"), service(HOME, "use1", most=9))
    assert nodes(found)["use1-asg"] == ("compute", HOME, Kind.UPDATE)
    assert nodes(found)["use1-lb"] == ("entrance", HOME, None)
    (instances,) = [one for one in found.nodes if one.label == "use1-asg"]
    assert instances.detail == "2 to 6 → 2 to 9 instances, m7g.large, 2 zones"


def test_something_beside_a_part_makes_it_changed_and_no_more() -> None:
    before, after = service(HOME, "use1"), service(HOME, "use1")
    after[1]["newState"]["inputs"]["port"] = 81  # a target group is replaced for another port
    before[1]["newState"]["inputs"]["port"] = 80
    found = drawn(before, after)
    assert any(one.kind is Kind.REPLACE for one in compare(graph(*before), graph(*after)))
    assert nodes(found)["use1-lb"][2] is Kind.UPDATE


def test_a_part_that_is_replaced() -> None:
    before, after = ([step(TABLE, "t", {"region": HOME, "hashKey": key})] for key in "ab")
    assert nodes(drawn(before, after))["t"] == ("store", HOME, Kind.REPLACE)


def test_a_region_that_comes_and_one_that_goes() -> None:
    small = [*service(HOME, "use1"), *records(("use1", "PRIMARY"))]
    large = [
        *service(HOME, "use1"),
        *service(AWAY, "euw1"),
        *records(("use1", "PRIMARY"), ("euw1", "SECONDARY")),
    ]
    for before, after, state in ((small, large, Kind.CREATE), (large, small, Kind.DELETE)):
        found = drawn(before, after)
        assert nodes(found)["euw1-lb"] == ("entrance", AWAY, state)
        assert ("euw1-lb", "euw1-asg", "traffic", state) in ways(found)
        assert ("use1-lb", "use1-asg", "traffic", None) in ways(found)


@pytest.mark.parametrize(("before", "after", "state"), [(None, 1, Kind.CREATE), (1, None, Kind.DELETE)])
def test_a_whole_stack(before: int | None, after: int | None, state: Kind) -> None:
    steps = service(HOME, "use1")
    found = drawn(steps if before else None, steps if after else None)
    assert {one.change for one in found.nodes if one.kind is not NodeKind.CLIENTS} == {state}
    assert {one.change for one in found.edges} == {state}


def test_a_renamed_component_is_the_same_node() -> None:
    def stack(name: str, *aliases: str) -> list[Step]:
        holder = step(COMPONENT, name, component=True, aliases=[urn(COMPONENT, one) for one in aliases])
        return [holder, step(TABLE, "t", {"region": HOME}, parent=urn(COMPONENT, name))]

    found = drawn(stack("old"), stack("new", "old"))
    assert {one.label: one.change for one in found.nodes if one.kind is NodeKind.STORE} == {"new": None}


def test_what_changes_and_is_not_drawn_is_one_node_a_place() -> None:
    topics = [step("aws:sns/topic:Topic", f"t{at}", {"region": HOME}) for at in range(3)]
    found = drawn(service(HOME, "use1"), [*service(HOME, "use1"), *topics])
    (other,) = [one for one in found.nodes if one.kind is NodeKind.OTHER]
    assert (other.place, other.detail, other.change) == (HOME, "3 new", Kind.CREATE)


def test_very_many_become_one_and_what_changes_stays() -> None:
    before = [step(TABLE, f"t{at:02}", {"region": HOME, "ttl": {"enabled": False}}) for at in range(40)]
    after = [step(TABLE, f"t{at:02}", {"region": HOME, "ttl": {"enabled": at == 33}}) for at in range(40)]
    found = drawn(before, after)
    assert len(found.nodes) == 6
    assert nodes(found)["t33"][2] is Kind.UPDATE
    assert nodes(found)["35 more"] == ("store", HOME, None)


def test_ids_are_their_own_and_plain() -> None:
    steps = [step(TABLE, "a-b", {"region": HOME}), step(TABLE, "a.b", {"region": HOME})]
    ids = [one.id for one in same(steps).nodes]
    assert len(set(ids)) == 2
    assert all(one.isascii() and one.replace("_", "").isalnum() for one in ids)


def test_the_order_of_steps_changes_nothing() -> None:
    steps = [
        *service(HOME, "use1"),
        *service(AWAY, "euw1"),
        *records(("use1", "PRIMARY"), ("euw1", "SECONDARY")),
    ]
    assert same(steps) == same(list(reversed(steps)))
