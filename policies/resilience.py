"""The policy pack: each of Holdfast's checks as one stack policy.

A stack policy sees outputs only, in which a provider's defaults look like what the program wrote. So a
resource policy that never complains gathers the inputs as they pass; the checks then judge what they judge
elsewhere.

Waivers are not read here: ``holdfast.toml`` is the program's word to the tool, and this folder cannot tell
which program it judges, nor on which day. The engine has a way of its own: ``--policy-pack-config``.
"""  # noqa: INP001  # a pack's folder is no package

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PolicySeverity
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from holdfast.checks import BLOCKING, RULES, Rule, Verdict, run_rule
from holdfast.graph import policy_inputs, read_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.checks import Finding
    from holdfast.graph import Value


def policies() -> list[Policy]:
    """The gatherer of inputs and one stack policy for each check, all sharing what was gathered."""
    inputs: dict[str, Mapping[str, Value]] = {}

    def gather(args: ResourceValidationArgs, _: ReportViolation) -> None:
        inputs[args.urn] = policy_inputs(args.props)

    gatherer = ResourceValidationPolicy(
        name="holdfast-inputs",
        description="Gathers what the program wrote, for the other policies; it never complains.",
        validate=gather,
        enforcement_level=EnforcementLevel.ADVISORY,
    )
    return [gatherer, *(_policy(rule, inputs) for rule in RULES)]


def pack() -> PolicyPack:
    """Serve the policies; blocks until the engine ends it."""
    return PolicyPack(name="holdfast", policies=policies())


def _policy(rule: Rule, inputs: Mapping[str, Mapping[str, Value]]) -> StackValidationPolicy:
    def validate(args: StackValidationArgs, report_violation: ReportViolation) -> None:
        findings = run_rule(read_policy(args, inputs), rule)
        for finding in findings:
            if finding.verdict is Verdict.FAIL:
                report_violation(_message(finding), finding.resource)
        if unknown := [finding for finding in findings if finding.verdict is Verdict.UNKNOWN]:
            raise _unknown(unknown)
        if all(finding.verdict is Verdict.NOT_APPLICABLE for finding in findings):
            args.not_applicable(findings[0].message)

    blocks = rule.severity in BLOCKING
    return StackValidationPolicy(
        name=rule.id,
        description=rule.title,
        validate=validate,
        enforcement_level=EnforcementLevel.MANDATORY if blocks else EnforcementLevel.ADVISORY,
        severity=PolicySeverity(rule.severity.value),
        remediation_steps=rule.fix,
        url=rule.source,
    )


def _message(finding: Finding) -> str:
    return f"{finding.name}: {finding.message} — {finding.fix} ({finding.source})"


def _unknown(findings: list[Finding]) -> UnknownValueError:
    """The SDK's own word for what a preview cannot know; the engine shows it as advice at any level."""
    error = UnknownValueError(UNKNOWN_STRING_VALUE, [finding.name for finding in findings])
    error.message = "; ".join(f"{finding.name}: {finding.message}" for finding in findings)
    return error
