"""Who hears when a stack's costs rise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.cost_anomaly import CostAnomaly
from tests.components.declared import Resources, declared

ARGS: dict[str, Any] = {
    "tag_key": "Stack",
    "tag_value": "prod",
    "threshold_usd": 250.0,
    "topic_arn": "arn:topic",
    "tags": {"Team": "orders"},
}


def costs(**changes: Any) -> Resources:
    return declared(lambda: CostAnomaly("global", {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def test_a_monitor_of_the_stacks_own_costs_tells_a_topic_at_once() -> None:
    found = costs()
    assert found.pairs() == {
        ("holdfast:index:CostAnomaly", "global"),
        ("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "global-cost-monitor"),
        ("aws:costexplorer/anomalySubscription:AnomalySubscription", "global-cost-anomalies"),
    }
    monitor, subscription = found("global-cost-monitor").inputs, found("global-cost-anomalies").inputs
    # Of a monitor of all services an account has one.
    assert (monitor["monitorType"], monitor.get("monitorDimension")) == ("CUSTOM", None)
    assert json.loads(monitor["monitorSpecification"])["Tags"] == {
        "Key": "Stack",
        "MatchOptions": None,
        "Values": ["prod"],
    }
    assert subscription["frequency"] == "IMMEDIATE"
    assert subscription["subscribers"] == [{"type": "SNS", "address": "arn:topic"}]
    assert subscription["thresholdExpression"]["dimension"] == {
        "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "matchOptions": ["GREATER_THAN_OR_EQUAL"],
        "values": ["250"],
    }
    assert {one.inputs["tags"]["Team"] for one in found if one.custom} == {"orders"}


def test_nothing_is_no_anomaly() -> None:
    with pytest.raises(ValueError, match="cost anomaly 'global': 'threshold_usd' is above 0, got 0"):
        costs(threshold_usd=0)
