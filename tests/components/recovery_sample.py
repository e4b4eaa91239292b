"""Arguments of what leaves a region or a zone."""

from __future__ import annotations

from typing import Any

from tests.components.declared import ACCOUNT_ID

US, IE = "us-east-1", "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/on-call"
GROUPS = {region: f"arn:aws:autoscaling:{region}:{ACCOUNT_ID}:autoScalingGroup:1" for region in (US, IE)}
SERVICES = {
    region: {
        "cluster_arn": f"arn:aws:ecs:{region}:{ACCOUNT_ID}:cluster/orders",
        "service_arn": f"arn:aws:ecs:{region}:{ACCOUNT_ID}:service/orders/orders",
    }
    for region in (US, IE)
}
CLUSTERS = {region: f"arn:aws:rds:{region}:{ACCOUNT_ID}:cluster:orders" for region in (US, IE)}
INSTANCES = {region: f"arn:aws:rds:{region}:{ACCOUNT_ID}:db:invoices" for region in (US, IE)}
FUNCTIONS = {region: f"arn:aws:lambda:{region}:{ACCOUNT_ID}:function:route" for region in (US, IE)}
CONTROLS = {
    region: {
        "public": f"arn:aws:route53-recovery-control::{ACCOUNT_ID}:controlpanel/1/routingcontrol/{region}"
    }
    for region in (US, IE)
}
ALARMS = {
    f"{place}-{noun}": {"arn": f"arn:aws:cloudwatch:{region}:{ACCOUNT_ID}:alarm:{noun}", "starts": True}
    for place, region in (("use1", US), ("euw1", IE))
    for noun in ("errors", "fails")
}
TRIGGERS: dict[str, Any] = {
    "minutes_between": 60,
    "red": {IE: "use1-fails", US: "euw1-fails"},
    "green": {IE: "euw1-errors", US: "use1-errors"},
}


def block(name: str, **about: Any) -> dict[str, Any]:
    return {"name": name, "minutes": 4, **about}


def plan(**changes: Any) -> dict[str, Any]:
    """What a plan with one block for each workflow needs, with changes."""
    groups = [[block("route-public", functions=FUNCTIONS)]]
    args = {
        "plan_name": "orders-prod",
        "account_id": ACCOUNT_ID,
        "regions": [US, IE],
        "primary_region": US,
        "workflows": {US: groups, IE: groups},
    }
    return {**args, **changes}


def autoshift(**changes: Any) -> dict[str, Any]:
    """What the autoshift of two load balancers needs, with changes."""
    args = {
        "region": US,
        "load_balancers": {key: f"arn:aws:elasticloadbalancing:{key}" for key in ("public", "partners")},
        "outcome_alarm_arn": f"arn:aws:cloudwatch:{US}:{ACCOUNT_ID}:alarm:errors",
    }
    return {**args, **changes}
