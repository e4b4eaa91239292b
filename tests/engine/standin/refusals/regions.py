"""Regions: what a resource names must lie in its own, and what exists in one region alone must lie there.

- Certificates: https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html; CloudFront takes those of
  us-east-1 alone:
  https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html.
- Keys are regional: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html.
- Alarms: "Invalid region … specified. Only … is supported" is what CloudWatch says of a topic elsewhere.
- Web ACLs of CloudFront are made through us-east-1:
  https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html.
- Metrics of health checks, CloudFront and CLOUDFRONT web ACLs exist in us-east-1 alone:
  https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html. AWS accepts an alarm
  elsewhere, which then never sees a value; this cloud refuses it, in words of its own.

All 2026-11.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.engine.standin.refusals.wanted import Rule, Wanted, texts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud

_HOME = "us-east-1"
_ARN = re.compile(r"arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]+):\d{12}:\S+")
_MAY_LIE_ELSEWHERE = frozenset(
    {
        *(
            "tags",
            "tagsAll",
            "tagSpecifications",
            "recoveryPointTags",
            "dimensions",
            "description",
            "userData",
        ),
        # copies and replicas, which name their own region
        *("replicas", "copyActions", "globalTableArn", "primaryKeyArn", "replicaKmsKeyId", "destination"),
        *("replicateSourceDb", "sourceDbInstanceArn"),
        *(
            "globalClusterMembers",
            "replicationSourceIdentifier",
            "sourceDbClusterIdentifier",
            "snapshotIdentifier",
        ),
        # who sends and what receives over regions
        *("sourceArn", "endpoint", "resources", "notResources"),
    }
)
# Chat channels hear of topics of all regions, and a plan of Region switch names what several regions have.
_ANY_REGION = frozenset(
    {
        "aws:arcregionswitch/plan:Plan",
        "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
        "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:dsql/clusterPeering:ClusterPeering",
    }
)
_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_SAID = {
    "acm": "CertificateNotFound: Certificate '{arn}' not found",
    "elasticloadbalancing": "ValidationError: '{arn}' is not a valid ARN in {mine}",
    "kms": "NotFoundException: Invalid arn {theirs}",
    "sns": "InvalidParameter: Invalid parameter: TopicArn",
}


def _names_what_is_near(_cloud: Cloud, wanted: Wanted) -> str | None:
    if not wanted.region or wanted.type in _ANY_REGION:
        return None
    for _, text in texts_in(wanted.inputs, _MAY_LIE_ELSEWHERE):
        found = _ARN.fullmatch(text)
        if found is None or found[2] == wanted.region:
            continue
        if wanted.type == _ALARM:
            return f"ValidationError: Invalid region {found[2]} specified. Only {wanted.region} is supported."
        said = _SAID.get(found[1], "ValidationException: {arn} is in {theirs}, not in {mine}")
        return said.format(arn=text, theirs=found[2], mine=wanted.region)
    return None


def _replicas_have_keys_of_their_region(_cloud: Cloud, wanted: Wanted) -> str | None:
    """Of a secret and of a table: the copy in a region is encrypted with a key of that region."""
    for replica in wanted.inputs.get("replicas") or ():
        region = str(replica.get("region") or replica.get("regionName") or "")
        found = _ARN.fullmatch(str(replica.get("kmsKeyId") or replica.get("kmsKeyArn") or ""))
        if found and found[2] != region:
            return f"ValidationException: KMS key {found[0]} is in {found[2]}, the replica in {region}"
    return None


def _certificate_is_of_cloudfront(_cloud: Cloud, wanted: Wanted) -> str | None:
    viewer = wanted.inputs.get("viewerCertificate") or {}
    found = _ARN.fullmatch(str(viewer.get("acmCertificateArn") or ""))
    if found and found[2] != _HOME:
        return (
            "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 "
            "region, "
            "isn't valid, or doesn't include a valid certificate chain."
        )
    return None


def _web_acl_of_cloudfront_lies_at_home(_cloud: Cloud, wanted: Wanted) -> str | None:
    if wanted.text("scope") == "CLOUDFRONT" and wanted.region != _HOME:
        return (
            "WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, "
            "parameter: CLOUDFRONT"
        )
    return None


def _global_metrics_lie_at_home(_cloud: Cloud, wanted: Wanted) -> str | None:
    namespace, dimensions = wanted.text("namespace"), wanted.inputs.get("dimensions") or {}
    everywhere = namespace in ("AWS/Route53", "AWS/CloudFront") or (
        namespace == "AWS/WAFV2" and dimensions.get("Region") in ("CloudFront", "Global")
    )
    if everywhere and wanted.region != _HOME:
        return (
            f"{namespace} has metrics in {_HOME} alone: an alarm in {wanted.region} would never see a value"
        )
    return None


_WEB: tuple[Rule, ...] = (_web_acl_of_cloudfront_lies_at_home,)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "*": (_names_what_is_near, _replicas_have_keys_of_their_region),
    "aws:cloudfront/distribution:Distribution": (_certificate_is_of_cloudfront,),
    _ALARM: (_global_metrics_lie_at_home,),
    "aws:wafv2/ipSet:IpSet": _WEB,
    "aws:wafv2/ruleGroup:RuleGroup": _WEB,
    "aws:wafv2/webAcl:WebAcl": _WEB,
}
