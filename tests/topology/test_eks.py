from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.eks_clusters import _Pods, nodes_in_zone
from holdfast.topology.plan import plan
from holdfast.topology.values import (
    Architecture,
    EksAccessLevel,
    EksClusterPlan,
    EksServicePlan,
    EksSupport,
    NodeOs,
    RegionPlan,
    Survives,
)
from tests.topology.examples import ENTRANCE, changed, settings

ADMIN = "arn:aws:iam::111122223333:role/platform"
ORDERS: dict[str, Any] = {
    "kind": "eks",
    "port": 8080,
    "peak_rps": 900,
    "eks": {"rps": 100, "pods_per_node": 4},
}
BASKET: dict[str, Any] = {
    **ORDERS,
    "priority": 10,
    "paths": ["/basket/*"],
    "eks": {"rps": 100, "pods_per_node": 8, "namespace": "shop", "kubernetes_service": "basket-http"},
}
EKS: dict[str, Any] = {
    "version": "1.35",
    "access": {"platform": {"principal": ADMIN, "level": "cluster-admin"}},
}
BASE = changed(services={"orders": ORDERS}, eks=EKS)


def region(raw: dict[str, Any], place: str = "use1") -> RegionPlan:
    topology = plan(settings(raw), project="holdfast", stack="test")
    return next(one for one in topology.regions if one.place == place)


def cluster(raw: dict[str, Any], place: str = "use1") -> EksClusterPlan:
    found = region(raw, place).eks
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("pods", "zones", "headroom", "survives", "nodes"),
    [
        ([_Pods(15, 5)], 3, 0, Survives.ZONE, 1),  # 5 in each zone fill one node
        ([_Pods(15, 5)], 3, 25, Survives.ZONE, 2),
        ([_Pods(15, 4)], 3, 0, Survives.REGION, 2),
        ([_Pods(15, 4), _Pods(9, 4)], 3, 0, Survives.ZONE, 2),  # 5/4 + 3/4: they share nodes
        ([_Pods(16, 5)], 3, 0, Survives.ZONE, 2),  # a zone has 6 of them
        ([_Pods(0, 5)], 3, 50, Survives.ZONE, 1),  # DNS and controllers run even where no pod does
        ([], 3, 50, Survives.ZONE, 1),
        ([_Pods(10, 10)], 2, 0, Survives.INSTANCE, 1),  # one node, and one for the loss of it
        ([_Pods(40, 10)], 2, 0, Survives.INSTANCE, 3),
        ([_Pods(0, 10)], 2, 0, Survives.INSTANCE, 1),
    ],
)
def test_nodes_are_counted_from_pods(
    pods: list[_Pods], zones: int, headroom: int, survives: Survives, nodes: int
) -> None:
    assert nodes_in_zone(pods, zones=zones, headroom_percent=headroom, survives=survives) == nodes


def test_a_region_survives_a_zone_on_what_runs() -> None:
    plan_of_region = region(BASE)
    (orders,) = plan_of_region.services
    # 900 rps by 100 each, carried by two of three zones: 5 pods in each.
    assert (orders.capacity.minimum, orders.capacity.needed, orders.capacity.maximum) == (15, 15, 30)
    assert plan_of_region.eks is not None
    nodes = plan_of_region.eks.nodes
    # 5 pods by 4 and a quarter more; 30 pods in two zones by 4 and a quarter more.
    assert (nodes.minimum, nodes.maximum, nodes.spot_maximum) == (2, 5, 0)
    assert nodes.types == ("m7g.large",)
    assert (nodes.architecture, nodes.os, nodes.volume_gib) == (Architecture.ARM64, NodeOs.AL2023, 50)


def test_without_an_autoscaler_the_ceiling_runs() -> None:
    nodes = cluster(changed(BASE, eks={**EKS, "cluster_autoscaler": False})).nodes
    assert (nodes.minimum, nodes.maximum) == (5, 5)


def test_spot_nodes_are_never_what_the_peak_needs() -> None:
    spot = {"types": ["m7g.large", "m6g.large"], "spot_percent_above_needed": 50}
    nodes = cluster(changed(BASE, eks={**EKS, "nodes": spot})).nodes
    # Needed are 2, so of the 3 above half is spot, rounded down.
    assert (nodes.minimum, nodes.maximum, nodes.spot_maximum) == (2, 4, 1)


@pytest.mark.parametrize(
    ("strategy", "pods", "nodes"),
    [("pilot-light", 0, 1), ("warm-standby", 4, 1), ("hot-standby", 15, 2)],
)
def test_a_standby_keeps_a_node_in_each_zone(strategy: str, pods: int, nodes: int) -> None:
    raw = changed(
        BASE,
        regions={"use1": {}, "euw1": {"role": "standby"}},
        entrances={"public": {**ENTRANCE, "standby": {"strategy": strategy}}},
    )
    standby = region(raw, "euw1")
    assert standby.services[0].capacity.minimum == pods
    assert standby.eks is not None
    assert standby.eks.nodes.minimum == nodes
    # What a failover needs is not what a standby runs, but the ceiling is the same.
    assert standby.eks.nodes.maximum == cluster(raw, "use1").nodes.maximum


def test_services_share_the_nodes_of_a_region() -> None:
    alone = cluster(BASE).nodes
    both = cluster(changed(BASE, services={"orders": ORDERS, "basket": BASKET})).nodes
    assert both.minimum == 3  # 5/4 and 5/8, and a quarter more
    assert both.maximum > alone.maximum


def test_names_default_to_the_service() -> None:
    services = region(changed(BASE, services={"orders": ORDERS, "basket": BASKET})).services
    plans = {one.key: one.eks for one in services}
    assert plans["orders"] is not None
    assert replace(plans["orders"], origin={}) == EksServicePlan(
        namespace="orders", service_account="orders", kubernetes_service="orders", pods_per_node=4, origin={}
    )
    assert plans["basket"] is not None
    assert plans["basket"].namespace == "shop"
    assert plans["basket"].kubernetes_service == "basket-http"
    assert plans["basket"].origin["namespace"] == "holdfast:services.basket.eks.namespace"
    assert plans["basket"].origin["service_account"].endswith("service_account (default)")


def test_choices_reach_the_plan_sorted() -> None:
    asked = {
        **EKS,
        "support": "standard",
        "access": {
            "zoe": {"principal": f"{ADMIN}-2", "level": "edit", "namespaces": ["shop", "carts"]},
            **EKS["access"],
        },
        "endpoint": {"public_cidrs": ["203.0.113.0/24"], "private_cidrs": ["10.250.0.0/24"]},
        "addons": ["metrics-server", "aws-ebs-csi-driver"],
        "addon_versions": {"vpc-cni": "v1.20.4-eksbuild.1"},
        "service_cidr": "192.168.0.0/18",
        "zonal_shift": False,
        "log_types": ["scheduler", "audit"],
        "log_retention_days": 30,
    }
    found = cluster(changed(BASE, eks=asked))
    assert found.version == "1.35"
    assert found.support is EksSupport.STANDARD
    assert [(one.key, one.level, one.namespaces) for one in found.access] == [
        ("platform", EksAccessLevel.CLUSTER_ADMIN, ()),
        ("zoe", EksAccessLevel.EDIT, ("carts", "shop")),
    ]
    assert (found.public_cidrs, found.private_cidrs) == (("203.0.113.0/24",), ("10.250.0.0/24",))
    assert found.addons == ("aws-ebs-csi-driver", "metrics-server")
    assert found.addon_versions == {"vpc-cni": "v1.20.4-eksbuild.1"}
    assert (found.service_cidr, found.zonal_shift) == ("192.168.0.0/18", False)
    assert (found.log_types, found.log_retention_days) == (("audit", "scheduler"), 30)
    assert found.origin["version"] == "holdfast:eks.version"
    assert found.origin["minimum"].startswith("holdfast:services.orders.peak_rps, ")


def test_regions_are_upgraded_one_after_the_other() -> None:
    raw = changed(
        BASE,
        regions={"use1": {}, "euw1": {}},
        eks={**EKS, "version": {"use1": "1.35", "euw1": "1.34"}},
    )
    assert (cluster(raw, "use1").version, cluster(raw, "euw1").version) == ("1.35", "1.34")


def test_no_cluster_without_a_service_on_it() -> None:
    assert region(changed()).eks is None


@pytest.mark.parametrize(
    ("project", "nouns"),
    [("holdfast", set()), ("h" * 32, {"IAM role"}), ("h" * 50, {"IAM role", "node group"})],
)
def test_names_that_aws_would_refuse_are_told_by_the_plan(project: str, nouns: set[str]) -> None:
    found: set[str] = set()
    try:
        plan(settings(BASE), project=project, stack="test")
    except SettingsError as error:
        found = {
            noun
            for noun in ("IAM role", "node group")
            for one in error.mistakes
            if f"{noun} 'use1-eks" in one.message
        }
    assert found == nouns


def test_a_project_with_a_dot_is_no_name_for_a_cluster() -> None:
    with pytest.raises(SettingsError) as raised:
        plan(settings(BASE), project="my.api", stack="test")
    assert any("EKS cluster 'use1-eks'" in one.message for one in raised.value.mistakes)
