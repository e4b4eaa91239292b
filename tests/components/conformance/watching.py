"""Samples of what watches an API and tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.alert_channels import AlertChannels
from holdfast.components.apm_integration import ApmIntegration
from holdfast.components.aws_health_events import AwsHealthEvents
from holdfast.components.canary import Canary
from holdfast.components.canary_code import CanaryBucket
from holdfast.components.cost_anomaly import CostAnomaly
from holdfast.components.incident_dashboard import IncidentDashboard
from holdfast.components.internet_monitor import InternetMonitor
from holdfast.components.log_bucket import LogBucket
from holdfast.components.metric_stream import MetricStream
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.outside_alarms import OutsideAlarms
from holdfast.components.region_failed import RegionFailed
from holdfast.components.regional_alarms import RegionalAlarms
from holdfast.components.service_logs import ServiceLogs
from holdfast.components.tracing import Tracing
from tests.components import (
    alarm_sample,
    network_sample,
)
from tests.components.conformance.sample import COMMON, HERE, REGIONS, TOPICS, Sample
from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    import pulumi


SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    CanaryBucket: [
        Sample(name="use1", args={**HERE, "key_arn": network_sample.KEY_ARN, "retention_days": 30})
    ],
    Canary: [
        Sample(
            name="use1-public",
            args={
                **HERE,
                **TOPICS,
                "place": "use1",
                "account_id": ACCOUNT_ID,
                "entrance": "public",
                "domain": "api.example.com",
                "hosts": {"use1": "use1.api.example.com", "euw1": "euw1.api.example.com"},
                "path": "/healthz",
                "bucket": "use1-canaries",
                "code_key": "code/1.zip",
                "key_arn": network_sample.KEY_ARN,
                "zone": "example.com",
                "name_servers": {"route53": [], "cloudflare": ["ada.ns.cloudflare.com"]},
                "statuses": [200, 204],
                "headers": {"X-Api-Key": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:key"},
                "tells": {"use1": "us-east-1", "euw1": "eu-west-1"},
                "runtime": "syn-python-selenium-12.0",
            },
        )
    ],
    RegionFailed: [
        Sample(
            name="use1-euw1",
            args={
                **HERE,
                "page_topic_arn": TOPICS["page_topic_arn"],
                "place": "use1",
                "failed": "euw1",
                "entrances": ["public", "partners"],
                "watchers": ["use1", "euc1"],
                "views_needed": 2,
                "every_minutes": 5,
                "failures": 2,
            },
        )
    ],
    InternetMonitor: [
        Sample(
            name="use1",
            args={
                **HERE,
                **TOPICS,
                "resources": [
                    f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:vpc/vpc-1",
                    f"arn:aws:cloudfront::{ACCOUNT_ID}:distribution/E1",
                ],
            },
        )
    ],
    AlertChannels: [
        Sample(
            name="global-alerts",
            args={
                "topics": {
                    key: {
                        "place": place,
                        "region": REGIONS[place],
                        "topic_arn": f"arn:{key}",
                        "severity": one,
                    }
                    for place in ("use1", "euw1")
                    for key, one in ((place, "ticket"), (f"{place}-pages", "page"))
                },
                "chat_channels": {
                    "slack-ops": {
                        "application": "slack",
                        "team_id": "T1",
                        "channel_id": "C1",
                        "severities": ["page", "ticket"],
                    },
                    "teams-ops": {
                        "application": "teams",
                        "team_id": "t",
                        "tenant_id": "u",
                        "channel_id": "c",
                        "severities": ["page"],
                    },
                },
                "hooks": {
                    key: {"url": "https://example.com/key", "severities": ["page", "ticket"]}
                    for key in ("webhooks-b", "pagerduty-a")
                },
                "email_lists": {
                    "managers": {"emails": ["b@example.com", "a@example.com"], "severities": ["page"]}
                },
                **COMMON,
            },
        )
    ],
    ApmIntegration: [
        Sample(
            name="global-apm",
            args={
                "vendor": "Datadog",
                "vendor_account_id": "464622532012",
                "external_id": "f00f00",
                **COMMON,
            },
        )
    ],
    AwsHealthEvents: [
        Sample(
            name="use1",
            args={
                **HERE,
                "event_regions": ["us-east-1", "global"],
                "topic_arns": {"issues": "arn:pages", "changes": "arn:tickets", "notices": "arn:tickets"},
                "services": ["RDS", "EC2"],
            },
        )
    ],
    MetricStream: [
        Sample(
            name="use1-apm",
            args={
                **HERE,
                "account_id": ACCOUNT_ID,
                "key_arn": "arn:key",
                "url": "https://example.com/metrics",
                "endpoint_name": "Example",
                "format": "opentelemetry1.0",
                "secret_arn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:apm",
                "namespaces": ["AWS/RDS", "AWS/EC2"],
                "attributes": {"b": "2", "a": "1"},
                "topic_arn": "arn:topic",
            },
        )
    ],
    AlarmTopic: [
        Sample(
            name="use1",
            args={
                **HERE,
                "account_id": ACCOUNT_ID,
                "key_arn": network_sample.KEY_ARN,
                "emails": ["b@example.com", "a@example.com"],
            },
        )
    ],
    IncidentDashboard: [
        Sample(
            name="use1",
            args={
                "region": HERE["region"],
                "dashboard_name": "orders-prod-use1",
                "title": "orders prod: use1",
                "runbook_section": "errors",
                "notes": alarm_sample.NOTES,
                "links": {"b": "https://b.example.com", "a": "https://a.example.com"},
                "sections": [{"title": "What rings?"}],
                "origin": COMMON["origin"],
            },
        )
    ],
    ServiceLogs: [
        Sample(
            name="use1",
            args={
                "region": HERE["region"],
                "folder": "orders-prod/use1",
                "log_groups": {"users": "/users", "orders": "/orders"},
                "error_words": ["ERROR"],
                "origin": COMMON["origin"],
            },
        )
    ],
    Tracing: [
        Sample(
            name="use1",
            args={
                **HERE,
                "title": "orders-prod-use1",
                "sampled_percent": 5,
                "per_second": 1,
                "slow_seconds": 1,
                "role_names": {"users": "users-role", "orders": "orders-role"},
            },
        )
    ],
    RegionalAlarms: [
        Sample(
            name="use1",
            args={
                **alarm_sample.EVERYTHING,
                **HERE,
            },
        )
    ],
    OutsideAlarms: [
        Sample(
            name="global",
            args={
                **COMMON,
                "topic_arns": alarm_sample.TOPICS,
                "minutes": 2,
                "notes": alarm_sample.NOTES,
                "endpoints": {
                    f"{place}-public": {
                        "place": place,
                        "entrance": "public",
                        "endpoint_check_id": f"{place}-endpoint",
                        "health_check_id": f"{place}-health",
                        "switch_check_id": f"{place}-switch",
                    }
                    for place in ("use1", "euw1")
                },
            },
        )
    ],
    CostAnomaly: [
        Sample(
            name="global",
            args={
                **COMMON,
                "tag_key": "Stack",
                "tag_value": "prod",
                "threshold_usd": 250.0,
                "topic_arn": "arn:topic",
            },
        )
    ],
    LogBucket: [Sample(name="use1", args={**HERE, "account_id": ACCOUNT_ID})],
    MonthlyBudget: [
        Sample(
            name="global",
            args={
                "limit_usd": 100.0,
                "emails": ["b@example.com", "a@example.com"],
                "tag_key": "Stack",
                "tag_value": "prod",
                **COMMON,
            },
        )
    ],
}
