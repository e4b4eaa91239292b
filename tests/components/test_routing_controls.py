"""Routing controls: one per entrance and place, and a rule that keeps one of them on."""

from __future__ import annotations

import pytest

from holdfast.components.routing_controls import RoutingControls
from tests.components.declared import declared

_NAME = "global-recovery"
_OUTPUTS: dict[str, object] = {}


def _keep(made: RoutingControls) -> None:
    for name in ("endpoints", "control_arns"):
        getattr(made, name).apply(lambda value, name=name: _OUTPUTS.update({name: value}))


def test_a_control_for_each_place_and_a_rule_for_each_entrance() -> None:
    resources = declared(
        lambda: _keep(
            RoutingControls(_NAME, {"controls": {"public": ["use1", "euw1"]}, "tags": {"Team": "orders"}})
        )
    )
    assert resources.pairs() == {
        ("holdfast:index:RoutingControls", _NAME),
        ("aws:route53recoverycontrol/cluster:Cluster", f"{_NAME}-cluster"),
        ("aws:route53recoverycontrol/controlPanel:ControlPanel", f"{_NAME}-panel"),
        ("aws:route53recoverycontrol/routingControl:RoutingControl", f"{_NAME}-public-euw1"),
        ("aws:route53recoverycontrol/routingControl:RoutingControl", f"{_NAME}-public-use1"),
        ("aws:route53recoverycontrol/safetyRule:SafetyRule", f"{_NAME}-public-rule"),
    }
    arns = {
        place: f"arn:aws:route53recoverycontrol::111122223333:RoutingControl/{_NAME}-public-{place}"
        for place in ("use1", "euw1")
    }
    rule = resources(f"{_NAME}-public-rule", "SafetyRule").inputs
    assert rule["assertedControls"] == [arns["euw1"], arns["use1"]]
    assert rule["ruleConfig"] == {"type": "ATLEAST", "threshold": 1, "inverted": False}
    assert _OUTPUTS["control_arns"] == {"public": arns}
    endpoints = _OUTPUTS["endpoints"]
    assert isinstance(endpoints, dict)
    assert len(endpoints) == 5
    assert endpoints["eu-west-1"].startswith("https://")


@pytest.mark.parametrize(
    ("controls", "reason"),
    [({}, "needs at least one entrance"), ({"public": ["use1"]}, "'public' has no second place")],
)
def test_refuses_a_rule_that_would_hold_for_ever(controls: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        declared(lambda: RoutingControls(_NAME, {"controls": controls}))
