"""Endpoints and flow logs of a ``Network``: where they are and whom they serve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.components.declared import ACCOUNT_ID
from tests.components.network_sample import FLOW_LOGS, KEY_ARN, REGION, network

if TYPE_CHECKING:
    from tests.components.declared import Resources


def test_gateway_endpoints_are_in_every_route_table() -> None:
    found = network()
    tables = {"use1-public-rt-id", *(f"use1-private-rt-{key}-id" for key in "abc"), "use1-isolated-rt-id"}
    for service in ("s3", "dynamodb"):
        inputs = found(f"use1-vpce-{service}").inputs
        assert inputs["serviceName"] == f"com.amazonaws.us-east-1.{service}"
        assert inputs["vpcEndpointType"] == "Gateway"
        assert set(inputs["routeTableIds"]) == tables


def test_gateway_endpoints_can_be_left_out() -> None:
    assert network(gateway_endpoints=[]).of("VpcEndpoint") == []


def _statements(found: Resources, name: str) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = json.loads(found(name).inputs["policy"])["Statement"]
    return statements


def test_endpoints_serve_principals_of_the_account() -> None:
    found = network(interface_endpoints=["ecr.dkr"])
    for name in ("use1-vpce-s3", "use1-vpce-dynamodb", "use1-vpce-ecr-dkr"):
        own = _statements(found, name)[0]
        assert own["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT_ID}}
    assert len(_statements(found, "use1-vpce-dynamodb")) == 1


def test_the_s3_endpoint_lets_instances_read_packages_and_image_layers_of_their_region() -> None:
    [_, theirs] = _statements(network(), "use1-vpce-s3")
    assert (theirs["Action"], theirs["Principal"]) == ("s3:GetObject", "*")
    assert "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*" in theirs["Resource"]
    assert "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*" in theirs["Resource"]
    assert all(REGION in arn for arn in theirs["Resource"])


def test_interface_endpoints_stand_in_every_private_subnet_under_the_services_names() -> None:
    found = network(interface_endpoints=["ecr.api", "sts"])
    inputs = found("use1-vpce-ecr-api").inputs
    assert inputs["serviceName"] == "com.amazonaws.us-east-1.ecr.api"
    assert inputs["vpcEndpointType"] == "Interface"
    assert inputs["subnetIds"] == [f"use1-private-{key}-id" for key in "abc"]
    assert inputs["privateDnsEnabled"] is True
    assert inputs["securityGroupIds"] == ["use1-vpce-sg-id"]
    assert "policy" not in found("use1-vpce-sts").inputs


def test_interface_endpoints_admit_https_from_the_vpc_alone() -> None:
    found = network(interface_endpoints=["kms"])
    rule, group = found("use1-vpce-https").inputs, found("use1-vpce-sg").inputs
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 443, 443)
    assert (rule["cidrIpv4"], rule["securityGroupId"]) == ("10.0.0.0/16", "use1-vpce-sg-id")
    assert not {"ingress", "egress"} & group.keys()


def test_flow_logs_go_to_an_encrypted_group() -> None:
    found = network(flow_logs=FLOW_LOGS)
    group, log = found("use1-flow-logs"), found("use1-flow-log")
    assert (group.inputs["kmsKeyId"], group.inputs["retentionInDays"]) == (KEY_ARN, 90)
    assert log.inputs["logDestination"] == group.arn
    assert log.inputs["iamRoleArn"] == found("use1-flow-logs-role").arn
    assert (log.inputs["trafficType"], log.inputs["maxAggregationInterval"]) == ("ALL", 60)
    assert (log.inputs["vpcId"], log.inputs["logDestinationType"]) == ("use1-vpc-id", "cloud-watch-logs")
    assert "use1-flow-logs-policy" in log.depends_on
    assert log.delete_before_replace is True


def test_flow_log_role_is_for_this_account_and_writes_to_this_group() -> None:
    found = network(flow_logs=FLOW_LOGS)
    [trust] = json.loads(found("use1-flow-logs-role").inputs["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT_ID},
        "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:vpc-flow-log/*"},
    }
    write, find = _statements(found, "use1-flow-logs-policy")
    arn = found("use1-flow-logs").arn
    assert write["Resource"] == [arn, f"{arn}:*"]
    assert "logs:CreateLogGroup" not in write["Action"]
    assert find["Action"] == "logs:DescribeLogGroups"


def test_whole_numbers_may_arrive_as_floats() -> None:
    found = network(flow_logs={"retention_days": 90.0, "traffic": "REJECT", "interval_seconds": 600.0})
    assert found("use1-flow-log").inputs["maxAggregationInterval"] == 600
    assert found("use1-flow-log").inputs["trafficType"] == "REJECT"
