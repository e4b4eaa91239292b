from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.shield import Shield
from tests.components.api_sample import api
from tests.components.declared import Resources, declared
from tests.topology.examples import ENTRANCE, changed

CONTACT = {"email": "on-call@example.com", "phone": "+353871234567"}
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/a/0"
ARGS: dict[str, Any] = {
    "subscribe": True,
    "resources": {
        "use1-public-lb": {"arn": BALANCER, "health_check_id": "check-1"},
        "example.com": {"arn": "arn:aws:route53:::hostedzone/Z1"},
    },
    "contacts": [{**CONTACT, "notes": "day and night"}],
    "response_team_access": True,
    "tags": {"Team": "orders"},
}


def shield(**changes: Any) -> Resources:
    return declared(lambda: Shield("global", {**ARGS, **changes}))  # type: ignore[typeddict-item]


def test_declares_these_and_no_more() -> None:
    assert shield().pairs() == {
        ("holdfast:index:Shield", "global"),
        ("aws:shield/subscription:Subscription", "global-shield"),
        ("aws:shield/protection:Protection", "global-use1-public-lb-protection"),
        ("aws:shield/protection:Protection", "global-example.com-protection"),
        (
            "aws:shield/protectionHealthCheckAssociation:ProtectionHealthCheckAssociation",
            "global-use1-public-lb-protection-health",
        ),
        ("aws:iam/role:Role", "global-shield-response-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "global-shield-response-role-policy"),
        (
            "aws:shield/drtAccessRoleArnAssociation:DrtAccessRoleArnAssociation",
            "global-shield-response-team",
        ),
        ("aws:shield/proactiveEngagement:ProactiveEngagement", "global-shield-contacts"),
    }


def test_the_subscription_outlives_the_stack_since_aws_ends_none_within_its_year() -> None:
    found = shield()("global-shield")
    assert found.inputs == {"autoRenew": "ENABLED", "skipDestroy": True}
    assert shield(auto_renew=False)("global-shield").inputs["autoRenew"] == "DISABLED"


def test_an_account_that_is_subscribed_is_not_subscribed_again() -> None:
    found = shield(subscribe=False, contacts=[], response_team_access=False)
    assert {one.type.rsplit(":", 1)[-1] for one in found} == {
        "Shield",
        "Protection",
        "ProtectionHealthCheckAssociation",
    }


def test_protections_wait_for_the_subscription_and_contacts_for_health_checks() -> None:
    found = shield()
    for one in found.of("Protection"):
        assert "global-shield" in one.depends_on
    assert "global-use1-public-lb-protection-health" in found("global-shield-contacts").depends_on
    assert "global-shield-response-role-policy" in found("global-shield-response-team").depends_on


def test_a_protection_knows_its_resource_and_its_health() -> None:
    found = shield()
    assert found("global-use1-public-lb-protection").inputs["resourceArn"] == BALANCER
    health = found("global-use1-public-lb-protection-health").inputs
    assert health["healthCheckArn"] == "arn:aws:route53:::healthcheck/check-1"
    assert health["shieldProtectionId"] == "global-use1-public-lb-protection-id"


def test_contacts_have_a_telephone() -> None:
    found = shield()("global-shield-contacts").inputs
    assert found["enabled"] is True
    assert found["emergencyContacts"] == [
        {
            "emailAddress": "on-call@example.com",
            "phoneNumber": "+353871234567",
            "contactNotes": "day and night",
        }
    ]


def test_only_the_response_team_takes_the_role() -> None:
    trust = json.loads(shield()("global-shield-response-role").inputs["assumeRolePolicy"])
    assert [one["Principal"] for one in trust["Statement"]] == [{"Service": "drt.shield.amazonaws.com"}]


def test_tags_reach_what_takes_them_and_nothing_is_in_a_region() -> None:
    found = shield()
    for one in (*found.of("Protection"), *found.of("aws:iam/role:Role")):
        assert one.inputs["tags"] == {"Team": "orders", "Name": one.name}
    assert {one.region for one in found} == {None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"resources": {}}, "'resources' is empty"),
        ({"resources": {"zone": {"arn": "arn:zone"}}}, "'contacts' need a resource with a 'health_check_id'"),
        ({"contacts": [CONTACT] * 11}, "'contacts' holds 11, and AWS takes 10"),
    ],
)
def test_refuses(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="Shield 'global'") as caught:
        shield(**changes)
    assert words in str(caught.value)


def test_a_stack_protects_its_load_balancers_by_what_clients_feel_and_its_zones() -> None:
    found = api(
        changed(
            regions={"use1": {}, "euw1": {}},
            entrances={
                "public": ENTRANCE,
                "inside": {
                    **ENTRANCE,
                    "domain": "in.example.com",
                    "regions": ["use1"],
                    "load_balancer": {"internal": True},
                },
            },
            shield={"subscribe": False, "contacts": [CONTACT]},
        )
    )
    assert found.names("Protection") == {
        "global-use1-public-lb-protection",
        "global-euw1-public-lb-protection",
        "global-example.com-protection",
    }
    health = found("global-use1-public-lb-protection-health").inputs["healthCheckArn"]
    assert health == f"arn:aws:route53:::healthcheck/{found('use1-public-endpoint').id}"
    zone = found("global-example.com-protection").inputs["resourceArn"]
    assert zone == "arn:aws:route53:::hostedzone/Z0123456789ABC"


def test_a_subscription_is_said_loudly() -> None:
    found = api(changed(shield={"subscribe": True}))
    (step,) = found("api").outputs["next_steps"]
    assert "USD 3,000 a month for one year" in step
    assert "Subscription" in {one.type.rsplit(":", 1)[-1] for one in found}
