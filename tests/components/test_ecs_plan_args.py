"""Containers on ECS as a stack declares them: cluster, services and load balancers belong together."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.components.declared import Resources, declared
from tests.settings.stack_files import as_pulumi_gives_it
from tests.topology.examples import ENTRANCE, SERVICE, changed, config

EXAMPLE = Path(__file__).parents[2] / "examples" / "fargate-active-active" / "Pulumi.prod.yaml"
DOCS = Path(__file__).parents[2] / "docs" / "ecs.md"
ORDERS: dict[str, Any] = {
    "kind": "ecs",
    "port": 8080,
    "image": "registry.example.com/orders:1.0",
    "peak_rps": 90,
    "priority": 10,
    "paths": ["/orders/*"],
    "ecs": {"rps": 30},
}
CARTS = {**ORDERS, "port": 9090, "priority": 20, "paths": ["/carts/*"], "hosts": ["api.example.com"]}
PASSIVE = {"use1": {}, "euw1": {"role": "standby"}}
MODES: dict[str, dict[str, Any]] = {
    "single-region": {"use1": {}},
    "active-passive": PASSIVE,
    "active-active": {"use1": {}, "euw1": {}},
}
BLUE_GREEN = {**ORDERS, "ecs": {"rps": 30, "deployment": {"strategy": "blue-green"}}}


def stack(raw: dict[str, str]) -> Resources:
    topology = plan(load(raw, stack="prod"), project="holdfast", stack="prod")
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


def built(**keys: Any) -> Resources:
    return stack(config(changed(**keys)))


@cache
def example() -> Resources:
    return stack(as_pulumi_gives_it(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["config"]))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("other", [CARTS, {**SERVICE, "paths": ["/carts/*"], "priority": 20}])
def test_services_of_every_kind_share_a_load_balancer_in_every_mode(mode: str, other: dict[str, Any]) -> None:
    found = built(regions=MODES[mode], services={"orders": ORDERS, "carts": other})
    for place in MODES[mode]:
        orders, carts = (found(f"{place}-public-{key}-tg").inputs for key in ("orders", "carts"))
        assert orders["targetType"] == "ip"
        assert carts["targetType"] == ("ip" if other is CARTS else "instance")
        service = found(f"{place}-orders-service").inputs
        (balancer,) = service["loadBalancers"]
        assert balancer["targetGroupArn"] == found(f"{place}-public-orders-tg").arn
        assert service["cluster"] == found(f"{place}-ecs-cluster").arn
        rule = found(f"{place}-orders-sg-ingress-public").inputs
        assert rule["referencedSecurityGroupId"] == f"{place}-public-sg-id"


def test_a_service_waits_for_its_rule_and_its_clusters_capacity() -> None:
    waits = example()("euw1-orders-service").depends_on
    assert {"euw1-public-orders-rule", "euw1-ecs-capacity-providers"} <= waits


def test_the_minimum_is_what_the_plan_says_and_no_less_than_the_zones() -> None:
    found = built(services={"orders": {**ORDERS, "peak_rps": 1}}, objectives={"survives": "instance"})
    assert found("use1-orders-service").inputs["desiredCount"] == 3
    target = found("use1-orders-scaling").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (3, 6)


def test_a_pilot_light_runs_nothing_and_can_serve_all() -> None:
    found = built(
        regions=PASSIVE,
        services={"orders": ORDERS},
        entrances={"public": {**ENTRANCE, "standby": {"strategy": "pilot-light"}}},
    )
    assert found("euw1-orders-service").inputs["desiredCount"] == 0
    assert found("euw1-orders-scaling").inputs["minCapacity"] == 0
    assert found("euw1-orders-scaling").inputs["maxCapacity"] >= 6
    assert found("use1-orders-service").inputs["desiredCount"] == 6


def test_roles_name_and_order_nothing() -> None:
    swapped = {"use1": {"role": "standby"}, "euw1": {}}
    one, other = (built(regions=regions, services={"orders": ORDERS}) for regions in (PASSIVE, swapped))
    assert {pair for pair in one.pairs() if "ecs" in pair[0]} == {
        pair for pair in other.pairs() if "ecs" in pair[0]
    }


def test_before_delegation_tasks_run_and_no_group_is_registered() -> None:
    waiting = {**ENTRANCE, "zone": {"name": "example.com"}}
    found = built(services={"orders": BLUE_GREEN}, entrances={"public": waiting})
    service = found("use1-orders-service").inputs
    assert service["loadBalancers"] == []
    assert service["deploymentConfiguration"]["strategy"] == "ROLLING"
    assert "use1-public-orders-tg2" in found.names()
    assert {one.name for one in found.of("aws:appautoscaling/policy:Policy")} == {"use1-orders-cpu"}


def test_blue_green_has_a_second_group_and_leaves_the_rule_alone() -> None:
    found = example()
    assert found("use1-public-catalogue-rule").ignore_changes == ("actions",)
    assert found("use1-public-orders-rule").ignore_changes == ()
    (balancer,) = found("use1-catalogue-service").inputs["loadBalancers"]
    assert balancer["advancedConfiguration"] == {
        "alternateTargetGroupArn": found("use1-public-catalogue-tg2").arn,
        "productionListenerRule": found("use1-public-catalogue-rule").arn,
        "roleArn": found("use1-catalogue-shift-role").arn,
    }
    second = found("use1-public-catalogue-tg2").inputs
    first = found("use1-public-catalogue-tg").inputs
    assert {**second, "tags": None} == {**first, "tags": None}


def test_an_empty_group_takes_no_region_out_of_dns() -> None:
    """Route 53 takes a group without targets as unhealthy, and the second one has none at rest."""

    def evaluated(found: Resources) -> set[bool]:
        aliases = [record.inputs["aliases"][0] for record in found.of("Record") if "aliases" in record.inputs]
        return {one["evaluateTargetHealth"] for one in aliases if one["name"].endswith("elb.amazonaws.com")}

    regions = MODES["active-active"]
    assert evaluated(built(regions=regions, services={"orders": ORDERS})) == {True}
    found = built(regions=regions, services={"orders": BLUE_GREEN})
    assert evaluated(found) == {False}
    checked = [one for one in found.of("Record") if one.inputs.get("latencyRoutingPolicies")]
    assert checked
    assert all("healthCheckId" in one.inputs for one in checked)


def test_tasks_on_instances_use_the_clusters_own_provider() -> None:
    task = {"rps": 30, "capacity": "ec2"}
    found = built(services={"orders": {**ORDERS, "ecs": task}}, ecs={"instances": {"tasks_per_instance": 2}})
    (strategy,) = found("use1-orders-service").inputs["capacityProviderStrategies"]
    assert strategy["capacityProvider"] == "use1-ecs-instances-0000"
    group = found("use1-ecs-asg").inputs
    assert (group["minSize"], group["maxSize"]) == (3, 12)


def test_services_find_each_other_unless_they_do_not_want_to() -> None:
    hidden = {**CARTS, "ecs": {"rps": 30, "service_discovery": False}}
    found = built(services={"orders": ORDERS, "carts": hidden})
    connect = found("use1-orders-service").inputs["serviceConnectConfiguration"]
    assert connect["namespace"] == found("use1-ecs-namespace").arn
    assert "serviceConnectConfiguration" not in found("use1-carts-service").inputs


def test_a_store_reaches_the_tasks() -> None:
    found = example()
    (container,) = json.loads(found("use1-orders-task").inputs["containerDefinitions"])
    assert {"name": "STORE_ORDERS_TABLE", "value": "euw1-orders-table-0000"} in container["environment"]
    (policy,) = (one for one in found if one.name == "use1-orders-policy")
    assert "dynamodb:PutItem" in policy.inputs["policy"]


def test_the_example_is_in_two_regions_that_need_nothing_of_each_other() -> None:
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        (container,) = json.loads(example()(f"{place}-orders-task").inputs["containerDefinitions"])
        assert f".ecr.{region}.amazonaws.com/orders:1.14.2" in container["image"]
        (secret,) = container["secrets"]
        assert f":secretsmanager:{region}:" in secret["valueFrom"]


def test_operators_learn_the_names_of_cluster_and_service() -> None:
    topology = plan(load(config(changed(services={"orders": ORDERS})), stack="prod"), project="p", stack="s")
    found: list[Any] = []

    def program() -> None:
        MultiRegionApi("api", {"topology": topology}).operations.apply(found.append)

    declared(program)
    service = found[0]["regions"]["use1"]["services"]["orders"]
    assert service["ecs_service"] == {
        "cluster": "use1-ecs-cluster-0000",
        "service": "use1-orders-service-0000",
        "task_definition": "arn:aws:ecs:us-east-1:111122223333:TaskDefinition/use1-orders-task",
    }
    assert service["auto_scaling_group"] is None


def test_the_settings_in_the_docs_are_sound() -> None:
    blocks = DOCS.read_text(encoding="utf-8").split("```yaml\n")[1:]
    assert len(blocks) >= 2
    for block in blocks:
        keys = yaml.safe_load(block.partition("```")[0])
        raw = changed(**{key.removeprefix("holdfast:"): value for key, value in keys.items()})
        stack(config(raw))
