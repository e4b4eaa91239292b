"""The automation and its watchdogs as part of a whole stack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_type_hints

import boto3
import pytest
from botocore.config import Config

from holdfast.components.lambdas.recovery_step.handler import step_of
from holdfast.contracts import operations as contract
from tests.components.api_sample import STANDBY, exported
from tests.components.ssm_document import problems
from tests.topology.examples import ENTRANCE, SERVICE, changed

if TYPE_CHECKING:
    from tests.components.declared import Resources

AUTOMATION: dict[str, Any] = {"probe_from": ["use2", "eun1"]}
BY: dict[str, Any] = {"by": "automation", "automation": AUTOMATION}
AURORA = {
    "kind": "aurora-postgresql",
    "home": "use1",
    "write_routing": "forwarded",
    "not_backed_up_because": "a test of something else",
}
CLOUDFLARE = {
    **ENTRANCE,
    "cloudflare": {
        "account_id": "0123456789abcdef0123456789abcdef",
        "zone": {"name": "example.com", "id": "0123456789abcdef0123456789abcdef"},
    },
}
TOKEN = "arn:aws:secretsmanager:{region}:111122223333:secret:cloudflare-AbCdEf"  # noqa: S105  # an ARN


def stack(**keys: Any) -> tuple[Resources, dict[str, Any]]:
    return exported(changed(**{"regions": STANDBY, "recovery": BY, "stores": {"orders": AURORA}, **keys}))


def document(resources: Resources, name: str = "euw1-leave-use1") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources(f"{name}-document").inputs["content"])
    return found


def asked(found: dict[str, Any], mode: str = "ungraceful") -> dict[str, dict[str, Any]]:
    """Key and kind of each step that is waited for → what the function is asked."""
    payloads = [
        json.loads(step["inputs"]["Payload"])
        for step in found["mainSteps"]
        if step["name"].startswith(f"{mode}_") and "Payload" in step["inputs"]
    ]
    return {
        f"{one['step']['key']} {one['step']['kind']}": one["step"]
        for one in payloads
        if one["mode"] == "finish"
    }


def watch(resources: Resources, name: str = "euw1-watch-use1") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources(f"{name}-fn").inputs["environment"]["variables"]["WATCH"])
    return found


def test_nothing_of_it_is_there_unasked() -> None:
    resources, operations = exported(changed(regions=STANDBY, stores={"orders": AURORA}))
    assert not resources.of("Document")
    assert operations["recovery"]["automation"] is None


def test_a_lost_region_of_aurora_is_left_in_the_planned_order() -> None:
    resources, _ = stack()
    found = document(resources)
    assert list(problems(found)) == []
    steps = asked(found)
    assert list(steps) == [
        "route-public switch",
        "capacity-orders-euw1 instances",
        "promote-orders aurora",
        "verify-public answers",
    ]
    assert steps["route-public switch"] == {
        "key": "route-public",
        "kind": "switch",
        "bucket": resources("euw1-switch", "Bucket").outputs["bucket"],
        "object_key": "maintenance/use1",
        "region": "eu-west-1",
        "present": True,
    }
    capacity = steps["capacity-orders-euw1 instances"]
    assert (capacity["group"], capacity["region"]) == (
        resources("euw1-orders-asg").outputs["name"],
        "eu-west-1",
    )
    assert capacity["needed"] > resources("euw1-orders-asg").inputs["minSize"]
    promote = steps["promote-orders aurora"]
    assert promote["target_arn"] == resources("euw1-orders-db").arn
    assert (promote["region"], promote["graceful"]) == ("eu-west-1", False)
    assert steps["verify-public answers"]["urls"] == [
        "https://euw1.api.example.com/healthz",
        "https://api.example.com/healthz",
    ]


def test_a_region_that_answers_is_left_by_a_switchover_in_the_writers_region() -> None:
    steps = asked(document(stack()[0]), "graceful")
    assert list(steps) == [
        "capacity-orders-euw1 instances",
        "promote-orders aurora",
        "route-public switch",
        "verify-public answers",
    ]
    promote = steps["promote-orders aurora"]
    assert (promote["region"], promote["graceful"]) == ("us-east-1", True)


def test_every_step_that_is_asked_is_one_that_the_function_knows() -> None:
    resources, _ = stack(
        entrances={"public": CLOUDFLARE},
        recovery={**BY, "automation": {**AUTOMATION, "cloudflare_token_secret": TOKEN}},
    )
    for one in resources.of("Document"):
        found = json.loads(one.inputs["content"])
        for mode in ("ungraceful", "graceful"):
            steps = asked(found, mode)
            assert steps
            for step in steps.values():
                step_of({key: value for key, value in step.items() if key != "key"})


def test_an_entrance_at_both_providers_is_taken_out_at_both() -> None:
    resources, _ = stack(
        entrances={"public": CLOUDFLARE},
        recovery={**BY, "automation": {**AUTOMATION, "cloudflare_token_secret": TOKEN}},
    )
    pool = asked(document(resources))["route-public cloudflare-pool"]
    secret = TOKEN.replace("{region}", "eu-west-1")
    assert (pool["enabled"], pool["token_secret"]) == (False, secret)
    policy = json.loads(resources("euw1-leave-use1-step-policy").inputs["policy"])
    assert [secret] in [one["Resource"] for one in policy["Statement"]]


def test_the_function_may_do_what_its_steps_call() -> None:
    resources, _ = stack()
    policy = json.loads(resources("euw1-leave-use1-step-policy").inputs["policy"])
    actions = {action for one in policy["Statement"] for action in one["Action"]}
    assert {
        "s3:PutObject",
        "s3:GetObject",
        "s3:ListBucket",
        "autoscaling:UpdateAutoScalingGroup",
        "rds:DescribeGlobalClusters",
        "rds:FailoverGlobalCluster",
        "rds:SwitchoverGlobalCluster",
    } <= actions
    everywhere = {action for one in policy["Statement"] if "*" in one["Resource"] for action in one["Action"]}
    assert everywhere == {"autoscaling:DescribeAutoScalingGroups"}  # AWS knows no resource of it
    clusters = [resources(f"{place}-orders-db").arn for place in ("euw1", "use1")]
    (failover,) = [one for one in policy["Statement"] if "rds:FailoverGlobalCluster" in one["Action"]]
    assert set(clusters) < set(failover["Resource"])


def test_it_watches_each_place_from_the_one_that_takes_over() -> None:
    resources, operations = stack()
    found = watch(resources)
    assert found["targets"] == [{"url": "https://use1.api.example.com/healthz"}]
    assert found["own_targets"] == [{"url": "https://euw1.api.example.com/healthz"}]
    assert found["public_targets"] == [{"url": "https://api.example.com/healthz"}]
    assert set(found["probes"]) == {"eun1", "use2"}
    assert found["switches"] == [
        {
            "bucket": resources("euw1-switch", "Bucket").outputs["bucket"],
            "object_key": "maintenance/use1",
            "region": "eu-west-1",
        }
    ]
    assert found["heartbeat_region"] == "eu-north-1"
    assert found["document"] == resources("euw1-leave-use1-document").outputs["name"]
    assert resources("eun1-euw1-use1-silent").region == "eu-north-1"
    automation = operations["recovery"]["automation"]
    assert set(automation) == set(get_type_hints(contract.RecoveryAutomation))
    assert automation["documents"] == {
        "euw1": {"use1": resources("use1-leave-euw1-document").outputs["name"]},
        "use1": {"euw1": resources("euw1-leave-use1-document").outputs["name"]},
    }
    assert set(automation["watchdogs"]["use1"]) == set(get_type_hints(contract.RecoveryWatchdog))
    assert automation["watchdogs"]["use1"]["place"] == "euw1"
    assert automation["watchdogs"]["use1"]["probe_places"] == ["eun1", "use2"]


@pytest.mark.parametrize(
    ("watchdog", "regions", "expected"),
    [
        ("watch-only", STANDBY, {"use1": False, "euw1": False}),
        ("starts", STANDBY, {"use1": True, "euw1": False}),  # a standby that fails is told, not left
        ("starts", {"use1": {}, "euw1": {}}, {"use1": True, "euw1": True}),
    ],
)
def test_a_watchdog_starts_only_where_the_team_says_so_and_the_place_serves(
    watchdog: str, regions: dict[str, Any], expected: dict[str, bool]
) -> None:
    keys: dict[str, Any] = {"regions": regions, "stores": {}}
    resources, operations = stack(**keys, recovery={**BY, "automation": {**AUTOMATION, "watchdog": watchdog}})
    found = operations["recovery"]["automation"]["watchdogs"]
    assert {place: one["starts"] for place, one in found.items()} == expected
    assert watch(resources)["rules"]["starts"] is expected["use1"]


def test_a_standby_that_sleeps_need_not_answer() -> None:
    entrance = {**ENTRANCE, "standby": {"strategy": "pilot-light"}}
    assert watch(stack(entrances={"public": entrance})[0])["own_targets"] == []


def test_canaries_elsewhere_have_a_vote() -> None:
    resources, _ = stack(canaries={})
    alarms = watch(resources)["alarms"]
    assert list(alarms) == ["canary in euw1"]
    assert alarms["canary in euw1"].startswith("arn:aws:cloudwatch:eu-west-1:")


def test_approvers_are_asked_first() -> None:
    on_call = "arn:aws:iam::111122223333:role/on-call"
    recovery = {**BY, "automation": {**AUTOMATION, "approvers": [on_call], "approval_minutes": 10}}
    found = document(stack(recovery=recovery)[0])
    approve = next(one for one in found["mainSteps"] if one["action"] == "aws:approve")
    assert (approve["inputs"]["Approvers"], approve["timeoutSeconds"]) == ([on_call], 600)


def test_every_candidate_of_three_regions_has_the_document_and_one_the_watchdog() -> None:
    regions: dict[str, Any] = {"use1": {}, "euw1": {}, "apne1": {}}
    resources, operations = stack(regions=regions, stores={})
    assert {one.name for one in resources.of("Document")} == {
        f"{place}-leave-{away}-document" for away in regions for place in regions if place != away
    }
    watchdogs = operations["recovery"]["automation"]["watchdogs"]
    assert {away: one["place"] for away, one in watchdogs.items()} == {
        "apne1": "euw1",
        "euw1": "apne1",
        "use1": "apne1",
    }


def test_a_region_that_is_held_is_left_as_it_is() -> None:
    resources, _ = stack(hold=["euw1"])
    assert resources("euw1-leave-use1-document").ignore_changes == ("*",)
    assert resources("use1-leave-euw1-document").ignore_changes == ()


def test_what_stands_in_third_regions_is_named_and_protected() -> None:
    resources, _ = stack()
    for place, region in (("eun1", "eu-north-1"), ("use2", "us-east-2")):
        probe = resources(f"{place}-watchdog-probe-fn")
        assert probe.region == region
        assert probe.inputs["tags"]["Place"] == place
        assert resources(f"{place}-watchdog-probe-key").protect


def test_ecs_services_grow_by_their_own_names() -> None:
    service = {**SERVICE, "kind": "ecs", "ecs": {"rps": 100, "cpu": 512, "memory_mib": 1024}}
    del service["instance"]
    resources, _ = stack(services={"orders": service})
    step = asked(document(resources))["capacity-orders-euw1 ecs-service"]
    assert step["cluster"] == resources("euw1-ecs-cluster").outputs["name"]
    assert step["needed"] > 0


def test_the_names_of_calls_exist_in_the_services_models() -> None:
    """What grants name is authorised under the operation's own name, but for S3's Head and Put of objects."""
    resources, _ = stack()
    policy = json.loads(resources("euw1-leave-use1-step-policy").inputs["policy"])
    config = Config(region_name="eu-west-1")
    special = {"s3:ListBucket", "logs:PutLogEvents"}
    for one in policy["Statement"]:
        for action in set(one["Action"]) - special:
            service, _, operation = action.partition(":")
            client: Any = boto3.client(service, config=config, endpoint_url="http://127.0.0.1:1")
            assert operation in client.meta.service_model.operation_names, action
