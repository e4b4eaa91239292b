from __future__ import annotations

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

CONTROL = "aws:route53recoverycontrol/routingControl:RoutingControl"
SAFETY_RULE = "aws:route53recoverycontrol/safetyRule:SafetyRule"
BOTH = [step(CONTROL, "use1"), step(CONTROL, "euw1")]


def test_a_control_in_a_safety_rule() -> None:
    links = {"assertedControls": [urn(CONTROL, "use1"), urn(CONTROL, "euw1")]}
    rule = step(SAFETY_RULE, "rule", {"assertedControls": LATER}, links=links)

    assert verdicts("OPS003", *BOTH, rule) == {"use1": PASS, "euw1": PASS}


def test_a_gating_rule_guards_its_targets_alone() -> None:
    links = {"targetControls": [urn(CONTROL, "use1")], "gatingControls": [urn(CONTROL, "euw1")]}
    inputs = {"targetControls": LATER, "gatingControls": LATER}

    assert verdicts("OPS003", *BOTH, step(SAFETY_RULE, "rule", inputs, links=links)) == {
        "use1": PASS,
        "euw1": FAIL,
    }


def test_controls_without_any_rule() -> None:
    assert verdicts("OPS003", *BOTH) == {"use1": FAIL, "euw1": FAIL}


def test_rules_whose_controls_are_not_known_or_not_there() -> None:
    rule = step(SAFETY_RULE, "rule", {"assertedControls": LATER})

    assert verdicts("OPS003", *BOTH, rule) == {"use1": UNKNOWN, "euw1": UNKNOWN}
    assert verdicts("OPS003", *BOTH, partial=True) == {"use1": UNKNOWN, "euw1": UNKNOWN}
