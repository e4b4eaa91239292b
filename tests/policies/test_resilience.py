"""The pack says of what a policy sees what the checks say of the same preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pulumi_policy import (
    EnforcementLevel,
    PolicyCustomTimeouts,
    PolicyProviderResource,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError, unknown_checking_proxy

from holdfast.checks import RULES, Finding, Scope, Severity, Verdict, run_rule
from holdfast.graph import read_preview
from tests.graph.documents import UNKNOWN, digest, step, urn
from tests.policies.conftest import FOLDER

if TYPE_CHECKING:
    from types import ModuleType

RECORD, LB, VPC = "aws:route53/record:Record", "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/vpc:Vpc"


def failover(kind: str, target: str, *, evaluates: Any) -> dict[str, Any]:
    return step(
        RECORD,
        kind.lower(),
        {
            "zoneId": "Z1",
            "name": "api.example.com",
            "type": "A",
            "aliases": [{"name": UNKNOWN, "zoneId": UNKNOWN, "evaluateTargetHealth": evaluates}],
            "failoverRoutingPolicies": [{"type": kind}],
        },
        links={"aliases": [urn(LB, target)]},
    )


STACKS = {
    "sound": [
        step(LB, "us", {"region": "us-east-1", "enableDeletionProtection": True}, protect=True),
        step(LB, "eu", {"region": "eu-west-1", "enableDeletionProtection": True}, protect=True),
        failover("PRIMARY", "us", evaluates=True),
        failover("SECONDARY", "eu", evaluates=True),
    ],
    "faulty": [
        step(LB, "us", {"region": "us-east-1"}),
        step(LB, "eu", {"region": "eu-west-1", "enableDeletionProtection": UNKNOWN}, protect=True),
        step(VPC, "stray"),
        failover("PRIMARY", "us", evaluates=False),
        failover("SECONDARY", "us", evaluates=UNKNOWN),
    ],
    "component": [
        step("orders:index:Api", "api", {"region": "eu-west-1"}, component=True),
        step(VPC, "vpc", {"region": "eu-west-1"}, parent=urn("orders:index:Api", "api")),
    ],
    "nothing": [],
}


def options(state: dict[str, Any]) -> PolicyResourceOptions:
    return PolicyResourceOptions(
        state.get("protect", False), [], None, [], PolicyCustomTimeouts(0, 0, 0), [], None
    )


def provider(state: dict[str, Any]) -> PolicyProviderResource | None:
    if "provider" not in state:
        return None
    name = "default_7_51_1"
    where = urn("pulumi:providers:aws", name)
    return PolicyProviderResource("pulumi:providers:aws", {"region": "us-east-1"}, where, name)


def name_of(state: dict[str, Any]) -> str:
    return str(state["urn"]).rsplit("::", 1)[1]


def resource_arguments(document: dict[str, Any]) -> list[ResourceValidationArgs]:
    return [
        ResourceValidationArgs(
            one["type"],
            unknown_checking_proxy(one["inputs"]),
            one["urn"],
            name_of(one),
            options(one),
            provider(one),
            {},
            {},
        )
        for one in (made["newState"] for made in document["steps"])
    ]


def stack_arguments(document: dict[str, Any]) -> StackValidationArgs:
    """As the SDK builds them: outputs with the region that the provider filled in, references as objects."""
    states = [made["newState"] for made in document["steps"]]
    made = {
        one["urn"]: PolicyResource(
            one["type"],
            unknown_checking_proxy(
                {"region": "us-east-1", "id": UNKNOWN, **one["inputs"]} if one["custom"] else {}
            ),
            one["urn"],
            name_of(one),
            options(one),
            provider(one),
            None,
            [],
            {},
        )
        for one in states
    }
    for one in states:
        resource = made[one["urn"]]
        resource.parent = made.get(one["parent"])
        resource.property_dependencies = {
            name: [made[each] for each in urns] for name, urns in one["propertyDependencies"].items()
        }
    return StackValidationArgs(list(made.values()), {}, {})


def judge(pack: ModuleType, document: dict[str, Any]) -> dict[str, tuple[str, list[Any]]]:
    """What each policy says: its worst verdict and the URNs that it complains of."""
    gatherer, *policies = pack.policies()
    for arguments in resource_arguments(document):
        gatherer.validate(arguments, lambda *_: pytest.fail("the gatherer complained"))
    return {policy.name: asked(policy, document) for policy in policies}


def asked(
    policy: ResourceValidationPolicy | StackValidationPolicy, document: dict[str, Any]
) -> tuple[str, list[Any]]:
    """What one policy says of all that the engine would ask it about."""
    reported: list[Any] = []
    verdicts = set()

    def report(_: str, where: str | None = None) -> None:
        reported.append(where)

    single = isinstance(policy, ResourceValidationPolicy)
    every: list[Any] = resource_arguments(document) if single else [stack_arguments(document)]
    for arguments in every:
        try:
            policy.validate(arguments, report)
        except UnknownValueError:
            verdicts.add("unknown")
        except Exception as error:  # noqa: BLE001  # the SDK's own exception is private
            verdicts.add("not-applicable" if type(error).__name__ == "_NotApplicableError" else repr(error))
        else:
            verdicts.add("pass")
    worst = next((one for one in ("unknown", "pass") if one in verdicts), "not-applicable")
    assert verdicts <= {"unknown", "pass", "not-applicable"}
    return ("fail" if reported else worst, sorted(reported))


def told(findings: tuple[Finding, ...]) -> tuple[str, list[Any]]:
    verdicts = {one.verdict for one in findings}
    worst = next(one for one in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, *verdicts) if one in verdicts)
    return worst.value, sorted(one.resource or "" for one in findings if one.verdict is Verdict.FAIL)


@pytest.mark.parametrize("name", sorted(STACKS))
def test_policies_and_checks_agree(pack: ModuleType, name: str) -> None:
    document = digest(*STACKS[name])
    graph = read_preview(document)

    assert judge(pack, document) == {rule.id: told(run_rule(graph, rule)) for rule in RULES}


def test_a_faulty_stack_shows_every_verdict(pack: ModuleType) -> None:
    assert {verdict for verdict, _ in judge(pack, digest(*STACKS["faulty"])).values()} == {
        "fail",
        "not-applicable",
        "pass",
        "unknown",
    }


def test_an_unknown_is_told_as_the_sdk_tells_it(pack: ModuleType) -> None:
    lb = step(LB, "eu", {"region": "eu-west-1", "enableDeletionProtection": UNKNOWN}, protect=True)
    document = digest(lb)
    policy = next(one for one in pack.policies() if one.name.startswith("DAT001"))

    with pytest.raises(UnknownValueError) as caught:
        policy.validate(stack_arguments(document), lambda *_: pytest.fail("it is no violation"))
    assert caught.value.message == "eu: not known yet: enableDeletionProtection"


def test_every_unknown_is_told(pack: ModuleType) -> None:
    inputs = {"region": "eu-west-1", "enableDeletionProtection": UNKNOWN}
    document = digest(*(step(LB, name, inputs, protect=True) for name in ("one", "two")))
    policy = next(one for one in pack.policies() if one.name.startswith("DAT001"))

    with pytest.raises(UnknownValueError) as caught:
        policy.validate(stack_arguments(document), lambda *_: pytest.fail("it is no violation"))
    assert caught.value.message == (
        "one: not known yet: enableDeletionProtection; two: not known yet: enableDeletionProtection"
    )


def test_without_gathered_inputs_a_region_is_not_judged(pack: ModuleType) -> None:
    policy = next(one for one in pack.policies() if one.name.startswith("REG001"))
    document = digest(step(VPC, "us", {"region": "us-east-1"}), step(VPC, "eu", {"region": "eu-west-1"}))

    with pytest.raises(UnknownValueError):
        policy.validate(stack_arguments(document), lambda *_: pytest.fail("it is no violation"))


def test_a_message_says_what_and_how_and_where(pack: ModuleType) -> None:
    messages: list[str] = []
    rule = next(one for one in RULES if one.id.startswith("DAT001"))
    policy = next(one for one in pack.policies() if one.name.startswith("DAT001"))
    document = digest(step("aws:s3/bucket:Bucket", "logs"))
    policy.validate(stack_arguments(document), lambda message, _: messages.append(message))

    assert messages == [f"logs: Pulumi may delete it (protect is off) — {rule.fix} ({rule.source})"]


def test_levels_follow_severity(pack: ModuleType) -> None:
    _, *policies = pack.policies()
    levels = {policy.name: (policy.enforcement_level, policy.severity.value) for policy in policies}
    blocks = {Severity.CRITICAL: True, Severity.HIGH: True, Severity.MEDIUM: False, Severity.LOW: False}

    assert levels == {
        rule.id: (
            EnforcementLevel.MANDATORY if blocks[rule.severity] else EnforcementLevel.ADVISORY,
            rule.severity.value,
        )
        for rule in RULES
    }


def test_a_rule_of_single_resources_is_a_resource_policy(pack: ModuleType) -> None:
    single = {policy.name for policy in pack.policies() if isinstance(policy, ResourceValidationPolicy)}

    assert single - {"holdfast-inputs"} == {rule.id for rule in RULES if rule.scope is Scope.RESOURCE}


def test_a_policy_tells_its_framework_and_its_tags(pack: ModuleType) -> None:
    policy = next(one for one in pack.policies() if one.name.startswith("DNS001"))

    assert policy.framework.name == "AWS Well-Architected Framework"
    assert policy.framework.specification == "Reliability: REL11-BP01; Reliability: REL11-BP02"
    assert policy.tags == ["DNS001", "REL11-BP01", "REL11-BP02"]


def test_parameters_are_the_schema_of_the_configuration(pack: ModuleType) -> None:
    schemas = {one.name: one.config_schema for one in pack.policies()[1:]}

    for rule in RULES:
        schema = schemas[rule.id]
        assert (schema is None) is (not rule.parameters)
        for one in rule.parameters:
            assert schema is not None
            told = schema.properties[one.name]
            assert (told["type"], told["default"], told["minimum"]) == ("integer", one.default, one.minimum)
            assert told["description"] == one.text


def test_the_pack_is_a_python_pack_in_the_project_environment() -> None:
    pack = yaml.safe_load((FOLDER / "PulumiPolicy.yaml").read_text(encoding="utf-8"))

    assert pack["runtime"] == {"name": "python", "options": {"virtualenv": "../.venv"}}


def test_the_door_only_opens() -> None:
    text = (FOLDER / "__main__.py").read_text(encoding="utf-8")

    assert text.splitlines()[1:] == ["", "from resilience import pack", "", "pack()"]
