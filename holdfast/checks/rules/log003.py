"""LOG003: a trail records every region, and shows when somebody changed what it recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import Expected, expected, settled
from holdfast.checks.model import Judgement, Rule, Scope, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

TRAIL = "aws:cloudtrail/trail:Trail"
# Defaults as the provider documents them, 2026-11: https://www.pulumi.com/registry/packages/aws/api-docs/cloudtrail/trail/
WANTED = (
    Expected(path=("enableLogging",), values=(True,), default=True, fault="it is switched off"),
    Expected(
        path=("isMultiRegionTrail",),
        values=(True,),
        default=False,
        fault="it records its own region alone: what is done elsewhere is not seen",
    ),
    Expected(
        path=("enableLogFileValidation",),
        values=(True,),
        default=False,
        fault="nobody can tell whether its files were changed",
    ),
    Expected(
        path=("includeGlobalServiceEvents",),
        values=(True,),
        default=True,
        fault="it leaves IAM, Route 53 and CloudFront out",
    ),
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each trail."""
    for trail in graph.of_type(TRAIL):
        yield expected(trail, WANTED, "it records every region, with digests of its files")


def _widen(trail: Resource) -> dict[str, bool]:
    """A trail that somebody switched off stays off; one that records may record more."""
    if settled(trail, "enableLogging", default=True) is not True:
        return {}
    return {one.name: True for one in WANTED if settled(trail, *one.path, default=one.default) is False}


RULE = Rule(
    id="LOG003-trail-is-whole",
    title="A CloudTrail trail records every region and global services, with file validation.",
    explanation=(
        "Who changed what is asked after every incident, and after a failover it is asked in two regions. A "
        "trail of one region, or one whose files can be changed unseen, does not answer."
    ),
    severity=Severity.MEDIUM,
    fix="set isMultiRegionTrail and enableLogFileValidation, and keep its files in another account",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
    subject="trails of CloudTrail",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC04-BP01",),
    remedy=_widen,
)
