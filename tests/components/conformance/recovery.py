"""Samples of what leaves a region, and of what tries that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.components.experiments import Experiments
from holdfast.components.recovery_automation import RecoveryAutomation
from holdfast.components.recovery_step_function import RecoveryStepFunction
from holdfast.components.region_switch_plan import RegionSwitchPlan
from holdfast.components.routing_controls import RoutingControls
from holdfast.components.watchdog import Watchdog
from holdfast.components.watchdog_probe import WatchdogProbe
from holdfast.components.zonal_autoshift import ZonalAutoshift
from tests.components import (
    automation_sample,
    network_sample,
    recovery_sample,
)
from tests.components.conformance.sample import COMMON, HERE, ORIGIN, TOPICS, Sample
from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    import pulumi


SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    Experiments: [
        Sample(
            name="use1",
            args={
                **HERE,
                "account_id": ACCOUNT_ID,
                "key_arn": network_sample.KEY_ARN,
                "stop_alarm_arns": [f"arn:aws:cloudwatch:us-east-1:{ACCOUNT_ID}:alarm:errors"],
                "experiments": {
                    "stop-orders": {
                        "text": "An instance dies.",
                        "actions": {
                            "terminate": {
                                "action_id": "aws:ec2:terminate-instances",
                                "target": {
                                    "key": "Instances",
                                    "resource_type": "aws:ec2:instance",
                                    "tags": {"Name": "use1-orders", "Stack": "prod"},
                                },
                            },
                            "watch": {"action_id": "aws:fis:wait", "parameters": {"duration": "PT10M"}},
                        },
                        "statements": [
                            {
                                "Sid": "Find",
                                "Effect": "Allow",
                                "Action": ["ec2:DescribeInstances"],
                                "Resource": ["*"],
                            }
                        ],
                    }
                },
                "log_retention_days": 90,
                "chaos": {
                    "experiments": ["stop-orders"],
                    "days": ["MON", "TUE"],
                    "minute": 600,
                    "window_minutes": 300,
                    "time_zone": "Etc/UTC",
                    "topic_arn": TOPICS["ticket_topic_arn"],
                },
            },
        )
    ],
    RegionSwitchPlan: [
        Sample(
            name="global",
            args={
                **recovery_sample.plan(alarms=recovery_sample.ALARMS, triggers=recovery_sample.TRIGGERS),
                **COMMON,
            },
        )
    ],
    RoutingControls: [
        Sample(name="global-recovery", args={"controls": {"public": ["use1", "euw1"]}, **COMMON})
    ],
    RecoveryAutomation: [Sample(name="use1-leave-euw1", args={**automation_sample.automation(), **COMMON})],
    RecoveryStepFunction: [
        Sample(name="use1-leave-euw1-step", args={**automation_sample.function(), **COMMON}),
        Sample(name="use1-leave-euw1-step", args={**automation_sample.function(), "fixed": True, **COMMON}),
    ],
    Watchdog: [Sample(name="use1-watch-euw1", args={**automation_sample.watchdog(), **COMMON})],
    WatchdogProbe: [Sample(name="use1-watchdog-probe", args={**automation_sample.probe(), **COMMON})],
    ZonalAutoshift: [Sample(name="use1", args={**recovery_sample.autoshift(), "origin": ORIGIN})],
}
