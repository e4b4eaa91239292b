"""Cloudflare in the whole API: beside Route 53, in its place, in every mode."""

from __future__ import annotations

import contextvars
import json
import subprocess
import sys
from functools import cache
from typing import Any

import pulumi
import pytest
from pulumi.runtime import config

from holdfast.components.cloudflare_description import comment_of
from holdfast.components.cloudflare_front import WEBHOOKS
from holdfast.components.multi_region_api import MultiRegionApi
from tests.components import api_sample
from tests.components.api_sample import components, differences, keys, planned
from tests.components.cloudflare_args import NAME, pool
from tests.components.declared import Resources, declared
from tests.settings.cloudflare_samples import ASKED, PAIR, TWO, alone, both, stack
from tests.topology.examples import ENTRANCE, changed

RULES: dict[str, Any] = {
    "rate_limit": {},
    "managed_rules": ["cloudflare"],
    "notifications": {"emails": ["team@example.com"]},
}
SWAPPED = {"use1": {"role": "standby"}, "euw1": {}}
NEW = {"name": "example.com"}


def api(raw: dict[str, Any]) -> Resources:
    """What a stack declares; nobody may change it."""
    return _api(json.dumps(raw))


@cache
def _api(raw: str) -> Resources:
    return api_sample.api(json.loads(raw))


def operations(raw: dict[str, Any]) -> dict[str, Any]:
    topology, found = planned(raw), dict[str, Any]()
    declared(lambda: MultiRegionApi("api", {"topology": topology}).operations.apply(found.update))
    return dict(found["entrances"]["public"])


def at_cloudflare(resources: Resources) -> set[str]:
    return {one.name for one in resources if one.type.startswith("cloudflare:")}


def test_cloudflare_in_place_of_route_53() -> None:
    resources = api(alone(PAIR, **RULES))
    found = components(resources)
    assert {
        "CloudflareZone global-example.com-cloudflare",
        f"CloudflareLoadBalancer {NAME}",
        f"CloudflareNotifications {NAME}-alerts",
        "Certificates global-public",
    } <= found
    assert not [one for one in found if one.startswith(("FailoverDns", "RegionalHealth", "HostedZone"))]
    assert not [one for one in found if one.startswith("MaintenanceSwitch")]
    assert not [one.type for one in resources if one.type.startswith("aws:route53/")]


def test_cloudflare_beside_route_53_changes_nothing_there() -> None:
    beside, without = api(both(PAIR)), api(stack(ENTRANCE, PAIR))
    assert keys(without) < keys(beside)
    # Web ACLs let the monitors pass as well.
    assert {name.split(" ")[0] for name in differences(without, beside)} <= {"IpSet"}
    added = [one for one in beside if one.custom and one.urn not in keys(without)]
    assert {one.type.split(":")[0] for one in added} == {"cloudflare"}
    settings = beside("global-example.com-cloudflare-dns-settings").inputs
    assert settings == {"zoneId": "f" * 32, "multiProvider": True}


def test_no_logical_name_is_used_twice_at_both_providers() -> None:
    resources = [one for one in api(both(PAIR)) if one.custom]
    others = {one.name for one in resources if not one.type.startswith("cloudflare:")}
    assert at_cloudflare(Resources(resources)) & others == set()


def test_a_swap_of_roles_moves_two_lists_in_place() -> None:
    before, after = api(alone(PAIR)), api(alone(SWAPPED))
    assert keys(before) == keys(after)
    changed_here = {
        name: fields for name, fields in differences(before, after).items() if "loudflare" in name
    }
    assert changed_here == {f"LoadBalancer {NAME}": {"defaultPools", "fallbackPool"}}
    assert after(NAME, "LoadBalancer").inputs["defaultPools"] == [pool("euw1"), pool("use1")]


def test_a_pool_leads_to_what_answers_in_its_region() -> None:
    resources = api(alone(TWO))
    (origin,) = resources(f"{NAME}-euw1-pool").inputs["origins"]
    assert origin["address"] == resources("euw1-public-lb").outputs["dnsName"]
    monitor = resources(f"{NAME}-euw1-monitor").inputs
    certificate = resources("euw1-public-cert").inputs
    assert monitor["header"]["Host"] == certificate["subjectAlternativeNames"]
    assert resources(NAME, "LoadBalancer").inputs["name"] == certificate["domainName"]


def test_both_are_asked_for_the_same() -> None:
    health = {"path": "/ready", "search_string": "ok"}
    resources = api(both(PAIR, entrance={"health": health}))
    check = resources("euw1-public-endpoint").inputs
    monitor = resources(f"{NAME}-euw1-monitor").inputs
    assert (monitor["path"], monitor["expectedBody"]) == (check["resourcePath"], check["searchString"])
    assert monitor["header"]["Host"] == [check["fqdn"]]


def test_no_rule_ever_catches_a_health_checker() -> None:
    resources = api(alone(TWO, **RULES))
    own = {one.inputs["name"] for one in resources.of("DnsRecord") if "validation" not in one.name}
    assert own == {"use1.api.example.com", "euw1.api.example.com"}
    expressions = {rule["expression"] for one in resources.of("Ruleset") for rule in one.inputs["rules"]}
    assert expressions == {'http.host in {"api.example.com"}'}
    assert not [one.name for one in resources.of("DnsRecord") if one.inputs["proxied"]]


def test_monitors_come_in_where_clients_show_certificates() -> None:
    bundle = {"bucket": "trust-{region}", "key": "bundle.pem", "version": "v1"}
    resources = api(alone(TWO, {"authorization": {"mutual_tls": {"bundle": bundle}}}, proxied=False))
    assert resources(f"{NAME}-use1-monitor").inputs["port"] == 8443
    admitted = {
        one.inputs["cidrIpv4"]
        for one in resources.of("SecurityGroupIngressRule")
        if one.name.startswith("use1-public-ingress-8443-")
    }
    assert "173.245.48.0/20" in admitted
    assert "0.0.0.0/0" not in admitted


def test_api_gateway_waits_for_its_certificate() -> None:
    function = {"kind": "lambda", "image": "111122223333.dkr.ecr.{region}.amazonaws.com/orders:1.0"}
    served = {"orders": {**function, "peak_rps": 100, "function": {"rps": 10}}}
    door = {"api_gateway": {"kind": "http"}}
    resources = api({**alone(TWO, door), "services": served})
    (origin,) = resources(f"{NAME}-use1-pool").inputs["origins"]
    own = resources(f"{NAME}-use1", "DnsRecord").inputs
    assert own["name"] == "use1.api.example.com"
    assert own["content"] != origin["address"]
    assert resources(f"{NAME}-use1-monitor").inputs["header"] == {"Host": ["api.example.com"]}
    waiting = {**alone(TWO, door, zone=NEW), "services": served}
    assert not api(waiting).of("LoadBalancerPool")
    assert api(waiting).of("DnsRecord")  # by which the certificate is validated
    assert operations(waiting)["cloudflare"] is None


def test_entrances_of_a_zone_share_its_rulesets() -> None:
    entrances = {
        key: {"domain": f"{key}.example.com", "cloudflare": {**ASKED, **RULES}}
        for key in ("public", "partners")
    }
    resources = api(changed(regions=TWO, entrances=entrances))
    limits = resources("global-example.com-cloudflare-rate-limits").inputs["rules"]
    assert [rule["ref"] for rule in limits] == ["partners-rate-limit", "public-rate-limit"]
    assert len(resources.of("Ruleset")) == 2


def test_the_lock_closes_every_region_but_to_cloudflare() -> None:
    resources = api(alone(TWO, origin_lock=True))
    sources = {
        one.inputs["cidrIpv4"]
        for one in resources.of("SecurityGroupIngressRule")
        if "-public-ingress-" in one.name
    }
    assert "0.0.0.0/0" not in sources
    assert "173.245.48.0/20" in sources


def test_tools_learn_what_to_switch() -> None:
    found = operations(alone(PAIR))
    assert found["cloudflare"] == {
        "account_id": ASKED["account_id"],
        "zone_id": "f" * 32,
        "load_balancer_id": f"{NAME}-id",
        "pool_ids": {"use1": pool("use1"), "euw1": pool("euw1")},
        "fallback": "use1",
        "proxied": True,
    }
    assert (found["zone_id"], found["detection_seconds"], found["ttl_seconds"]) == (None, 38, 0)
    assert found["endpoints"]["use1"]["health_check_id"] is None
    assert found["endpoints"]["use1"]["switch"] is None
    beside = operations(both(PAIR))
    assert (beside["detection_seconds"], beside["ttl_seconds"]) == (38, 60)
    assert beside["endpoints"]["use1"]["health_check_id"] == "use1-public-health-id"
    assert operations(stack(ENTRANCE, PAIR))["cloudflare"] is None


def test_a_new_zone_is_delegated_first() -> None:
    outputs = api(alone(PAIR, zone=NEW))("api").outputs
    servers = ["ada.ns.cloudflare.test", "bob.ns.cloudflare.test"]
    assert outputs["name_servers"] == {"example.com": servers}
    (step,) = outputs["next_steps"]
    assert "'holdfast:entrances.public.cloudflare.zone.delegated' true" in step
    both_new = api(both(PAIR, entrance={"zone": NEW}, zone=NEW))("api").outputs
    assert both_new["name_servers"] == {
        "example.com": [*(f"ns-{number}.awsdns.test" for number in range(4)), *servers]
    }
    (step,) = both_new["next_steps"]
    assert ".public.zone.delegated' true && pulumi config set" in step
    assert ".public.cloudflare.zone.delegated' true" in step


def test_certificates_know_which_zones_decide_on_them() -> None:
    here = "holdfast:entrances.public"
    for raw, zones in (
        (stack(ENTRANCE, TWO), f"{here}.zone"),
        (both(TWO), f"{here}.zone, {here}.cloudflare.zone"),
        (alone(TWO), f"{here}.cloudflare.zone"),
    ):
        certificates = api(raw)("global-public", "holdfast:index:Certificates")
        assert certificates.outputs["origin"]["delegated"] == zones


def test_a_certificate_at_the_edge_waits_for_the_delegation() -> None:
    """Its authority would find no proof, and the order would time out."""
    asked = {"edge_certificate": "advanced"}
    packs = {
        delegated: api(
            alone(TWO, {"domain": "api.eu.example.com"}, zone={**NEW, "delegated": delegated}, **asked)
        ).of("CertificatePack")
        for delegated in (False, True)
    }
    assert packs[False] == []
    (pack,) = packs[True]
    assert pack.inputs["hosts"] == ["api.eu.example.com", "example.com"]


def test_a_comment_holds_what_fits_of_the_tags() -> None:
    tags = {"ManagedBy": "holdfast", "Project": "orders", "Purpose": "x" * 56, "Stack": "prod"}
    assert comment_of(tags) == f"ManagedBy=holdfast, Project=orders, Purpose={'x' * 56}"
    assert comment_of({**tags, "Purpose": "x" * 57}) == "ManagedBy=holdfast, Project=orders"
    assert comment_of({"Purpose": "x" * 93}) is None
    assert comment_of({}) is None
    long = api(alone(TWO) | {"tags": {f"Tag{number}": "x" * 40 for number in range(5)}})
    comments = [one.inputs["comment"] for one in long.of("DnsRecord")]
    assert len(comments) == 5
    assert all("ManagedBy=holdfast" in one and len(one) <= 100 for one in comments)


def test_a_webhook_is_read_from_the_stacks_secrets() -> None:
    told = alone(TWO, notifications={"webhooks": ["pager"]})
    with pytest.raises(pulumi.ConfigMissingError, match="webhooks:pager"):
        api_sample.api(told)

    def with_secret() -> Resources:
        key = f"{WEBHOOKS}:pager"
        config.set_all_config({key: "https://pager.example.com/key"}, [key])
        return api_sample.api(told)

    hook = contextvars.copy_context().run(with_secret)(f"{NAME}-alerts-webhook-pager")
    assert hook.inputs["url"] == "https://pager.example.com/key"
    assert hook.secrets == {"url"}


@pytest.mark.parametrize("protection", ["enforced", "lifted"])
def test_protection_holds_zone_and_balancer(protection: str) -> None:
    resources = api({**alone(TWO, zone=NEW), "protection": protection})
    held = {one.name for one in resources if one.protect and one.name in at_cloudflare(resources)}
    wanted = {NAME, "global-example.com-cloudflare-zone"} if protection == "enforced" else set()
    assert held == wanted


@pytest.mark.parametrize(
    "raw",
    [
        alone({"use1": {}}),
        alone(PAIR),
        alone(TWO),
        alone(TWO, steering="proximity"),
        alone(TWO, {"policy": "weighted", "weights": {"use1": 9, "euw1": 1}}),
        alone(TWO, {"policy": "geolocation", "locations": {"use1": ["default"], "euw1": ["EU", "CA"]}}),
        alone(TWO, {"domain": "api.eu.example.com"}, edge_certificate="advanced"),
        alone(TWO, session_affinity={}, adaptive_routing=True),
        both({"use1": {}}),
        alone(PAIR, {"standby": {"strategy": "pilot-light"}}),
        both(PAIR, {"standby": {"strategy": "hot-standby"}}, fallback="euw1"),
        both(TWO, location={"prefer_ecs": "always"}, steering="proximity"),
    ],
)
def test_what_the_settings_accept_is_declared(raw: dict[str, Any]) -> None:
    assert f"CloudflareLoadBalancer {NAME}" in components(api(raw))


def test_nobody_waits_for_an_sdk_that_is_not_used() -> None:
    code = "import sys, holdfast.components.multi_region_api; print('pulumi_cloudflare' in sys.modules)"
    run = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
