"""Steps as a person would read them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SERVICES = {
    "acm": "ACM",
    "appautoscaling": "Application Auto Scaling",
    "arcregionswitch": "ARC Region switch",
    "arczonalshift": "ARC zonal shift",
    "autoscaling": "Auto Scaling",
    "backup": "Backup",
    "budgets": "Budgets",
    "chatbot": "Amazon Q Developer in chat applications",
    "cloudwatch": "CloudWatch",
    "costexplorer": "Cost Explorer",
    "dsql": "DSQL",
    "dynamodb": "DynamoDB",
    "ec2": "EC2",
    "elasticache": "ElastiCache",
    "fis": "FIS",
    "iam": "IAM",
    "kinesis": "Firehose",
    "kms": "KMS",
    "lambda": "Lambda",
    "lb": "Elastic Load Balancing",
    "random": "random values",
    "rds": "RDS",
    "route53": "Route 53",
    "route53recoverycontrol": "ARC routing control",
    "s3": "S3",
    "s3control": "S3 Control",
    "scheduler": "EventBridge Scheduler",
    "secretsmanager": "Secrets Manager",
    "sns": "SNS",
    "sqs": "SQS",
    "ssm": "Systems Manager",
    "synthetics": "Synthetics",
    "vpc": "VPC",
    "wafv2": "WAF",
    "xray": "X-Ray",
}
_OPERATIONS = {"create": "made", "update": "changed", "replace": "**replaced**", "delete": "deleted"}
"""In the order in which they are told."""
_MOST_ROWS = {"create": 3, "update": 12, "replace": 12, "delete": 3}
"""How many types are told; of more only numbers by service."""
_ACRONYMS = {"eip": "Elastic IP", "nat": "NAT", "vpc": "VPC"}


def noun(type_token: str) -> str:
    """A type's name in words.

    Args:
        type_token: Such as ``aws:autoscaling/group:Group``.
    """
    package, _, last = type_token.partition(":")
    if package == "pulumi":
        return "provider"
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", last.rpartition(":")[2]).lower()
    words = " ".join(_ACRONYMS.get(word, word) for word in name.split())
    return words if package == "random" else f"{service(type_token)} {words}"


def service(type_token: str) -> str:
    """The service that a type belongs to."""
    package, module, _ = type_token.split(":")
    return _SERVICES[package if package == "random" else module.split("/")[0]]


def sentence(counted: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Steps in one line of Markdown.

    Args:
        counted: Operation → type → ``count`` and ``properties``.
    """
    told = [f"{_total(counted[one])} {word}: {_listed(one, counted[one])}" for one, word in _told(counted)]
    if not told:
        return "nothing changes"
    if "replace" not in counted and counted.keys() & {"update", "delete"}:
        told.append("nothing replaced")
    return "; ".join(told)


def _told(counted: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if unknown := counted.keys() - _OPERATIONS.keys():
        raise ValueError(f"no word for {', '.join(sorted(unknown))}")
    return ((one, word) for one, word in _OPERATIONS.items() if one in counted)


def _total(rows: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(int(row["count"]) for row in rows.values())


def _listed(operation: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    if len(rows) <= _MOST_ROWS[operation]:
        return ", ".join(f"{noun(one)} {row['count']}{_properties([row])}" for one, row in rows.items())
    by_service: dict[str, int] = defaultdict(int)
    for type_token, row in rows.items():
        by_service[service(type_token)] += int(row["count"])
    told = ", ".join(f"{name} {number}" for name, number in sorted(by_service.items()))
    return f"{told}{_properties(rows.values())}"


def _properties(rows: Iterable[Mapping[str, Any]]) -> str:
    names = sorted({name for row in rows for name in row.get("properties", ())})
    return f" ({', '.join(f'`{name}`' for name in names)})" if names else ""
