from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.settings.stack_files import REMOVE, loaded, mistakes

ADMIN = "arn:aws:iam::111122223333:role/platform"
POD = f"""
holdfast:services:
  orders: {{ kind: eks, instance: {REMOVE!r}, eks: {{ rps: 60, pods_per_node: 4 }} }}
holdfast:eks:
  version: "1.35"
  access: {{ platform: {{ principal: "{ADMIN}", level: cluster-admin }} }}
"""
SPREAD = "holdfast:regions: { use1: {}, euw1: { zones: 3 } }"
CARTS = """
holdfast:services:
  orders: { priority: 10, paths: [/orders/*], eks: { namespace: shop, service_account: shop } }
  carts: { kind: eks, port: 80, peak_rps: 1, priority: 20, eks: { rps: 1, pods_per_node: 1 } }
"""
NO_NAT = "holdfast:network: { nat: none, gateway_endpoints: [s3], interface_endpoints: [ec2, logs] }"


def eks(settings: str) -> str:
    """Patch what the clusters have in common."""
    return f"holdfast:eks: {settings}"


def pods(settings: str) -> str:
    """Patch the service."""
    return f"holdfast:services: {{ orders: {settings} }}"


def test_least_settings_are_sound_and_the_rest_has_defaults() -> None:
    settings = loaded(POD)
    asked = settings.eks
    assert asked.support == "extended"
    assert asked.endpoint.public_cidrs == ()
    assert asked.nodes.types == ("m7g.large",)
    assert asked.cluster_autoscaler is True
    assert asked.addons == ("eks-node-monitoring-agent", "metrics-server")
    assert len(asked.log_types) == 5


@pytest.mark.parametrize(
    ("patches", "key", "message"),
    [
        ((pods("{ artefact: s3://bucket/key.tar.gz }"),), "services.orders.artefact", "nothing to start"),
        ((pods("{ scaling: { warm_pool: {} } }"),), "services.orders.scaling.warm_pool", "does nothing for"),
        (
            (pods("{ scaling: { spot_percent_above_minimum: 10 } }"),),
            "services.orders.scaling.spot_percent_above_minimum",
            "nodes are holdfast:eks.nodes",
        ),
        ((pods("{ eks: { namespace: kube-shop } }"),), "services.orders.eks.namespace", "begins with kube-"),
        ((pods("{ eks: { namespace: Shop } }"),), "services.orders.eks.namespace", "1 to 63 lower-case"),
        ((pods("{ eks: { kubernetes_service: 1st } }"),), "services.orders.eks.kubernetes_service", "letter"),
        ((pods("{ eks: { pods_per_node: 0 } }"),), "services.orders.eks.pods_per_node", "1"),
        (
            (CARTS, "holdfast:services: { carts: { eks: { namespace: shop, service_account: shop } } }"),
            "services.carts.eks.service_account",
            "shop/shop has the role of orders already",
        ),
        ((eks(f"{{ version: {REMOVE!r} }}"),), "eks", "needs version"),
        ((eks("{ version: 1.35 }"),), "eks.version", "quoted text"),
        ((eks('{ version: "1.30" }'),), "eks.version", "the oldest is 1.32"),
        ((eks('{ version: "1.33", support: standard }'),), "eks.version", "out of standard support"),
        ((SPREAD, eks('{ version: { use1: "1.35" } }')), "eks.version", "says nothing for euw1"),
        (
            (eks('{ version: { euw1: "1.35", use1: "1.35" } }'),),
            "eks.version.use1",
            "no service of kind eks runs there",
        ),
        ((eks("{ access: { platform: { level: admin } } }"),), "eks.access", "needs a principal of level"),
        ((eks(f"{{ access: {{ platform: {REMOVE!r} }} }}"),), "eks.access", "needs a principal of level"),
        (
            (eks(f'{{ access: {{ others: {{ principal: "{ADMIN}", level: view }} }} }}'),),
            "eks.access.others.principal",
            "is platform's already",
        ),
        (
            (eks("{ access: { platform: { namespaces: [shop] } } }"),),
            "eks.access.platform.namespaces",
            "a cluster-admin is one of the whole cluster",
        ),
        (
            (eks("{ access: { platform: { principal: platform } } }"),),
            "eks.access.platform.principal",
            "an IAM role or user",
        ),
        ((eks("{ nodes: { types: [m7g.large, m7i.large] } }"),), "eks.nodes.types", "mixes Graviton and x86"),
        ((eks("{ nodes: { types: [m7g.large, m7g.large] } }"),), "eks.nodes.types", "names 'm7g.large' 2"),
        (
            (eks("{ nodes: { spot_percent_above_needed: 50 } }"),),
            "eks.nodes.spot_percent_above_needed",
            "with one instance type",
        ),
        (
            (
                eks(
                    "{ nodes: { types: [m7g.large, m6g.large], spot_percent_above_needed: 50 }, "
                    "cluster_autoscaler: false }"
                ),
            ),
            "eks.nodes.spot_percent_above_needed",
            "nothing but cluster_autoscaler",
        ),
        ((eks("{ addons: [metrics-server, metrics-server] }"),), "eks.addons", "names 'metrics-server' 2"),
        (
            (eks("{ addon_versions: { aws-ebs-csi-driver: v1.40.0-eksbuild.1 } }"),),
            "eks.addon_versions.aws-ebs-csi-driver",
            "is not among addons",
        ),
        ((eks("{ addon_versions: { vpc-cni: latest } }"),), "eks.addon_versions.vpc-cni", "eksbuild"),
        ((eks("{ addon_versions: { vpc: v1.1.1-eksbuild.1 } }"),), "eks.addon_versions", "add-on"),
        ((eks("{ service_cidr: 8.8.0.0/16 }"),), "eks.service_cidr", "a private block from /12 to /24"),
        ((eks("{ service_cidr: 10.96.0.0/12 }"),), "eks.service_cidr", "overlaps the network of euw1"),
        ((NO_NAT,), "network.interface_endpoints", "add autoscaling, ecr.api, ecr.dkr, eks, eks-auth"),
    ],
)
def test_contradictions_are_refused_where_they_stand(
    patches: tuple[str, ...], key: str, message: str
) -> None:
    if any("10.96.0.0/12" in one for one in patches):
        patches = ("holdfast:regions: { euw1: { cidr: 10.96.0.0/16 } }", *patches)
    found = mistakes(POD, *patches)
    assert [one for one in found if one.key.startswith(f"holdfast:{key}") and message in str(one)], found


def test_clusters_that_nothing_runs_on_are_refused() -> None:
    (found,) = mistakes('holdfast:eks: { version: "1.35" }')
    assert found.key == "holdfast:eks"
    assert "no service is of kind eks" in found.message


def test_two_services_of_one_namespace_have_accounts_of_their_own() -> None:
    assert mistakes(POD, CARTS) == ()


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_shows_settings_that_load(number: int) -> None:
    page = Path("docs/eks.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    blocks = [block for block in blocks if block.startswith("holdfast:")]
    assert len(blocks) == 2
    shown = yaml.safe_load(blocks[number])
    base = "" if "holdfast:services" in shown else POD
    remove = f"holdfast:services: {{ orders: {{ instance: {REMOVE!r}, image: {REMOVE!r} }} }}"
    assert mistakes(SPREAD, remove, base, blocks[number]) == ()
