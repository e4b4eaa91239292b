"""The policy pack: each of Holdfast's checks as one policy.

A check of single resources is a resource policy: the engine asks it before the resource is created. Any other
is a stack policy. That sees outputs only, in which a provider's defaults look like what the program wrote; so
a resource policy that never complains gathers the inputs as they pass, and the checks then judge what they
judge elsewhere.

The engine asks one policy after the other, each time with the same resources: what is read of them is read
once and kept for all.

Waivers are not read here: ``holdfast.toml`` is the program's word to the tool, and this folder cannot tell
which program it judges, nor on which day. The engine has a way of its own: ``--policy-pack-config``.
"""  # noqa: INP001  # a pack's folder is no package

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PolicySeverity
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from holdfast.checks import BLOCKING, RULES, Rule, Scope, Verdict, run_rule
from holdfast.graph import policy_inputs, read_policy, read_policy_resource
from holdfast.graph.paths import parse_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.checks import Finding
    from holdfast.checks.model import Parameter
    from holdfast.graph import ResourceGraph, Value

Inputs: TypeAlias = "dict[str, Mapping[str, Value]]"
"""URN to what the program wrote."""

PILLARS = {
    "COST": "Cost Optimization",
    "OPS": "Operational Excellence",
    "PERF": "Performance Efficiency",
    "REL": "Reliability",
    "SEC": "Security",
    "SUS": "Sustainability",
}
FRAMEWORK = "AWS Well-Architected Framework"
REFERENCE = "https://docs.aws.amazon.com/wellarchitected/latest/framework/appendix.html"


def policies() -> list[Policy]:
    """The gatherer of inputs and one policy for each check, all sharing what was read."""
    inputs: Inputs = {}
    alone, whole = _Once(), _Once()

    def gather(args: ResourceValidationArgs, _: ReportViolation) -> None:
        inputs[args.urn] = policy_inputs(args.props)

    gatherer = ResourceValidationPolicy(
        name="holdfast-inputs",
        description="Gathers what the program wrote, for the other policies; it never complains.",
        validate=gather,
        enforcement_level=EnforcementLevel.ADVISORY,
    )
    made = (
        _of_resource(rule, inputs, alone) if rule.scope is Scope.RESOURCE else _of_stack(rule, inputs, whole)
        for rule in RULES
    )
    return [gatherer, *made]


def pack() -> PolicyPack:
    """Serve the policies; blocks until the engine ends it."""
    return PolicyPack(
        name="holdfast",
        policies=policies(),
        display_name="Holdfast",
        description="What makes multi-region APIs on AWS fail, checked before they are deployed.",
        provider="aws",
        tags=["multi-region", "resilience", "security"],
    )


@dataclass(frozen=True)
class _Held:
    """A graph, what it is of, and the policies that were asked with it."""

    subject: str
    graph: ResourceGraph
    served: set[str] = field(default_factory=set)


class _Once:
    """A graph that is read for the first policy that asks, and kept for the others of the same round."""

    def __init__(self) -> None:
        self._held: _Held | None = None

    def read(self, policy: str, subject: str, read: Callable[[], ResourceGraph]) -> ResourceGraph:
        """The graph.

        Args:
            policy: Who asks; who asks twice begins a new round.
            subject: What it is about.
            read: Reads it.
        """
        held = self._held
        if held is None or held.subject != subject or policy in held.served:
            self._held = held = _Held(subject, read())
        held.served.add(policy)
        return held.graph


def _of_resource(rule: Rule, inputs: Inputs, alone: _Once) -> ResourceValidationPolicy:
    def validate(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
        graph = alone.read(rule.id, args.urn, lambda: read_policy_resource(args, inputs.get(args.urn)))
        _tell(run_rule(graph, rule, _figures(rule, args)), args, report_violation)

    def remediate(args: ResourceValidationArgs) -> Mapping[str, Any] | None:
        graph = read_policy_resource(args)
        failed = {one.verdict for one in run_rule(graph, rule, _figures(rule, args))} == {Verdict.FAIL}
        changes = rule.remedy(graph.resources[args.urn]) if rule.remedy and failed else {}
        for path, value in changes.items():
            _change(args.props, parse_path(path), value)
        return args.props if changes else None

    return ResourceValidationPolicy(
        validate=validate,
        remediate=remediate if rule.remedy else None,  # type: ignore[arg-type]  # it need not be awaited
        **_metadata(rule),
    )


def _of_stack(rule: Rule, inputs: Inputs, whole: _Once) -> StackValidationPolicy:
    def validate(args: StackValidationArgs, report_violation: ReportViolation) -> None:
        graph = whole.read(rule.id, "stack", lambda: read_policy(args, inputs))
        _tell(run_rule(graph, rule, _figures(rule, args)), args, report_violation)

    return StackValidationPolicy(validate=validate, **_metadata(rule))


def _tell(
    findings: tuple[Finding, ...],
    args: ResourceValidationArgs | StackValidationArgs,
    report_violation: ReportViolation,
) -> None:
    for finding in findings:
        if finding.verdict is Verdict.FAIL:
            report_violation(_message(finding), finding.resource)
    if unknown := [finding for finding in findings if finding.verdict is Verdict.UNKNOWN]:
        raise _unknown(unknown)
    if all(finding.verdict is Verdict.NOT_APPLICABLE for finding in findings):
        args.not_applicable(findings[0].message)


def _figures(rule: Rule, args: ResourceValidationArgs | StackValidationArgs) -> dict[str, int]:
    """The rule's parameters that the pack's configuration changes; numbers arrive with a point."""
    given = args.get_config()
    return {one.name: int(given[one.name]) for one in rule.parameters if one.name in given}


def _metadata(rule: Rule) -> dict[str, Any]:
    """What every policy says about itself."""
    blocks = rule.severity in BLOCKING
    schema = {one.name: _schema(one) for one in rule.parameters}
    return {
        "name": rule.id,
        "description": rule.title,
        "enforcement_level": EnforcementLevel.MANDATORY if blocks else EnforcementLevel.ADVISORY,
        "config_schema": PolicyConfigSchema(properties=schema) if schema else None,
        "display_name": rule.title.removesuffix("."),
        "severity": PolicySeverity(rule.severity.value),
        "framework": _framework(rule),
        "tags": [rule.code, *rule.frameworks],
        "remediation_steps": rule.fix,
        "url": rule.source,
    }


def _schema(parameter: Parameter) -> dict[str, Any]:
    limits = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    return {
        "type": "integer",
        "description": parameter.text,
        "default": parameter.default,
        **{name: limit for name, limit in limits.items() if limit is not None},
    }


def _framework(rule: Rule) -> PolicyComplianceFramework | None:
    """The best practices that the rule serves, under their pillars; None where it serves none."""
    if not rule.frameworks:
        return None
    told = (f"{PILLARS[one.partition('-')[0].rstrip('0123456789')]}: {one}" for one in rule.frameworks)
    return PolicyComplianceFramework(name=FRAMEWORK, reference=REFERENCE, specification="; ".join(told))


def _change(properties: Any, path: tuple[str | int, ...], value: object) -> None:  # noqa: ANN401  # the SDK's proxies
    """Set one input in place, so that what is unknown around it stays as it is."""
    *above, last = path
    for step in above:
        properties = properties[step]
    properties[last] = value


def _message(finding: Finding) -> str:
    return f"{finding.name}: {finding.message} — {finding.fix} ({finding.source})"


def _unknown(findings: list[Finding]) -> UnknownValueError:
    """The SDK's own word for what a preview cannot know; the engine shows it as advice at any level."""
    error = UnknownValueError(UNKNOWN_STRING_VALUE, [finding.name for finding in findings])
    error.message = "; ".join(f"{finding.name}: {finding.message}" for finding in findings)
    return error
