from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from holdfast.components.recovery_automation import RecoveryAutomation, RecoveryAutomationArgs
from holdfast.components.recovery_document import within_limit
from tests.components.declared import Resources, declared
from tests.components.ssm_document import problems

TOPIC = "arn:aws:sns:eu-west-1:111122223333:pages"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"
ON_CALL = "arn:aws:iam::111122223333:role/on-call"


def does(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {
        "event": {"kind": kind, "key": key, **more},
        "grants": [{"actions": [f"service:{kind}"], "resources": [f"arn:{key}"]}],
    }


ROUTE = {
    "key": "route-public",
    "action": "route",
    "worst_seconds": 150,
    "does": [
        does("switch", "route-public", bucket="b"),
        does("cloudflare-pool", "route-public", pool_id="p"),
    ],
}
GROW = {
    "key": "capacity-orders-euw1",
    "action": "capacity",
    "worst_seconds": 420,
    "does": [does("instances", "capacity-orders-euw1", group="g", needed=4)],
}
PROMOTE = {
    "key": "promote-orders",
    "action": "promote",
    "worst_seconds": 900,
    "does": [does("aurora", "promote-orders", global_cluster="orders")],
}
DRAIN = {"key": "drain-public", "action": "drain", "worst_seconds": 60, "does": []}
VERIFY = {
    "key": "verify-public",
    "action": "verify",
    "worst_seconds": 30,
    "does": [{"event": {"kind": "answers", "key": "verify-public", "urls": ["https://a/"]}, "grants": []}],
}
FENCE = {"key": "fence-orders", "action": "fence", "worst_seconds": 30, "does": []}
UNGRACEFUL = [[ROUTE, GROW], [FENCE, PROMOTE], [VERIFY]]
GRACEFUL = [[GROW], [PROMOTE], [ROUTE], [DRAIN], [VERIFY]]


def build(**more: Any) -> Resources:
    args: RecoveryAutomationArgs = {
        "watched": "use1",
        "place": "euw1",
        "region": "eu-west-1",
        "account_id": "111122223333",
        "key_arn": KEY,
        "modes": {"ungraceful": UNGRACEFUL, "graceful": GRACEFUL},
        "topic_arn": TOPIC,
        "topic_key_arn": KEY,
        "notes": {"owner": "orders-team", "runbook_url": "https://runbooks.example.com/prod"},
        "tags": {"Team": "orders"},
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: RecoveryAutomation("euw1-leave-use1", args))


def document(**more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(build(**more)("euw1-leave-use1-document").inputs["content"])
    return found


def steps(**more: Any) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in document(**more)["mainSteps"]}


APPROVAL = {"approval": {"approvers": [ON_CALL], "minutes": 15.0}}


@pytest.mark.parametrize(
    "more", [{}, APPROVAL, {"modes": {"ungraceful": UNGRACEFUL}}, {"modes": {"ungraceful": [[PROMOTE]]}}]
)
def test_ssm_takes_the_document(more: dict[str, Any]) -> None:
    assert list(problems(document(**more))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: one["mainSteps"][0].update(name="a b"), "a b: is no name"),
        (lambda one: one["mainSteps"][0]["inputs"].update(Api="Shout"), "calls sns:Shout"),
        (lambda one: one["mainSteps"][0]["inputs"].update(Volume="loud"), r"Publish takes no \['Volume'\]"),
        (lambda one: one["mainSteps"][0].update(onFailure="step:gone"), "leads to gone"),
        (lambda one: one["mainSteps"].insert(1, dict(one["mainSteps"][-1], name="lost")), "nothing leads to"),
        (lambda one: one["mainSteps"][1]["inputs"].pop("Choices"), "Choices"),
        (lambda one: one.update(steps=[]), r"the document has \['steps'\]"),
    ],
)
def test_what_holds_documents_can_fail(change: Any, expected: str) -> None:
    broken = copy.deepcopy(document())
    change(broken)
    try:
        found = "\n".join(problems(broken))
    except KeyError as missing:
        found = str(missing)
    assert re.search(expected, found), found


def test_the_exact_children() -> None:
    assert {pair for pair in build().pairs() if pair[0].startswith("aws:")} == {
        ("aws:ssm/document:Document", "euw1-leave-use1-document"),
        ("aws:iam/role:Role", "euw1-leave-use1-document-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-leave-use1-document-policy"),
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-leave-use1-step-logs"),
        ("aws:iam/role:Role", "euw1-leave-use1-step-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-leave-use1-step-policy"),
        ("aws:lambda/function:Function", "euw1-leave-use1-step-fn"),
    }


def test_everything_is_in_the_region_that_takes_over() -> None:
    for one in build():
        if one.custom and not one.type.startswith("aws:iam/"):
            assert one.region == "eu-west-1", one.name


def test_the_steps_of_a_lost_region_are_in_order_and_begun_side_by_side() -> None:
    names = [name for name in steps() if name.startswith("ungraceful_")]
    assert names == [
        "ungraceful_1_route_public_switch_begin",
        "ungraceful_1_route_public_cloudflare_pool_begin",
        "ungraceful_1_capacity_orders_euw1_instances_begin",
        "ungraceful_1_route_public_switch_wait_1",
        "ungraceful_1_route_public_switch",
        "ungraceful_1_route_public_cloudflare_pool_wait_1",
        "ungraceful_1_route_public_cloudflare_pool",
        "ungraceful_1_capacity_orders_euw1_instances_wait_1",
        "ungraceful_1_capacity_orders_euw1_instances_wait_2",
        "ungraceful_1_capacity_orders_euw1_instances",
        "ungraceful_1_check",
        "ungraceful_2_promote_orders_aurora_wait_1",
        "ungraceful_2_promote_orders_aurora_wait_2",
        "ungraceful_2_promote_orders_aurora_wait_3",
        "ungraceful_2_promote_orders_aurora_wait_4",
        "ungraceful_2_promote_orders_aurora",
        "ungraceful_2_check",
        "ungraceful_3_verify_public_answers_wait_1",
        "ungraceful_3_verify_public_answers",
        "ungraceful_3_check",
        "ungraceful_tell_done",
    ]


def test_a_region_that_answers_is_drained() -> None:
    assert steps()["graceful_4_drain"]["inputs"] == {"Duration": "PT60S"}
    assert list(steps()).index("graceful_4_drain") > list(steps()).index("graceful_3_route_public_switch")


def test_a_step_is_asked_of_the_function_and_has_the_time_that_it_takes() -> None:
    promote = steps()["ungraceful_2_promote_orders_aurora"]
    assert promote["inputs"]["FunctionName"] == "euw1-leave-use1-step-fn-0000"
    assert json.loads(promote["inputs"]["Payload"]) == {
        "step": {"kind": "aurora", "key": "promote-orders", "global_cluster": "orders"},
        "mode": "finish",
    }
    assert "{{" not in promote["inputs"]["Payload"]  # SSM would take it for a reference
    assert (promote["timeoutSeconds"], promote["maxAttempts"]) == (300, 2)
    begin = steps()["ungraceful_1_route_public_switch_begin"]
    assert json.loads(begin["inputs"]["Payload"])["mode"] == "begin"
    assert (begin["timeoutSeconds"], begin["maxAttempts"]) == (60, 3)


def test_a_step_is_asked_for_again_whether_or_not_an_error_of_the_function_fails_it() -> None:
    found = steps()
    name = "ungraceful_2_promote_orders_aurora"
    waits = [found[one] for one in found if one.startswith(f"{name}_wait_")]
    assert len(waits) * 240 >= 900  # the function waits for 240 seconds at a time
    for wait in waits:
        assert (wait["onFailure"], wait["isCritical"]) == ("Continue", False)
        assert wait["inputs"] == found[name]["inputs"]


def test_a_failed_step_is_told_and_too_little_capacity_stops_nothing() -> None:
    found = steps()
    for name in ("ungraceful_1_route_public_switch", "ungraceful_2_promote_orders_aurora"):
        assert (found[name]["onFailure"], found[name]["isCritical"]) == ("step:tell_failed", True)
    grow = found["ungraceful_1_capacity_orders_euw1_instances"]
    assert (grow["onFailure"], grow["isCritical"]) == ("Continue", True)
    assert found["tell_failed"]["isEnd"]
    assert found["ungraceful_tell_done"]["isEnd"]


def test_what_the_function_says_is_looked_at_before_the_next_group() -> None:
    check = steps()["ungraceful_1_check"]["inputs"]
    (choice,) = check["Choices"]
    assert (choice["NextStep"], check["Default"]) == (
        "ungraceful_2_promote_orders_aurora_wait_1",
        "tell_failed",
    )
    assert choice["And"] == [
        {"Variable": f"{{{{ ungraceful_1_{name}.Payload }}}}", "Contains": "STEP_DONE"}
        for name in ("route_public_switch", "route_public_cloudflare_pool")
    ]


def test_a_lost_region_is_what_it_leaves_unasked() -> None:
    found = document()
    assert found["parameters"]["Mode"]["default"] == "ungraceful"
    assert found["parameters"]["Mode"]["allowedValues"] == ["ungraceful", "graceful"]
    choose = steps()["choose_mode"]["inputs"]
    assert choose == {
        "Choices": [
            {
                "NextStep": "graceful_1_capacity_orders_euw1_instances_wait_1",
                "Variable": "{{ Mode }}",
                "StringEquals": "graceful",
            }
        ],
        "Default": "ungraceful_1_route_public_switch_begin",
    }
    assert "choose_mode" not in steps(modes={"ungraceful": UNGRACEFUL})


def test_people_are_told_and_need_not_be() -> None:
    begun = steps()["tell_begun"]
    assert begun["inputs"]["TopicArn"] == TOPIC
    assert begun["inputs"]["Subject"] == "Recovery: leaving use1 from euw1"
    assert "https://runbooks.example.com/prod#region-lost" in begun["inputs"]["Message"]
    assert "{{ Reason }}" in begun["inputs"]["Message"]
    for name in ("tell_begun", "tell_failed", "ungraceful_tell_done"):
        assert (steps()[name]["onFailure"], steps()[name]["isCritical"]) == ("Continue", False)


def test_an_approval_comes_before_anything_is_done() -> None:
    found = steps(**APPROVAL)
    assert list(found)[:3] == ["tell_begun", "approve", "choose_mode"]
    assert found["approve"]["timeoutSeconds"] == 900
    assert found["approve"]["onFailure"] == "Abort"
    assert found["approve"]["inputs"] == {
        "Message": "Leave use1: {{ Reason }}",
        "MinRequiredApprovals": 1,
        "Approvers": [ON_CALL],
    }
    assert "approve" not in steps()


def test_the_document_may_do_its_steps_and_tell() -> None:
    resources = build()
    found = json.loads(resources("euw1-leave-use1-document-policy").inputs["policy"])["Statement"]
    function = "arn:aws:lambda:eu-west-1:111122223333:Function/euw1-leave-use1-step-fn"
    assert [(one["Action"], one["Resource"]) for one in found] == [
        (["lambda:InvokeFunction"], [function]),
        (["sns:Publish"], [TOPIC]),
        (["kms:Decrypt", "kms:GenerateDataKey"], [KEY]),
    ]
    assert found[2]["Condition"] == {"StringEquals": {"kms:ViaService": "sns.eu-west-1.amazonaws.com"}}
    trust = json.loads(resources("euw1-leave-use1-document-role").inputs["assumeRolePolicy"])
    assert trust["Statement"][0]["Principal"] == {"Service": "ssm.amazonaws.com"}
    assert trust["Statement"][0]["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    role = resources("euw1-leave-use1-document-role").outputs["arn"]
    assert document()["assumeRole"] == role


def test_a_runbook_and_an_owner_are_on_the_document() -> None:
    tags = build()("euw1-leave-use1-document").inputs["tags"]
    assert tags == {
        "Team": "orders",
        "Name": "euw1-leave-use1-document",
        "Owner": "orders-team",
        "Runbook": "region-lost",
    }


def test_its_outputs_say_how_it_is_started() -> None:
    outputs = build()("euw1-leave-use1").outputs
    assert outputs["document_name"] == "euw1-leave-use1-document-0000"
    assert outputs["document_arn"] == build()("euw1-leave-use1-document").outputs["arn"]


def test_a_document_that_ssm_would_not_take_is_refused() -> None:
    assert within_limit("x" * 65_536) == "x" * 65_536
    with pytest.raises(ValueError, match="has 65537 bytes and SSM takes 65536"):
        within_limit("x" * 65_537)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"modes": {"graceful": GRACEFUL}}, "'modes' needs 'ungraceful'"),
        ({"modes": {"ungraceful": UNGRACEFUL, "rude": UNGRACEFUL}}, "ungraceful and graceful, got rude"),
        ({"modes": {"ungraceful": [[DRAIN]]}}, "ungraceful: no step does anything"),
        ({"modes": {"ungraceful": [[PROMOTE], [PROMOTE]]}}, "two steps have the key promote-orders"),
        ({"place": "use1"}, "'place' is use1, which is the place to leave"),
        ({"approval": {"approvers": [], "minutes": 5}}, "'approval' needs at least one approver"),
    ],
)
def test_what_could_not_leave_a_place_is_refused(more: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=r"recovery automation 'euw1-leave-use1':") as refused:
        build(**more)
    assert expected in str(refused.value)
