"""SEC007: instances hand their credentials only to who asks with a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Region, Resource, ResourceGraph

STARTS = (
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/launchTemplate:LaunchTemplate",
)
ACCOUNT_DEFAULT = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each instance and each template of instances."""
    demanding: set[Region] = {
        one.region for one in graph.of_type(ACCOUNT_DEFAULT) if one.at("httpTokens") == "required"
    }
    for one in graph.of_type(*STARTS):
        yield _judge(one, demanded=one.region in demanding)


def _judge(one: Resource, *, demanded: bool) -> Judgement:
    endpoint = settled(one, "metadataOptions", "httpEndpoint")
    tokens = settled(one, "metadataOptions", "httpTokens", default="required" if demanded else None)
    if endpoint == "disabled":
        return passes(one, "its metadata service is off")
    if not is_known(tokens):
        return unknown(one, "metadataOptions.httpTokens is not known yet")
    if tokens == "required":
        return passes(one, "its metadata service demands a token")
    if tokens == "optional":
        return fails(one, "its metadata service answers without a token (IMDSv1)")
    if one.type == STARTS[0] and one.at("launchTemplate"):
        return passes(one, "its launch template says so")
    return fails(one, "nothing demands a token: whether IMDSv1 answers is left to the image and the account")


RULE = Rule(
    id="SEC007-metadata-needs-a-token",
    title="Instances answer for their metadata only with a token (IMDSv2).",
    explanation=(
        "With IMDSv1 any flaw that makes an application fetch an address of the attacker's choice hands out "
        "the role's credentials. IMDSv2 asks for a token first, which such a flaw cannot fetch."
    ),
    severity=Severity.MEDIUM,
    fix="set metadataOptions.httpTokens to required",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
    subject="instances and templates of instances",
    check=check,
    frameworks=("SEC06-BP02",),
)
