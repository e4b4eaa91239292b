"""SEC004: nothing is open to every account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import not_readable
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.checks.open_policies import POLICIES, narrowed, open_statements
from holdfast.checks.policy_documents import EVERYBODY, statements
from holdfast.inventory.families.bucket_replication import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

GRANTS = {
    "aws:lambda/permission:Permission": ("principal", ("sourceArn", "sourceAccount", "principalOrgId")),
    "aws:lambda/layerVersionPermission:LayerVersionPermission": ("principal", ("organizationId",)),
    "aws:cloudwatch/eventPermission:EventPermission": ("principal", ("condition",)),
}
"""Grants of one thing to one principal, and what narrows them."""
SHARES = {
    "aws:ec2/amiLaunchPermission:AmiLaunchPermission": ("group", "all"),
    "aws:rds/clusterSnapshot:ClusterSnapshot": ("sharedAccounts", "all"),
    "aws:rds/snapshot:Snapshot": ("sharedAccounts", "all"),
    "aws:ssm/document:Document": ("permissions", "all"),
}
"""What can be given to everybody, the input that does it, and the word."""


READS = {"s3:getobject"}
WEBSITES = (
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each policy of a resource, each grant, and all that can be shared."""
    unread = []
    for one in graph.of_type(*POLICIES):
        if one.at(*POLICIES[one.type]) is None or (one.type.startswith("aws:opensearch") and _inside(one)):
            continue
        found = open_statements(one)
        if found and _is_website(graph, one):
            yield passes(one, "everybody may read the website, and no more")
        elif found is None:
            unread.append(one)
        elif found:
            yield fails(one, f"its policy lets every account in: {', '.join(found)}")
        else:
            yield passes(one, "its policy lets nobody in whom it does not name")
    yield from not_readable(unread, "policies of resources")
    for one in graph.of_type(*GRANTS):
        yield _grant(one)
    for one in graph.of_type(*SHARES):
        name, word = SHARES[one.type]
        if word in _words(one, name):
            yield fails(one, f"it is shared with everybody ({name})")


def _is_website(graph: ResourceGraph, policy: Resource) -> bool:
    """Whether a policy lets everybody read the objects of a bucket that is a website, and nothing else."""
    buckets = (policy,) if policy.type in BUCKETS else view_of(graph).made_of(policy, "bucket", *BUCKETS)
    sites = [one.at("website") or view_of(graph).of(one, "bucket", *WEBSITES) for one in buckets]
    opened = [one for one in statements(policy.at("policy")) or () if one.open and not narrowed(one)]
    return any(sites) and all({action.lower() for action in one.actions} == READS for one in opened)


def _inside(domain: Resource) -> bool:
    """Whether a search domain is in a VPC, where its security groups say who may come."""
    return bool(domain.at("vpcOptions"))


def _grant(one: Resource) -> Judgement:
    name, narrowing = GRANTS[one.type]
    principal = one.at(name)
    signed_url = one.at("functionUrlAuthType")  # a public function URL is a rule of its own
    if principal == EVERYBODY and not signed_url and not any(one.at(each) for each in narrowing):
        return fails(one, f"it lets every account in: {name} is *")
    return passes(one, "it names whom it lets in")


def _words(one: Resource, name: str) -> set[str]:
    value = one.at(name)
    if name == "permissions":
        value = one.at(name, "accountIds") or one.at(name, "account_ids")
    listed = value if isinstance(value, tuple) else (value,)
    return {str(each).lower() for each in listed if isinstance(each, str)}


RULE = Rule(
    id="SEC004-nothing-is-open-to-everybody",
    title="No policy, permission or share of a resource is open to every AWS account.",
    explanation=(
        "A principal of * without a condition on account, organisation, network or source means everybody "
        "who has an AWS account, or nobody's account at all. It is the way by which queues are flooded, "
        "topics read, and buckets and keys used by strangers."
    ),
    severity=Severity.CRITICAL,
    fix="name the principals, or add a condition on aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_analyze_cross_account.html",
    subject="policies of resources",
    check=check,
    frameworks=("SEC03-BP07", "SEC03-BP08"),
)
