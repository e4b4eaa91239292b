"""The whole API in every mode: what it declares, in which order, and what people are told."""

from __future__ import annotations

import base64
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from holdfast.components.next_steps import next_steps
from holdfast.topology.values import Role
from tests.components.api_sample import (
    NEW_ZONE,
    ORDERS,
    PARTNERS,
    STANDBY,
    USERS,
    api,
    components,
    differences,
    example,
    keys,
    operations,
    planned,
)
from tests.components.declared import ACCOUNT_ID
from tests.topology.examples import ENTRANCE, NOT_BACKED_UP, SERVICE, changed

if TYPE_CHECKING:
    from tests.components.declared import Declared

ROOT = {"MultiRegionApi api", "HostedZone global-example.com", "IncidentDashboard global"}
ENTRANCE_PARTS = {"Certificates global-{entrance}", "FailoverDns global-{entrance}"}
ELSEWHERE = {
    "EncryptionKey usw2-alerts",
    "AlarmTopic usw2",
    "AlarmTopic usw2-pages",
    "AwsHealthEvents usw2-copies",
}
"""Where AWS Health tells a second time."""
REGION_PARTS = {
    "RegionalApi {place}",
    "RegionalFoundation {place}",
    "EncryptionKey {place}",
    "Network {place}",
    "LogBucket {place}",
    "AlarmTopic {place}",
    "AlarmTopic {place}-pages",
    "AwsHealthEvents {place}",
    "RegionalAlarms {place}",
    "ServiceLogs {place}",
    "IncidentDashboard {place}",
}
VAULT_NOUNS = (
    *("", "-key", "-key-alias", "-vault", "-vault-policy", "-vault-lock"),
    *("-topic", "-topic-policy", "-notifications"),
)
BACKUP_PARTS = {"GlobalTable global-orders", "BackupSchedule use1"}
ENDPOINT_PARTS = {
    "LoadBalancer {place}-{entrance}",
    "WebAcl {place}-{entrance}",
    "RegionalHealth {place}-{entrance}",
    "CertificateAlarm {place}-{entrance}",
}


def expected(
    *places: str, entrances: tuple[str, ...] = ("public",), services: tuple[str, ...] = ("orders",)
) -> set[str]:
    """The components of an API whose entrances and services are in all of its places."""
    found = {*ROOT, *ELSEWHERE, "OutsideAlarms global"}
    for place in places:
        found |= {part.format(place=place) for part in REGION_PARTS}
        found |= {f"AutoScalingService {place}-{service}" for service in services}
        found |= {f"MaintenanceSwitch {place}"} if len(places) > 1 else set()
    for entrance in entrances:
        found |= {part.format(entrance=entrance) for part in ENTRANCE_PARTS}
        found |= {part.format(place=place, entrance=entrance) for part in ENDPOINT_PARTS for place in places}
    return found


def _vaults(*places: str) -> set[str]:
    return {f"{kind} {place}-backup" for kind in ("BackupVault", "EncryptionKey") for place in places}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("single", expected("use1")),
        ("active-passive", expected("use1", "euw1")),
        ("active-active", expected("use1", "euw1")),
        ("three regions", expected("use1", "euw1", "apne1")),
        ("two services", expected("use1", services=("orders", "users"))),
        ("two entrances", expected("use1", entrances=("public", "partners"))),
        ("adopted network", expected("use1")),
        # Nobody can ask names that are not delegated yet.
        ("undelegated", expected("use1") - {"CertificateAlarm use1-public", "OutsideAlarms global"}),
        ("delegated", expected("use1")),
        (
            "backup region",
            expected("use1") | BACKUP_PARTS | _vaults("use1", "euc1"),
        ),
        (
            "backup and restore",
            expected("use1")
            | {"AuroraDatabase global-orders", "BackupSchedule use1"}
            | _vaults("use1", "euw1"),
        ),
        ("held", expected("use1", "euw1")),
        ("budget", expected("use1") | {"MonthlyBudget global"}),
    ],
)
def test_declares_these_components(name: str, found: set[str]) -> None:
    assert components(example(name)) == found
    assert sum(not one.custom for one in example(name)) == len(found)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("single", {"Vpc": 1, "NatGateway": 3, "HealthCheck": 3, "Bucket": 1, "Zone": 0, "Budget": 0}),
        ("active-passive", {"Vpc": 2, "NatGateway": 6, "HealthCheck": 10, "Bucket": 4, "Group": 2}),
        ("active-active", {"Vpc": 2, "NatGateway": 6, "HealthCheck": 10, "Bucket": 4, "Group": 2}),
        # Each region has five: endpoint, alarm, switch, all of them, and what alarms see of the switch.
        ("three regions", {"Vpc": 3, "NatGateway": 9, "HealthCheck": 15, "Bucket": 6, "Group": 3}),
        ("two services", {"Vpc": 1, "Group": 2, "TargetGroup": 2, "ListenerRule": 2, "HealthCheck": 3}),
        ("two entrances", {"Vpc": 1, "Group": 1, "TargetGroup": 2, "HealthCheck": 6, "Certificate": 2}),
        ("adopted network", {"Vpc": 0, "Subnet": 0, "NatGateway": 0, "SecurityGroup": 2}),
        ("undelegated", {"Zone": 1, "Certificate": 1, "CertificateValidation": 0, "Listener": 1}),
        ("delegated", {"Zone": 1, "Certificate": 1, "CertificateValidation": 1, "Listener": 2}),
        ("backup region", {"Vpc": 1, "Key": 4, "Vault": 2, "Plan": 1, "Table": 1, "TableReplica": 0}),
        ("backup and restore", {"Vpc": 1, "Key": 4, "Vault": 2, "GlobalCluster": 1, "Cluster": 1}),
        ("budget", {"Budget": 1}),
    ],
)
def test_declares_so_many(name: str, counts: dict[str, int]) -> None:
    found = Counter(one.type.rsplit(":", 1)[-1] for one in example(name) if one.custom)
    assert {kind: found[kind] for kind in counts} == counts


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("single", {"", "-use1"}),
        ("active-passive", {"", "-use1", "-euw1", "-failover-primary", "-failover-secondary"}),
        ("active-active", {"", "-use1", "-euw1", "-latency-use1", "-latency-euw1"}),
        (
            "three regions",
            {"", "-use1", "-euw1", "-apne1", "-latency-use1", "-latency-euw1", "-latency-apne1"},
        ),
        ("weighted", {"", "-use1", "-euw1", "-weighted-use1", "-weighted-euw1"}),
        (
            "geolocation",
            {
                *("", "-use1", "-euw1", "-latency-use1", "-latency-euw1"),
                *("-geolocation-default", "-geolocation-eu", "-geolocation-us-ca"),
                *("-fallback-primary", "-fallback-secondary"),
            },
        ),
        (
            "multivalue",
            {"", "-use1", "-euw1", "-multivalue-use1-54-1-2-3", "-multivalue-euw1-54-1-2-4"},
        ),
        ("backup and restore", {"", "-use1"}),
    ],
)
def test_records_of_the_modes(name: str, records: set[str]) -> None:
    found = {one for one in example(name).names("Record") if "-validation-" not in one}
    assert found == {f"global-public{record}" for record in records}


def test_policies_get_what_the_plan_says() -> None:
    weights = example("weighted")
    for place, weight in (("use1", 90), ("euw1", 10)):
        record = weights(f"global-public-weighted-{place}").inputs
        assert record["weightedRoutingPolicies"] == [{"weight": weight}]
        assert record["healthCheckId"] == f"{place}-public-health-id"
    located = example("geolocation")("global-public-geolocation-us-ca").inputs
    assert located["geolocationRoutingPolicies"] == [{"country": "US", "subdivision": "CA"}]
    assert located["healthCheckId"] == "euw1-public-health-id"
    # An address is out with its region's alarm and switch, and on its own.
    joined = example("multivalue")("global-public-multivalue-use1-54-1-2-3-health").inputs
    assert joined["childHealthchecks"] == [
        "global-public-multivalue-use1-54-1-2-3-endpoint-id",
        "use1-public-dependency-check-id",
        "use1-public-switch-id",
    ]


def test_a_region_for_backups_has_a_vault_alone() -> None:
    found = example("backup region")
    there = {one.name for one in found if one.region == "eu-central-1"}
    assert there == {f"euc1-backup{noun}" for noun in VAULT_NOUNS}


def test_waits_for_what_must_be_there_first() -> None:
    found = example("active-active")
    for place in ("use1", "euw1"):
        assert f"{place}-public-cert-validation" in found(f"{place}-public-https").depends_on
        assert f"{place}-logs-policy" in found(f"{place}-public-lb").depends_on
        assert f"{place}-public-orders-rule" in found(f"{place}-orders-asg").depends_on
        assert f"global-public-latency-{place}" in found("global-public", "Record").depends_on
        assert {f"{place}-public-health", f"{place}-public-lb"} <= found(
            f"global-public-latency-{place}"
        ).depends_on
        other = {"use1": "euw1", "euw1": "use1"}[place]
        # A switch lies in the other region; its check waits until checkers may read it.
        assert {f"{other}-switch", f"{other}-switch-policy"} <= found(f"{place}-public-switch").depends_on


def test_regions_need_nothing_of_each_other() -> None:
    """Only what is global knows of regions: health, of the bucket with its switch, and us-east-1's alarms."""
    found = example("three regions")
    for one in found:
        if one.custom and one.region is not None:
            place = one.name.split("-")[0]
            others = {needed for needed in one.depends_on if needed.split("-")[0] not in (place, "global")}
            assert others - _told_in_us_east_1(one) == set(), one.urn


def _told_in_us_east_1(one: Declared) -> set[str]:
    """What an alarm or dashboard of us-east-1 may need: Route 53 keeps its metrics there alone."""
    places = ("use1", "euw1", "apne1")
    of_place = {
        place: {f"{place}-public-endpoint", f"{place}-public-health", f"{place}-public-switch"}
        for place in places
    }
    topics = {"use1-alarms-topic-policy", "use1-pages-alarms-topic-policy"}
    if one.name == "global-dashboard":
        # It shows every region at once: its paging alarm, its health, what its clients get.
        shown = {f"{place}-{noun}" for place in places for noun in ("paging", "public-lb")}
        return set().union(shown, *of_place.values())
    if one.name in ("global-public-no-region", "global-paging"):
        return set().union(topics, *of_place.values())
    watched = one.name.removeprefix("global-").split("-")[0]
    return topics | of_place[watched] if one.name.startswith("global-") else set()


def test_order_of_settings_declares_the_same() -> None:
    raw = changed(
        regions={"use1": {}, "euw1": {}},
        services={"orders": ORDERS, "users": USERS},
        entrances={"public": ENTRANCE, "partners": PARTNERS},
    )
    turned = {
        key: dict(reversed(value.items())) if isinstance(value, dict) else value
        for key, value in reversed(raw.items())
    }
    before, after = api(raw), api(turned)
    assert keys(before) == keys(after)
    assert differences(before, after) == {}


def test_outputs_for_people() -> None:
    outputs = example("undelegated")("api").outputs
    assert outputs["endpoints"] == {"public": "https://api.example.com"}
    assert outputs["name_servers"] == {"example.com": [f"ns-{number}.awsdns.test" for number in range(4)]}
    assert example("single")("api").outputs["name_servers"] == {}
    assert example("single")("api").outputs["next_steps"] == []


def test_next_steps_say_what_to_do_in_order() -> None:
    raw = changed(
        regions=STANDBY,
        stores={"orders": {"kind": "aurora-postgresql", "home": "use1", **NOT_BACKED_UP}},
        entrances={"public": {**ENTRANCE, "zone": {"name": "example.com"}}},
    )
    (delegate,) = next_steps(planned(raw))
    assert delegate == (
        "Delegate example.com to the name servers in the output 'name_servers', then run: "
        "pulumi config set --path 'holdfast:entrances.public.zone.delegated' true && pulumi up"
    )


def test_entrances_of_one_zone_are_told_together() -> None:
    entrances = {"public": NEW_ZONE, "partners": {**NEW_ZONE, "domain": "partners.example.com"}}
    (delegate,) = next_steps(planned(changed(entrances=entrances)))
    assert delegate.endswith(
        "run: pulumi config set --path 'holdfast:entrances.partners.zone.delegated' true && "
        "pulumi config set --path 'holdfast:entrances.public.zone.delegated' true && pulumi up"
    )


def test_inputs_of_the_api_say_what_a_runbook_needs_before_anything_is_deployed() -> None:
    inputs, output = example("active-passive")("api").inputs, operations("active-passive")
    assert inputs["regions"] == {"euw1": str(Role.STANDBY), "use1": str(Role.ACTIVE)}
    assert inputs["runbook"] == output["runbook"]
    assert inputs["objectives"].items() <= output["objectives"].items()
    assert inputs["recovery"]["workflows"].keys() == {"euw1", "use1"}
    assert inputs.keys() == {"regions", "runbook", "objectives", "recovery"}


def test_no_secret_is_declared() -> None:
    arn = f"arn:aws:secretsmanager:{{region}}:{ACCOUNT_ID}:secret:orders/key-Qh72Lm"
    service = {**SERVICE, "secrets": {"SIGNING_KEY": arn}}
    found = api(changed(regions={"use1": {}, "euw1": {}}, services={"orders": service}))
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        text = base64.b64decode(found(f"{place}-orders-lt").inputs["userData"]).decode()
        assert f"SIGNING_KEY {arn.format(region=region)}" in text
        assert "SIGNING_KEY=" not in text
    kinds = {one.type for one in found}
    assert not [kind for kind in kinds if "secret" in kind.lower() or "random" in kind]
