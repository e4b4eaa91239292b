"""Where a stack's web ACLs stand: at load balancers, stages and the edge, and what is said where none can."""

from __future__ import annotations

from typing import Any

from holdfast.components.next_steps import next_steps
from tests.components.api_sample import api, example, planned
from tests.topology.examples import ENTRANCE, changed
from tests.topology.test_function import SERVICE as FUNCTION

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
ACL = "aws:wafv2/webAcl:WebAcl"


def behind(entrance: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return changed(regions=TWO, entrances={"public": {**ENTRANCE, **entrance}}, **keys)


def functions(kind: str, **entrance: Any) -> dict[str, Any]:
    return behind({"api_gateway": {"kind": kind}, **entrance}, services={"orders": FUNCTION})


def at_the_edge(lock: str) -> dict[str, Any]:
    return behind({"cloudfront": {"origin_lock": lock, "logs": {"place": "use1"}}})


def test_each_region_has_its_own_attached_to_its_own_load_balancer() -> None:
    found = example("active-active")
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        association = found(f"{place}-public-waf-association")
        assert association.inputs["resourceArn"] == found(f"{place}-public-lb").arn
        assert association.inputs["webAclArn"] == found(f"{place}-public-acl", ACL).arn
        assert association.region == region
        assert found(f"{place}-public-waf-logs").inputs["kmsKeyId"] == found(f"{place}-key").arn
        assert f"{place}-public-waf-logging" in association.depends_on


def test_health_checkers_pass_at_every_entrance() -> None:
    for acl in example("two entrances").of(ACL):
        first = acl.inputs["rules"][0]
        assert (first["priority"], first["action"]) == (0, {"allow": {}})
        assert first["name"] == "allow-health-checkers"


def test_a_rest_api_has_one_at_its_stage() -> None:
    found = api(functions("rest"))
    for place in TWO:
        (stage,) = [one for one in found.of("aws:apigateway/stage:Stage") if one.name.startswith(place)]
        assert found(f"{place}-public-waf-association").inputs["resourceArn"] == stage.arn


def test_an_http_api_has_none_and_people_are_told() -> None:
    found = api(functions("http"))
    assert found.names("WebAcl") == set()
    (step,) = found("api").outputs["next_steps"]
    assert "Entrance 'public' has no AWS WAF, which cannot be attached to an HTTP API" in step
    assert "holdfast:entrances.public.cloudfront" in step
    assert "holdfast:entrances.public.waf.enabled" in step


def test_who_agreed_to_none_is_not_told_again() -> None:
    assert next_steps(planned(functions("http", waf={"enabled": False}))) == []


def test_at_a_locked_edge_there_is_one_and_none_in_the_regions() -> None:
    found = api(at_the_edge("header"))
    acl = found("global-public-acl", ACL)
    assert found.names(ACL) == {"global-public-acl"}
    assert (acl.region, acl.inputs["scope"]) == ("us-east-1", "CLOUDFRONT")
    assert found.names("WebAclAssociation") == set()
    (distribution,) = found.of("Distribution")
    assert distribution.inputs["webAclId"] == acl.arn
    assert found("global-public-waf-logs").inputs["kmsKeyId"] == found("global-key").arn
    assert "allow-health-checkers" not in {rule["name"] for rule in acl.inputs["rules"]}


def test_at_an_open_edge_the_regions_keep_theirs_and_do_not_count_cloudfront_as_one_client() -> None:
    found = api(at_the_edge("none"))
    assert found.names(ACL) == {"global-public-acl", "use1-public-acl", "euw1-public-acl"}
    limit = next(
        rule for rule in found("use1-public-acl", ACL).inputs["rules"] if rule["name"] == "limit-address"
    )
    assert limit["statement"]["rateBasedStatement"]["forwardedIpConfig"]["headerName"] == "X-Forwarded-For"


def test_the_edges_certificate_has_its_alarm_in_us_east_1() -> None:
    found = api({**at_the_edge("header"), "alerts": {"emails": ["a@example.com"]}})
    alarm = found("global-public-cert-expiry")
    assert alarm.region == "us-east-1"
    assert alarm.inputs["alarmActions"] == [found("global-alarms-topic").arn]
    regional = found("euw1-public-cert-expiry")
    assert regional.inputs["alarmActions"] == [found("euw1-alarms-topic").arn]
    assert regional.inputs["dimensions"]["CertificateArn"] == found("euw1-public-cert").arn
    # AWS Health tells in us-west-2 a second time, of every region.
    assert {one.region for one in found.of("TopicSubscription")} == {"us-east-1", "eu-west-1", "us-west-2"}


def test_a_held_region_is_left_as_it_is() -> None:
    found = example("held")
    held = [one for one in found if one.custom and one.region == "eu-west-1"]
    assert {one.name for one in held} >= {"euw1-public-acl", "euw1-alarms-topic", "euw1-public-cert-expiry"}
    assert all(one.ignore_changes == ("*",) for one in held if "waf" in one.type or "sns" in one.type)


def test_swapping_roles_changes_no_limit() -> None:
    before, after = example("active-passive"), example("active-passive, swapped")
    for place in TWO:
        name = f"{place}-public-acl"
        assert before(name, ACL).inputs == after(name, ACL).inputs
