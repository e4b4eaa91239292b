"""One region of the API: what it declares, how its parts are joined, and what it leaves to others."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.regional_api import RegionalApi
from tests.components.api_sample import (
    EXAMPLES,
    ORDERS,
    PARTNERS,
    REGIONAL_NETWORK,
    STANDBY,
    USERS,
    components,
    example,
    planned,
)
from tests.components.declared import ACCOUNT_ID, Resources, declared
from tests.components.network_sample import KEY_ARN
from tests.topology.examples import ENTRANCE, SERVICE, changed

if TYPE_CHECKING:
    from holdfast.components.regional_api import RegionalApiArgs

SECRET = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:orders/signing-key-Qh72Lm"


def certificate(entrance: str, name: str = "us-east-1") -> str:
    return f"arn:aws:acm:{name}:{ACCOUNT_ID}:certificate/{entrance}"


def region(raw: dict[str, Any], place: str = "use1", **changes: Any) -> Resources:
    topology = planned(raw)
    plan = next(one for one in topology.regions if one.place == place)
    args: RegionalApiArgs = {
        "plan": plan,
        "network": REGIONAL_NETWORK,
        "key_arn": KEY_ARN.replace("us-east-1", plan.region),
        "entrances": topology.entrances,
        "certificate_arns": {
            one.key: certificate(one.key, plan.region) for one in topology.entrances if one.is_certified
        },
        "account_id": ACCOUNT_ID,
        "protection": True,
        "tags": {"Team": "orders"},
    }
    return declared(lambda: RegionalApi(place, {**args, **changes}))  # type: ignore[typeddict-item]  # any key


def service(**changes: Any) -> dict[str, Any]:
    return changed(services={"orders": {**SERVICE, **changes}})


def user_data(found: Resources, name: str = "use1-orders-lt") -> str:
    return base64.b64decode(found(name).inputs["userData"]).decode()


def of_component(found: Resources, parent: str, *types: str) -> set[str]:
    mine = (one for one in found if one.custom and one.parent == parent)
    return {one.name for one in mine if one.urn.split("$")[0].endswith(types)}


def test_declares_its_parts_and_no_more() -> None:
    found = region(EXAMPLES["single"])
    assert components(found) == {
        "RegionalApi use1",
        "LogBucket use1",
        "LoadBalancer use1-public",
        "WebAcl use1-public",
        "AutoScalingService use1-orders",
    }
    assert {one.name for one in found if not one.custom and one.parent is None} == {"use1"}
    assert of_component(found, "use1-public", "LoadBalancer") == {
        "use1-public-sg",
        "use1-public-ingress-443-0.0.0.0_0",
        "use1-public-ingress-80-0.0.0.0_0",
        "use1-public-egress",
        "use1-public-lb",
        "use1-public-orders-tg",
        "use1-public-https",
        "use1-public-http",
        "use1-public-orders-rule",
    }
    assert of_component(found, "use1-orders", "AutoScalingService") == {
        "use1-orders-logs",
        "use1-orders-role",
        "use1-orders-policy",
        "use1-orders-profile",
        "use1-orders-sg",
        "use1-orders-sg-ingress-public",
        "use1-orders-sg-egress-https",
        "use1-orders-sg-egress-vpc",
        "use1-orders-lt",
        "use1-orders-asg",
        "use1-orders-cpu",
        "use1-orders-requests-public",
    }
    assert found("use1", "RegionalApi").outputs.keys() == {"vpc_id", "key_arn", "origin"}
    assert found("use1", "RegionalApi").inputs == {"region": "us-east-1", "role": "active"}


def test_is_all_in_its_region() -> None:
    found = region(EXAMPLES["active-active"], "euw1")
    assert {one.region for one in found if one.region is not None} == {"eu-west-1"}
    assert "us-east-1" not in json.dumps([one.inputs for one in found if one.custom])


def test_two_services_share_a_load_balancer() -> None:
    found = region(EXAMPLES["two services"])
    assert found.names("TargetGroup") == {"use1-public-orders-tg", "use1-public-users-tg"}
    assert found.names("ListenerRule") == {"use1-public-orders-rule", "use1-public-users-rule"}
    assert found.names("Group") == {"use1-orders-asg", "use1-users-asg"}
    assert found.names("LoadBalancer") == {"use1-public", "use1-public-lb"}
    assert found("use1-users-asg").inputs["targetGroupArns"] == [found("use1-public-users-tg").arn]
    assert found("use1-users-sg-ingress-public").inputs["fromPort"] == 9090


def test_two_entrances_have_a_load_balancer_each_before_one_service() -> None:
    found = region(EXAMPLES["two entrances"])
    assert found("use1-orders-asg").inputs["targetGroupArns"] == [
        found("use1-partners-orders-tg").arn,
        found("use1-public-orders-tg").arn,
    ]
    assert {"use1-orders-sg-ingress-partners", "use1-orders-sg-ingress-public"} <= found.names()
    assert {"use1-orders-requests-partners", "use1-orders-requests-public"} <= found.names()
    for key in ("partners", "public"):
        assert found(f"use1-{key}-https").inputs["certificateArn"] == certificate(key)


def test_a_service_stands_behind_the_entrances_that_name_it() -> None:
    raw = changed(
        services={"orders": ORDERS, "users": USERS},
        entrances={
            "public": {**ENTRANCE, "services": ["orders"]},
            "partners": {**PARTNERS, "services": ["users"]},
        },
    )
    found = region(raw)
    assert found.names("TargetGroup") == {"use1-public-orders-tg", "use1-partners-users-tg"}
    assert found("use1-users-asg").inputs["targetGroupArns"] == [found("use1-partners-users-tg").arn]


def test_subnets_are_public_for_an_entrance_from_the_internet_and_private_for_an_internal_one() -> None:
    internal = {**ENTRANCE, "load_balancer": {"internal": True, "allowed_cidrs": ["10.0.0.0/8"]}}
    for entrance, tier in ((ENTRANCE, "public"), (internal, "private")):
        balancer = region(changed(entrances={"public": entrance}))("use1-public-lb").inputs
        assert balancer["subnets"] == [f"subnet-{tier}-{zone}" for zone in "ab"]
        assert balancer["internal"] is (tier == "private")


def test_nothing_is_said_to_be_reachable_before_it_is() -> None:
    found = example("single")
    balancer, group = found("use1-public-lb"), found("use1-orders-asg")
    assert balancer.inputs["accessLogs"]["bucket"] == "use1-logs-bucket"
    # Logs are delivered, targets registered and instances booted only once all that they need stands.
    assert "use1-logs-policy" in balancer.depends_on
    assert "use1-public-route" in balancer.depends_on
    assert "use1-public-orders-rule" in group.property_depends_on["targetGroupArns"]
    assert {"use1-private-route-a", "use1-nat-a"} & group.depends_on
    assert {"use1-orders-policy", "use1-orders-sg-egress-https"} <= group.depends_on
    requests = found("use1-orders-requests-public")
    assert "use1-public-orders-rule" in requests.property_depends_on["targetTrackingConfiguration"]


def test_without_a_certificate_nothing_listens_on_443_and_no_request_is_counted() -> None:
    found = region(EXAMPLES["undelegated"])
    assert found.names("Listener") == {"use1-public-http"}
    assert found.names("ListenerRule") == set()
    assert found.names("Policy") == {"use1-orders-cpu"}
    assert found("use1-orders-asg").inputs["targetGroupArns"] == [found("use1-public-orders-tg").arn]


def test_the_regions_key_encrypts_what_rests() -> None:
    found = region(EXAMPLES["single"])
    assert found("use1-orders-logs").inputs["kmsKeyId"] == KEY_ARN
    assert found("use1-orders-lt").inputs["blockDeviceMappings"][0]["ebs"]["kmsKeyId"] == KEY_ARN


def test_log_files_are_kept_as_long_as_the_most_careful_entrance_asks() -> None:
    longer = {**PARTNERS, "load_balancer": {"log_retention_days": 400}}
    found = region(changed(entrances={"public": ENTRANCE, "partners": longer}))
    rules = found("use1-logs-lifecycle").inputs["rules"]
    assert rules[0]["expiration"] == {"days": 400}


def test_everything_says_where_it_is_and_a_services_parts_whose_they_are() -> None:
    found = region(EXAMPLES["two services"])
    for one in found:
        if isinstance(tags := one.inputs.get("tags"), dict):
            assert tags["Place"] == "use1", one.urn
            assert tags["Team"] == "orders", one.urn
    for key in ("orders", "users"):
        parts = [
            one for one in found if one.parent == f"use1-{key}" and isinstance(one.inputs.get("tags"), dict)
        ]
        assert {one.inputs["tags"]["Service"] for one in parts} == {key}
        tags = {one["key"]: one["value"] for one in found(f"use1-{key}-asg").inputs["tags"]}
        assert tags.items() >= {"Service": key, "Place": "use1", "Name": f"use1-{key}"}.items()


def test_holds_the_switches_of_the_regions_that_look_to_it() -> None:
    assert "MaintenanceSwitch use1" not in components(region(EXAMPLES["single"]))
    pair = region(EXAMPLES["active-active"])("use1", "MaintenanceSwitch").outputs
    assert pair["object_keys"] == {"euw1": "maintenance/euw1"}
    ring = {
        place: region(EXAMPLES["three regions"], place)(place, "MaintenanceSwitch").outputs["object_keys"]
        for place in ("apne1", "euw1", "use1")
    }
    assert {place: list(keys) for place, keys in ring.items()} == {
        "apne1": ["use1"],
        "euw1": ["apne1"],
        "use1": ["euw1"],
    }


def test_a_service_with_hosts_answers_to_the_regions_own_for_health_checks() -> None:
    conditions = region(service(hosts=["api.example.com"]))("use1-public-orders-rule").inputs["conditions"]
    assert {"hostHeader": {"values": ["api.example.com", "use1.api.example.com"]}} in conditions


def test_plan_reaches_the_group() -> None:
    scaling = {
        "cpu_percent": 45,
        "grace_period_seconds": 240,
        "warmup_seconds": 90,
        "distribution": "balanced-only",
        "max_instance_lifetime_days": 30,
        "min_healthy_percentage": 90,
        "max_healthy_percentage": 150,
        "warm_pool": {"minimum": 1, "state": "Running", "reuse_on_scale_in": True},
        "schedules": {"morning": {"recurrence": "0 7 * * MON-FRI", "minimum": 3}},
    }
    found = region(service(scaling=scaling, log_retention_days=400))
    group = found("use1-orders-asg").inputs
    assert group["healthCheckGracePeriod"] == 240
    assert group["defaultInstanceWarmup"] == 90
    assert group["availabilityZoneDistribution"] == {"capacityDistributionStrategy": "balanced-only"}
    assert group["maxInstanceLifetime"] == 30 * 86_400
    assert group["instanceMaintenancePolicy"] == {"minHealthyPercentage": 90, "maxHealthyPercentage": 150}
    assert group["warmPool"] == {
        "poolState": "Running",
        "minSize": 1,
        "instanceReusePolicy": {"reuseOnScaleIn": True},
    }
    assert (group["minSize"], group["maxSize"]) == (15, 30)
    assert found("use1-orders-cpu").inputs["targetTrackingConfiguration"]["targetValue"] == 45
    requests = found("use1-orders-requests-public").inputs["targetTrackingConfiguration"]
    assert requests["targetValue"] == 100 * 60
    assert found("use1-orders-schedule-morning").inputs["minSize"] == 3
    assert found("use1-orders-logs").inputs["retentionInDays"] == 400


def test_plan_reaches_the_load_balancer_and_its_targets() -> None:
    raw = service(
        health_path="/ready",
        target={
            "algorithm": "weighted_random",
            "anomaly_mitigation": True,
            "drain_seconds": 45,
            "health_check": {"interval_seconds": 20, "timeout_seconds": 4, "healthy_threshold": 3},
            "stickiness": {"kind": "app_cookie", "cookie_name": "basket", "duration_seconds": 600},
            "dns_failover_percent": 50,
            "routing_failover_percent": 25,
        },
    )
    raw["entrances"]["public"]["load_balancer"] = {
        "allowed_cidrs": ["192.0.2.0/24"],
        "ssl_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "hsts_seconds": 60,
        "idle_timeout_seconds": 30,
        "client_keep_alive_seconds": 120,
        "zonal_shift": False,
    }
    found = region(raw)
    group, balancer = found("use1-public-orders-tg").inputs, found("use1-public-lb").inputs
    assert group["loadBalancingAlgorithmType"] == "weighted_random"
    assert group["loadBalancingAnomalyMitigation"] == "on"
    assert group["deregistrationDelay"] == 45
    assert group["healthCheck"].items() >= {"path": "/ready", "interval": 20, "timeout": 4}.items()
    assert group["stickiness"]["cookieName"] == "basket"
    assert group["targetGroupHealth"]["dnsFailover"]["minimumHealthyTargetsPercentage"] == "50"
    assert group["targetGroupHealth"]["unhealthyStateRouting"]["minimumHealthyTargetsPercentage"] == "25"
    assert (balancer["idleTimeout"], balancer["clientKeepAlive"]) == (30, 120)
    assert balancer["enableZonalShift"] is False
    assert found("use1-public-ingress-443-192.0.2.0_24").inputs["cidrIpv4"] == "192.0.2.0/24"
    https = found("use1-public-https").inputs
    assert https["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-3-2021-06"
    assert https["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=60"


@pytest.mark.parametrize(
    ("entrance", "base"), [(ENTRANCE, 15), ({**ENTRANCE, "standby": {"strategy": "pilot-light"}}, 15)]
)
def test_what_a_standby_has_to_run_is_never_spot(entrance: dict[str, Any], base: int) -> None:
    instance = {"rps": 100, "types": ["m7g.large", "m6g.large"]}
    orders = {**SERVICE, "instance": instance, "scaling": {"spot_percent_above_minimum": 50}}
    raw = changed(regions=STANDBY, services={"orders": orders}, entrances={"public": entrance})
    policy = region(raw, "euw1")("euw1-orders-asg").inputs["mixedInstancesPolicy"]["instancesDistribution"]
    assert policy["onDemandBaseCapacity"] == base
    assert policy["onDemandPercentageAboveBaseCapacity"] == 50


def test_reservations_hold_the_needed_capacity_in_every_zone() -> None:
    found = region(service(scaling={"capacity_reservations": True}))
    assert {one.name: one.inputs["instanceCount"] for one in found.of("CapacityReservation")} == {
        f"use1-orders-reservation-{zone}": 5 for zone in "abc"
    }


def test_user_data_names_secrets_and_holds_none() -> None:
    raw = service(secrets={"SIGNING_KEY": SECRET}, environment={"LOG_LEVEL": "warn"})
    found = region(raw)
    text = user_data(found)
    assert f"SIGNING_KEY {SECRET}" in text
    assert "SIGNING_KEY=" not in text
    assert 'LOG_LEVEL=\\"warn\\"' in text
    statements = json.loads(found("use1-orders-policy").inputs["policy"])["Statement"]
    assert [one["Resource"] for one in statements if one["Sid"] == "ReadSecrets"] == [[SECRET]]


def test_protection_reaches_what_bears_traffic_and_state() -> None:
    enforced = region(EXAMPLES["active-active"])
    lifted = region(EXAMPLES["active-active"], protection=False)
    guarded = {one.name for one in enforced if one.protect}
    assert guarded == {"use1-logs", "use1-switch", "use1-public-lb"}
    assert [one.name for one in lifted if one.protect] == []
    assert enforced("use1-public-lb").inputs["enableDeletionProtection"] is True
    assert lifted("use1-public-lb").inputs["enableDeletionProtection"] is False
    assert enforced.pairs() == lifted.pairs()


def test_fails_on_a_region_for_backups_alone() -> None:
    with pytest.raises(ValueError, match="euc1: no entrance is served from this region"):
        region(EXAMPLES["backup region"], "euc1")
