"""Kubernetes on EKS as a stack declares it: cluster, services and load balancers belong together."""

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
from tests.components.api_sample import ADOPTED
from tests.components.declared import Resources, declared
from tests.settings.stack_files import as_pulumi_gives_it
from tests.topology.examples import NOT_BACKED_UP, changed, config

ADMIN = "arn:aws:iam::111122223333:role/platform"
EXAMPLE = Path(__file__).parents[2] / "examples" / "eks" / "Pulumi.prod.yaml"
WITH_DATABASE: dict[str, Any] = changed(
    regions={"use1": {"adopt": ADOPTED, "zones": 3}},
    services={
        key: {
            "kind": "eks",
            "port": 8080,
            "peak_rps": 90,
            "priority": priority,
            "paths": [f"/{key}/*"],
            "eks": {"rps": 30, "pods_per_node": 4},
            "stores": ["main"],
        }
        for key, priority in (("orders", 10), ("users", 20))
    },
    stores={"main": {"kind": "aurora-postgresql", "aurora": {}, **NOT_BACKED_UP}},
    eks={
        "version": "1.35",
        "access": {"platform": {"principal": ADMIN, "level": "cluster-admin"}},
    },
)
WITH_DATABASE["regions"]["use1"]["adopt"] = {
    **ADOPTED,
    "isolated_subnet_ids": ["subnet-0c000001", "subnet-0c000002", "subnet-0c000003"],
}


def stack(raw: dict[str, str]) -> tuple[Resources, dict[str, Any]]:
    topology = plan(load(raw, stack="prod"), project="holdfast", stack="prod")
    found: dict[str, Any] = {}

    def program() -> None:
        api = MultiRegionApi("api", {"topology": topology})
        api.operations.apply(found.update)

    return declared(program), found


@cache
def example() -> tuple[Resources, dict[str, Any]]:
    return stack(as_pulumi_gives_it(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["config"]))


@cache
def with_database() -> tuple[Resources, dict[str, Any]]:
    return stack(config(WITH_DATABASE))


@pytest.mark.parametrize("place", ["use1", "euw1"])
def test_each_region_has_a_cluster_of_its_own(place: str) -> None:
    resources, _ = example()
    subnets = resources(f"{place}-eks-cluster", "Cluster").inputs["vpcConfig"]["subnetIds"]
    assert subnets == [f"{place}-private-{zone}-id" for zone in "abc"]
    for zone in "abc":
        group = resources(f"{place}-eks-nodes-{zone}")
        assert group.inputs["subnetIds"] == [f"{place}-private-{zone}-id"]
        assert group.inputs["tags"]["Place"] == place
    other = {"use1": "euw1", "euw1": "use1"}[place]
    ours = [one for one in resources if one.name.startswith(f"{place}-eks")]
    assert not [one.name for one in ours if any(name.startswith(other) for name in one.depends_on)]


def test_services_on_one_port_open_it_once_to_the_load_balancer() -> None:
    resources, _ = example()
    rules = [one for one in resources.of("SecurityGroupIngressRule") if one.name.startswith("use1-eks-sg")]
    assert {one.name for one in rules} == {
        "use1-eks-sg-ingress-own",
        "use1-eks-sg-ingress-public-8080",
        "use1-eks-sg-ingress-api-10-250-0-0-24",
    }
    rule = resources("use1-eks-sg-ingress-public-8080").inputs
    assert rule["referencedSecurityGroupId"] == "use1-public-sg-id"


def test_operations_hold_what_a_deployment_applies() -> None:
    resources, operations = example()
    for key, path in (("orders", "/*"), ("basket", "/basket")):
        service = operations["regions"]["euw1"]["services"][key]
        assert service["kind"] == "eks"
        handed = service["kubernetes"]
        assert (handed["cluster"], handed["namespace"]) == ("holdfast-prod-euw1-eks", "shop")
        group = resources(f"euw1-public-{key}-tg")
        assert group.inputs["targetType"] == "ip"
        binding = handed["target_group_bindings"]["public"]
        assert binding["spec"]["targetGroupARN"] == group.arn
        assert binding["spec"]["vpcID"] == "euw1-vpc-id"
        assert handed["helm_values"]["environment"]["STORE_ORDERS_TABLE"]
        assert handed["helm_values"]["autoscaling"]["minReplicas"] == service["minimum"]
        statement = json.loads(resources(f"euw1-{key}-targets").inputs["policy"])["Statement"][0]
        assert statement["Resource"] == [group.arn]
        assert path in json.dumps(resources(f"euw1-public-{key}-rule").inputs)
    image = operations["regions"]["euw1"]["services"]["orders"]["kubernetes"]["helm_values"]["image"]
    assert image == {"repository": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders", "tag": "2.4.0"}


def test_a_store_admits_the_cluster_once_for_all_its_services() -> None:
    resources, operations = with_database()
    rules = [one for one in resources.of("SecurityGroupIngressRule") if "store" in one.name]
    assert [one.name for one in rules] == ["use1-eks-store-main"]
    assert rules[0].inputs["referencedSecurityGroupId"] == "use1-eks-sg-id"
    assert rules[0].inputs["fromPort"] == 5432
    for key in ("orders", "users"):
        policy = json.loads(resources(f"use1-{key}-policy").inputs["policy"])["Statement"]
        assert "StoreMain1" in {one["Sid"] for one in policy}
        handed = operations["regions"]["use1"]["services"][key]["kubernetes"]
        assert handed["helm_values"]["environment"]["STORE_MAIN_ENDPOINT"]


def test_an_adopted_network_gives_its_subnets_in_the_order_of_zones() -> None:
    resources, _ = with_database()
    assert [resources(f"use1-eks-nodes-{zone}").inputs["subnetIds"] for zone in "abc"] == [
        [one] for one in ADOPTED["private_subnet_ids"]
    ]


def test_other_kinds_have_no_kubernetes() -> None:
    _, operations = stack(config(changed()))
    assert operations["regions"]["use1"]["services"]["orders"]["kubernetes"] is None
