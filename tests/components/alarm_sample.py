"""A place with one of everything, for tests of its alarms."""

from __future__ import annotations

from typing import Any

from holdfast.topology.values import DEFAULT_BANDS, DEFAULT_THRESHOLDS

TOPICS = {"page": "arn:page", "ticket": "arn:ticket"}
NOTES = {"owner": "orders", "runbook_url": "https://wiki.example.com/runbook"}
THRESHOLDS = {key: value for key, value in DEFAULT_THRESHOLDS.items() if key != "unreachable_minutes"}
NOTHING: dict[str, Any] = {
    "region": "eu-west-1",
    "topic_arns": TOPICS,
    "thresholds": THRESHOLDS,
    "bands": sorted(DEFAULT_BANDS),
    "notes": NOTES,
    "tags": {"Team": "orders"},
}
"""A place in which nothing is watched."""

EVERYTHING: dict[str, Any] = {
    **NOTHING,
    "thresholds": {**THRESHOLDS, "bucket_error_percent": 5},
    "balancers": {
        "public": {
            "arn_suffix": "app/public/1",
            "services": {
                "orders": {
                    "groups": ["targetgroup/orders/1", "targetgroup/orders2/2"],
                    "zones": ["eu-west-1a", "eu-west-1b"],
                },
                "users": {"groups": ["targetgroup/users/1"]},
            },
        }
    },
    "apis": {
        "http": {"kind": "http-api", "dimensions": {"ApiId": "a1"}, "log_group_name": "http-logs"},
        "rest": {
            "kind": "rest-api",
            "dimensions": {"ApiName": "rest", "Stage": "live"},
            "log_group_name": "rest-logs",
        },
    },
    "proxies": {
        "own": {
            "balancer_arn_suffix": "net/own/1",
            "group": "targetgroup/own/1",
            "zones": ["eu-west-1a"],
            "log_group_name": "proxy-logs",
            "milliseconds": "$.seconds",
            "error_namespace": "Holdfast/holdfast-prod",
            "error_metric": "euw1-own-proxy-5xx",
        }
    },
    "instances": {
        "orders": {
            "auto_scaling_group": "orders-asg",
            "metrics_namespace": "Holdfast/orders",
            "scales": True,
        },
        "fixed": {"auto_scaling_group": "fixed-asg", "metrics_namespace": "Holdfast/fixed", "scales": False},
    },
    "tasks": {
        "tasks": {"cluster": "c", "service": "tasks", "maximum": 12},
        "quiet": {"cluster": "c", "service": "quiet"},
    },
    "functions": {"mail": {"name": "mail-fn", "concurrency": 200}},
    "eks_cluster": "pods",
    "databases": {
        "aurora": {"cluster": "aurora-1", "postgresql": True, "max_acu": 16, "replicates": True},
        "rds": {"instance": "rds-1", "max_connections": 1000, "storage_gib": 100, "replicates": True},
    },
    "tables": {"carts": {"name": "carts", "receiving_regions": ["us-east-1", "ap-northeast-1"]}},
    "dsql": {"ledger": "abc123"},
    "caches": {
        "sessions": {"replication_group": "sessions", "nodes": ["001", "002"], "spans": True},
        "flags": {"replication_group": "flags", "nodes": ["001"], "store": True},
        "pages": {"serverless": "pages-cache", "max_storage_gb": 10},
    },
    "buckets": {"files": "files-bucket"},
    "nat_gateways": {"a": "nat-a", "b": "nat-b"},
    "queues": {"mail-dead-letters": "mail-dlq"},
    "web_acls": {"public": "euw1-public-acl"},
    "mutes": {"patches": {"expression": "cron(0 2 * * SUN)", "minutes": 90, "time_zone": "Europe/Berlin"}},
}
"""A place with one of everything."""
