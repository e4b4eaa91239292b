from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.capacity import needed_instances, running_instances
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.plan import plan
from holdfast.topology.values import (
    Architecture,
    Mode,
    ReplicationKind,
    RoutingPolicy,
    Strategy,
    Survives,
    Topology,
)
from tests.topology.examples import ENTRANCE, NOT_BACKED_UP, SERVICE, changed, settings


def planned(raw: dict[str, Any], stack: str = "test") -> Topology:
    return plan(settings(raw), project="holdfast", stack=stack)


@pytest.mark.parametrize(
    ("rps", "per_instance", "zones", "survives", "instances"),
    [
        (900, 100, 3, Survives.ZONE, 15),  # 9 in two zones, so 5 in each of three: the factor is 3/2
        (900, 100, 2, Survives.ZONE, 18),  # the factor is 2
        (900, 100, 4, Survives.ZONE, 12),  # the factor is 4/3
        (900, 100, 3, Survives.REGION, 15),
        (900, 100, 3, Survives.INSTANCE, 10),
        (1, 100, 3, Survives.ZONE, 3),
        (1, 100, 3, Survives.INSTANCE, 2),
    ],
)
def test_sizes_are_statically_stable(
    rps: int, per_instance: int, zones: int, survives: Survives, instances: int
) -> None:
    assert (
        needed_instances(Fraction(rps), Fraction(per_instance), zones=zones, survives=survives) == instances
    )


@pytest.mark.parametrize(("percent", "running"), [(0, 0), (1, 3), (25, 4), (100, 15)])
def test_a_standby_runs_a_share_of_what_it_needs(percent: int, running: int) -> None:
    assert running_instances(15, percent, 3) == running


@pytest.mark.parametrize(
    ("instance_type", "architecture"),
    [
        ("m7g.large", Architecture.ARM64),
        ("c7gn.4xlarge", Architecture.ARM64),
        ("is4gen.medium", Architecture.ARM64),
        ("a1.large", Architecture.ARM64),
        ("t4g.small", Architecture.ARM64),
        ("g5g.xlarge", Architecture.ARM64),
        ("m7i.large", Architecture.X86_64),
        ("g5.xlarge", Architecture.X86_64),
        ("g4dn.xlarge", Architecture.X86_64),
        ("t3.micro", Architecture.X86_64),
        ("u7i-12tb.224xlarge", Architecture.X86_64),
    ],
)
def test_the_architecture_is_read_from_the_type(instance_type: str, architecture: Architecture) -> None:
    assert architecture_of(instance_type) is architecture


def test_a_text_that_is_no_instance_type_is_refused() -> None:
    with pytest.raises(ValueError, match="'large' is not an EC2 instance type"):
        architecture_of("large")


def test_one_region_is_reached_simply_and_has_no_switch() -> None:
    entrance = planned(changed()).entrances[0]
    assert (entrance.mode, entrance.policy, entrance.slots) == (
        Mode.SINGLE_REGION,
        RoutingPolicy.SIMPLE,
        None,
    )
    assert [endpoint.switch_place for endpoint in entrance.endpoints] == [None]
    assert entrance.endpoints[0].host == "use1.api.example.com"


def test_a_standby_makes_a_failover_pair_with_a_smaller_standby() -> None:
    topology = planned(changed(regions={"use1": {}, "euw1": {"role": "standby"}}))
    entrance = topology.entrances[0]
    assert (entrance.mode, entrance.strategy) == (Mode.ACTIVE_PASSIVE, Strategy.WARM_STANDBY)
    assert entrance.slots is not None
    assert (entrance.slots.primary, entrance.slots.secondary) == ("use1", "euw1")
    sizes = {region.place: region.services[0].capacity for region in topology.regions}
    assert (sizes["use1"].minimum, sizes["use1"].needed) == (15, 15)
    assert (sizes["euw1"].minimum, sizes["euw1"].needed, sizes["euw1"].maximum) == (4, 15, 30)


def test_backup_and_restore_builds_no_standby() -> None:
    standby = {**ENTRANCE, "standby": {"strategy": "backup-and-restore"}}
    topology = planned(
        changed(regions={"use1": {}, "euw1": {"role": "standby"}}, entrances={"public": standby})
    )
    assert [region.network is None for region in topology.regions] == [True, False]
    assert topology.entrances[0].policy is RoutingPolicy.SIMPLE


def test_a_backup_region_has_no_network_and_receives_copies() -> None:
    topology = planned(
        changed(
            regions={"use1": {}, "euc1": {"role": "backup"}},
            stores={"orders": {"kind": "dynamodb", "home": "use1"}},
            backups={"copy_to": ["euc1"]},
        )
    )
    backup = next(region for region in topology.regions if region.place == "euc1")
    assert (backup.network, backup.services) == (None, ())
    assert [(edge.kind, edge.source, edge.target) for edge in topology.edges] == [
        (ReplicationKind.BACKUP, "use1", "euc1")
    ]


def test_an_aurora_replicates_from_its_writer_a_table_everywhere() -> None:
    regions: dict[str, Any] = {"use1": {}, "euw1": {}}
    aurora = {
        "kind": "aurora-postgresql",
        "home": "use1",
        "write_routing": "forwarded",
        **NOT_BACKED_UP,
    }
    edges = planned(changed(regions=regions, stores={"db": aurora})).edges
    assert [(edge.source, edge.target) for edge in edges] == [("use1", "euw1")]
    table = {"kind": "dynamodb", "home": "use1", "write_routing": "any-region", **NOT_BACKED_UP}
    edges = planned(changed(regions=regions, stores={"db": table})).edges
    assert [(edge.source, edge.target) for edge in edges] == [("euw1", "use1"), ("use1", "euw1")]


def test_the_image_names_the_region_of_each_place() -> None:
    image = "111122223333.dkr.ecr.{region}.amazonaws.com/orders:1.0"
    topology = planned(
        changed(regions={"use1": {}, "euw1": {}}, services={"orders": {**SERVICE, "image": image}})
    )
    assert [region.services[0].image for region in topology.regions] == [
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.0",
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/orders:1.0",
    ]


def test_weights_decide_what_a_region_must_carry() -> None:
    weighted = {**ENTRANCE, "policy": "weighted", "weights": {"use1": 90, "euw1": 10, "usw2": 0}}
    topology = planned(changed(regions={"use1": {}, "euw1": {}, "usw2": {}}, entrances={"public": weighted}))
    needed = {region.place: region.services[0].capacity.needed for region in topology.regions}
    # Without euw1 all goes to use1; without use1 all goes to euw1; usw2 gets traffic only when both are gone.
    assert needed == {"use1": 15, "euw1": 15, "usw2": 3}


def test_a_key_that_makes_a_name_too_long_is_refused_with_the_limit() -> None:
    services = {"inventory-query": SERVICE}
    entrances = {"customer-facing": ENTRANCE}
    with pytest.raises(SettingsError, match=r"'use1-customer-facing-inventory-query-tg'.*AWS allows 32"):
        planned(changed(services=services, entrances=entrances))


def test_a_default_is_marked_as_such() -> None:
    region = planned(changed(regions={"use1": {"zones": 2}})).regions[0]
    assert region.network is not None
    assert region.network.origin["zones"] == "holdfast:regions.use1.zones"
    assert region.network.origin["cidr"] == "holdfast:regions.use1.cidr (default)"


def test_an_adopted_network_has_its_own_block_and_says_so() -> None:
    adopt = {
        "vpc_id": "vpc-01234567",
        "cidr": "10.200.0.0/24",
        "private_subnet_ids": ["subnet-01234567", "subnet-01234568"],
    }
    internal = {**ENTRANCE, "load_balancer": {"internal": True}}
    raw = changed(regions={"use1": {"zones": 2, "adopt": adopt}}, entrances={"public": internal})
    network = planned(raw).regions[0].network
    assert network is not None
    assert (network.cidr, network.subnets) == ("10.200.0.0/24", ())
    assert network.origin["cidr"] == "holdfast:regions.use1.adopt.cidr"


@pytest.mark.parametrize(
    ("zone", "delegated", "accelerated"),
    [
        ({"id": "Z0123456789ABC"}, True, True),
        ({}, False, True),
        ({"accelerated_recovery": False, "delegated": True}, True, False),
    ],
)
def test_a_zone_is_delegated_if_it_exists_and_recovers_fast_unless_told_otherwise(
    zone: dict[str, Any], *, delegated: bool, accelerated: bool
) -> None:
    raw = changed(entrances={"public": {**ENTRANCE, "zone": {"name": "example.com", **zone}}})
    found = planned(raw).entrances[0].zone
    assert found is not None
    assert (found.delegated, found.accelerated_recovery) == (delegated, accelerated)
