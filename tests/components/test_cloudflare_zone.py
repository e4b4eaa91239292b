from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.cloudflare_rules import MANAGED_RULESETS
from holdfast.components.cloudflare_zone import CloudflareZone
from holdfast.topology.values import CloudflareManagedRules
from tests.components.cloudflare_args import ACCOUNT
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.cloudflare_zone import CloudflareZoneArgs

NAME = "global-example.com-cloudflare"
ARGS: CloudflareZoneArgs = {"account_id": ACCOUNT, "domain": "example.com"}
LIMIT: dict[str, Any] = {
    "host": "api.example.com",
    "requests": 600.0,
    "period_seconds": 60.0,
    "mitigation_seconds": 300.0,
}
MANAGED: dict[str, Any] = {
    "hosts": ["www.example.com", "api.example.com"],
    "rulesets": [CloudflareManagedRules.OWASP, CloudflareManagedRules.CLOUDFLARE],
}


def _found(**changes: Any) -> Resources:
    return declared(lambda: CloudflareZone(NAME, {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def test_makes_a_zone() -> None:
    resources = _found(origin={"zone_id": "holdfast:entrances.public.cloudflare.zone"})
    assert resources.pairs() == {
        ("holdfast:index:CloudflareZone", NAME),
        ("cloudflare:index/zone:Zone", f"{NAME}-zone"),
        ("cloudflare:index/zoneSetting:ZoneSetting", f"{NAME}-ssl"),
        ("cloudflare:index/zoneSetting:ZoneSetting", f"{NAME}-min-tls-version"),
    }
    strict = resources(f"{NAME}-ssl").inputs
    assert strict == {"zoneId": f"{NAME}-zone-id", "settingId": "ssl", "value": "strict"}
    assert resources(f"{NAME}-min-tls-version").inputs["value"] == "1.2"
    zone = resources(f"{NAME}-zone")
    assert zone.inputs == {"account": {"id": ACCOUNT}, "name": "example.com", "type": "full"}
    assert (zone.parent, zone.protect) == (NAME, True)
    assert resources(NAME).outputs == {
        "zone_id": f"{NAME}-zone-id",
        "name_servers": ["ada.ns.cloudflare.test", "bob.ns.cloudflare.test"],
        "origin": {"zone_id": "holdfast:entrances.public.cloudflare.zone"},
    }
    assert _found(protection=False)(f"{NAME}-zone").protect is False


def test_adopts_a_zone() -> None:
    resources = _found(zone_id="ZONE")
    assert resources.pairs() == {("holdfast:index:CloudflareZone", NAME)}
    outputs = resources(NAME).outputs
    assert (outputs["zone_id"], outputs["name_servers"]) == ("ZONE", [])


@pytest.mark.parametrize("existing", [{}, {"zone_id": "ZONE"}])
def test_stands_beside_another_provider(existing: dict[str, str]) -> None:
    settings = _found(multi_provider=True, **existing)(f"{NAME}-dns-settings", "ZoneDnsSettings")
    assert settings.inputs == {"zoneId": existing.get("zone_id", f"{NAME}-zone-id"), "multiProvider": True}


def test_orders_a_certificate_for_a_name_that_the_universal_one_does_not_cover() -> None:
    pack = _found(edge_certificates={"public": "api.eu.example.com"})(
        f"{NAME}-certificate-public", "CertificatePack"
    )
    assert pack.inputs == {
        "zoneId": f"{NAME}-zone-id",
        "type": "advanced",
        "hosts": ["api.eu.example.com", "example.com"],
        "certificateAuthority": "google",
        "validationMethod": "txt",
        "validityDays": 90,
    }


def test_limits_each_client_of_each_host_in_one_ruleset() -> None:
    partners = {**LIMIT, "host": "partners.example.com", "characteristics": ["cf.unique_visitor_id"]}
    rules = _found(rate_limits={"public": LIMIT, "partners": partners}, tags={"Team": "orders"})(
        f"{NAME}-rate-limits", "Ruleset"
    )
    assert {key: rules.inputs[key] for key in ("zoneId", "kind", "phase", "name", "description")} == {
        "zoneId": f"{NAME}-zone-id",
        "kind": "zone",
        "phase": "http_ratelimit",
        "name": "Rate limits",
        "description": "Team=orders",
    }
    first, second = rules.inputs["rules"]
    assert (first["ref"], second["ref"]) == ("partners-rate-limit", "public-rate-limit")
    assert first["ratelimit"]["characteristics"] == ["cf.colo.id", "cf.unique_visitor_id"]
    assert second == {
        "ref": "public-rate-limit",
        "description": "public: requests of one client, counted in each data centre",
        "expression": 'http.host in {"api.example.com"}',
        "action": "block",
        "enabled": True,
        "ratelimit": {
            "characteristics": ["cf.colo.id", "ip.src"],
            "period": 60,
            "requestsPerPeriod": 600,
            "mitigationTimeout": 300,
        },
    }


def test_runs_managed_rules_for_named_hosts() -> None:
    rules = _found(managed_rules={"public": MANAGED})(f"{NAME}-managed-rules", "Ruleset").inputs
    assert rules["phase"] == "http_request_firewall_managed"
    assert [(rule["ref"], rule["action"], rule["actionParameters"]) for rule in rules["rules"]] == [
        ("public-cloudflare", "execute", {"id": MANAGED_RULESETS[CloudflareManagedRules.CLOUDFLARE]}),
        ("public-owasp", "execute", {"id": MANAGED_RULESETS[CloudflareManagedRules.OWASP]}),
    ]
    assert {rule["expression"] for rule in rules["rules"]} == {
        'http.host in {"api.example.com" "www.example.com"}'
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rate_limits": {"public": {**LIMIT, "requests": 0}}}, "'requests' of public is at least 1"),
        (
            {"rate_limits": {"public": {**LIMIT, "period_seconds": 61}}},
            "'period_seconds' of public is one of",
        ),
        ({"rate_limits": {"public": {**LIMIT, "mitigation_seconds": 1}}}, "'mitigation_seconds' of public"),
        ({"rate_limits": {"public": {**LIMIT, "host": "API"}}}, "host of public is a domain name"),
        (
            {"rate_limits": {"public": {**LIMIT, "characteristics": ["cf.colo.id"]}}},
            "names what makes a client besides the data centre",
        ),
        ({"managed_rules": {"public": {**MANAGED, "hosts": []}}}, "managed rules public need a host"),
        ({"managed_rules": {"public": {**MANAGED, "hosts": ['a" or 1']}}}, "host of public is a domain name"),
    ],
)
def test_refuses_rules_that_cloudflare_refuses(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="Cloudflare zone") as error:
        _found(**changes)
    assert words in str(error.value)
