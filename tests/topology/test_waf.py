from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import (
    HEALTH_PORT,
    AlertsPlan,
    EntrancePlan,
    Mode,
    Topology,
    WafAttachment,
    WafGroup,
    WafLimits,
)
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings, stacks

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
THREE: dict[str, Any] = {"use1": {}, "euw1": {}, "apne1": {}}


def planned(raw: dict[str, Any]) -> Topology:
    return plan(settings(raw), project="holdfast", stack="test")


def entrance(waf: dict[str, Any] | None = None, **keys: Any) -> EntrancePlan:
    more = keys.pop("entrance", {})
    public = {**ENTRANCE, **more, **({} if waf is None else {"waf": waf})}
    (found,) = planned(changed(entrances={"public": public}, **keys)).entrances
    return found


def limits(**keys: Any) -> dict[str, WafLimits]:
    waf = entrance(**keys).waf
    assert waf is not None
    return dict(waf.limits)


def test_is_on_wherever_it_can_be_attached() -> None:
    waf = entrance().waf
    assert waf is not None
    assert waf.attachments == (WafAttachment.REGIONS,)
    assert waf.groups == (
        WafGroup(key="common", count=False, count_rules=("SizeRestrictions_BODY",)),
        WafGroup(key="ip-reputation", count=False, count_rules=()),
        WafGroup(key="known-bad-inputs", count=False, count_rules=()),
    )
    assert (waf.window_seconds, waf.count_only, waf.key_header) == (60, False, None)
    assert waf.limits["use1"].address_header is None
    assert waf.log_retention_days == 30


CLOUDFRONT = {"logs": {"place": "use1"}}


def test_stands_at_the_edge_alone_where_clients_cannot_go_past_it() -> None:
    locked = entrance(regions=TWO, entrance={"cloudfront": {**CLOUDFRONT, "origin_lock": "header"}}).waf
    assert locked is not None
    assert locked.attachments == (WafAttachment.EDGE,)
    assert set(locked.limits) == {"global"}


def test_stands_in_the_regions_too_where_they_can_and_counts_whom_cloudfront_names() -> None:
    opened = entrance(regions=TWO, entrance={"cloudfront": {**CLOUDFRONT, "origin_lock": "none"}}).waf
    assert opened is not None
    assert opened.attachments == (WafAttachment.EDGE, WafAttachment.REGIONS)
    assert {place: limit.address_header for place, limit in opened.limits.items()} == {
        "global": None,
        "use1": "X-Forwarded-For",
        "euw1": "X-Forwarded-For",
    }


@pytest.mark.parametrize(
    ("keys", "rps"),
    [
        ({"regions": {"use1": {}}}, 900),
        ({"regions": TWO}, 900),
        ({"regions": THREE}, 900),
        ({"regions": THREE, "objectives": {"survives": "zone"}}, 600),
    ],
)
def test_at_the_edge_the_surviving_regions_carry_together(keys: dict[str, Any], rps: float) -> None:
    found = limits(entrance={"cloudfront": {**CLOUDFRONT, "origin_lock": "header"}}, **keys)
    assert found["global"].carried_rps == rps
    assert found["global"].per_address == rps * 6


def test_is_off_by_choice_and_then_nobody_is_told() -> None:
    off = entrance({"enabled": False})
    assert (off.waf, off.lacks_waf) == (None, False)


@pytest.mark.parametrize(
    ("keys", "carried"),
    [
        ({}, {"use1": 900}),
        ({"regions": {"use1": {}, "euw1": {"role": "standby"}}}, {"use1": 900, "euw1": 900}),
        ({"regions": TWO}, {"use1": 900, "euw1": 900}),
        ({"regions": THREE}, {"use1": 450, "euw1": 450, "apne1": 450}),
        ({"regions": TWO, "objectives": {"survives": "zone"}}, {"use1": 450, "euw1": 450}),
        (
            {"regions": TWO, "entrance": {"policy": "weighted", "weights": {"use1": 100, "euw1": 0}}},
            {"use1": 900, "euw1": 900},
        ),
        (
            {
                "services": {
                    "orders": {**SERVICE, "paths": ["/orders/*"], "priority": 10, "health_path": "/orders/h"},
                    "users": {**SERVICE, "port": 1, "peak_rps": 100.5, "paths": ["/u/*"], "priority": 20},
                }
            },
            {"use1": 1000.5},
        ),
    ],
)
def test_a_region_carries_what_is_left_to_it_after_a_failover(
    keys: dict[str, Any], carried: dict[str, float]
) -> None:
    found = limits(**keys)
    assert {place: limit.carried_rps for place, limit in found.items()} == carried
    # A tenth of it, over 60 seconds.
    assert {place: limit.per_address for place, limit in found.items()} == {
        place: int(rps * 6) for place, rps in carried.items()
    }


def test_limits_are_shares_or_figures() -> None:
    rates = {
        "window_seconds": 300,
        "count_only": True,
        "per_address": {"percent": 1.5},
        "per_key": {"header": "X-Key", "requests": 77},
        "paths": {"login": {"path": "/login", "requests": 15}},
    }
    found = entrance({"rate_limits": rates}).waf
    assert found is not None
    limit = found.limits["use1"]
    assert limit.per_address == int(900 * 300 * 0.015)
    assert limit.per_key == 77
    assert (limit.paths["login"].path, limit.paths["login"].limit) == ("/login", 15)
    assert (found.window_seconds, found.count_only, found.key_header) == (300, True, "x-key")
    assert limits(waf={"rate_limits": {"per_address": {"requests": 123}}})["use1"].per_address == 123
    assert limits(waf={"rate_limits": {"per_key": {}}})["use1"].per_key == 900 * 60 // 4


def test_no_limit_is_below_what_aws_takes() -> None:
    small = {"orders": {**SERVICE, "peak_rps": 0.1}}
    assert limits(services=small)["use1"].per_address == 10


@hypothesis_settings(deadline=None)
@given(raw=stacks())
def test_no_address_may_use_what_a_region_carries(raw: dict[str, Any]) -> None:
    for found in planned(raw).entrances:
        assert found.waf is not None
        assert set(found.waf.limits) == {endpoint.place for endpoint in found.endpoints}
        peak = sum(service["peak_rps"] for service in raw["services"].values())
        for limit in found.waf.limits.values():
            assert 0 < limit.carried_rps <= peak + 0.01
            assert limit.per_address <= max(10, limit.carried_rps * 60 / 10 + 1e-6)
        if found.mode is not Mode.ACTIVE_ACTIVE:
            assert all(limit.carried_rps == pytest.approx(peak) for limit in found.waf.limits.values())


def test_limits_say_what_they_come_from() -> None:
    limit = limits()["use1"]
    assert "holdfast:services.orders.peak_rps" in limit.origin["per_address"]
    assert "holdfast:entrances.public.waf.rate_limits.per_address (default)" in limit.origin["per_address"]
    given_limit = limits(waf={"rate_limits": {"per_address": {"requests": 123}}})["use1"]
    assert given_limit.origin["per_address"] == "holdfast:entrances.public.waf.rate_limits.per_address"


def test_a_group_counts_what_is_said_and_nothing_else() -> None:
    found = entrance({"managed_groups": {"common": {"count_rules": []}, "anonymous-ip": {"count": True}}}).waf
    assert found is not None
    assert found.groups == (
        WafGroup(key="anonymous-ip", count=True, count_rules=()),
        WafGroup(key="common", count=False, count_rules=()),
    )


def test_health_checkers_ask_another_port_where_certificates_are_verified() -> None:
    trust = {"bucket": "trust", "key": "ca.pem", "version": "1"}
    verify = entrance(entrance={"authorization": {"mutual_tls": {"bundle": trust}}})
    assert verify.health.port == HEALTH_PORT
    passing = entrance(entrance={"authorization": {"mutual_tls": {"mode": "passthrough"}}})
    assert passing.health.port == 443
    assert entrance().health.port == 443


def test_alerts_have_nobody_unless_asked() -> None:
    assert planned(changed()).alerts.emails == ()
    found = planned(changed(alerts={"emails": ["b@example.com", "a@example.com"], "certificate_days": 14}))
    assert isinstance(found.alerts, AlertsPlan)
    assert found.alerts.emails == ("a@example.com", "b@example.com")
    assert found.alerts.certificate_days == 14
    assert found.alerts.origin["emails"] == "holdfast:alerts.emails"


def test_shield_is_planned_as_asked() -> None:
    assert planned(changed()).shield is None
    contact = {"email": "a@example.com", "phone": "+353871234567"}
    found = planned(changed(shield={"subscribe": False, "contacts": [contact], "hosted_zones": False})).shield
    assert found is not None
    assert (found.subscribe, found.hosted_zones, found.response_team_access) == (False, False, False)
    assert found.contacts[0].phone == "+353871234567"


def test_names_of_trust_stores_and_of_the_response_teams_role_are_checked() -> None:
    trust = {"bucket": "trust", "key": "ca.pem", "version": "1"}
    long = "a" * 15
    raw = changed(
        entrances={long: {**ENTRANCE, "authorization": {"mutual_tls": {"bundle": trust}}}},
        shield={"subscribe": False, "response_team_access": True},
    )
    with pytest.raises(SettingsError) as caught:
        plan(settings(raw), project="p" * 30, stack="production")
    messages = " ".join(one.message for one in caught.value.mistakes)
    assert f"trust store 'use1-{long}-trust' would be 10 characters too long" in messages
    assert "role 'global-shield-response-role' would be 10 characters too long" in messages
