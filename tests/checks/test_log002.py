from __future__ import annotations

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

NETWORK, SUBNET, FLOW_LOG = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/flowLog:FlowLog"
VPC = step(NETWORK, "vpc")
SUBNETS = [step(SUBNET, name, {"vpcId": LATER}, links={"vpcId": [urn(NETWORK, "vpc")]}) for name in "ab"]
LOGS = [
    step(FLOW_LOG, f"log-{name}", {"subnetId": LATER}, links={"subnetId": [urn(SUBNET, name)]})
    for name in "ab"
]


def test_a_network_with_a_flow_log() -> None:
    log = step(FLOW_LOG, "log", {"vpcId": LATER}, links={"vpcId": [urn(NETWORK, "vpc")]})

    assert verdicts("LOG002", VPC, log) == {"vpc": PASS}


def test_a_network_without() -> None:
    assert verdicts("LOG002", VPC) == {"vpc": FAIL}
    assert verdicts("LOG002", VPC, partial=True) == {"vpc": UNKNOWN}


def test_a_network_all_of_whose_subnets_have_one() -> None:
    assert verdicts("LOG002", VPC, *SUBNETS, *LOGS) == {"vpc": PASS}
    assert verdicts("LOG002", VPC, *SUBNETS, LOGS[0]) == {"vpc": FAIL}
