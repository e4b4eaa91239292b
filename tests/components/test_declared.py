"""The helper that all component tests stand on."""

from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import acm, ec2, s3

from tests.components.declared import declared, named


class _Place(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:Place", name, {"size": 2}, opts)
        child = pulumi.ResourceOptions(parent=self)
        vpc = ec2.Vpc(f"{name}-vpc", region="us-east-1", cidr_block="10.0.0.0/16", opts=child)
        gateway = ec2.InternetGateway(f"{name}-igw", region="us-east-1", vpc_id=vpc.id, opts=child)
        options = pulumi.ResourceOptions(
            parent=self, depends_on=[gateway], protect=True, ignore_changes=["tags"]
        )
        ec2.Eip(f"{name}-eip", region="us-east-1", domain="vpc", opts=options)
        self.register_outputs({"vpc_id": vpc.id, "hidden": pulumi.Output.secret("x")})


def test_tells_inputs_options_and_dependencies() -> None:
    found = declared(lambda: _Place("use1"))
    assert found.pairs() == {
        ("holdfast:index:Place", "use1"),
        ("aws:ec2/vpc:Vpc", "use1-vpc"),
        ("aws:ec2/internetGateway:InternetGateway", "use1-igw"),
        ("aws:ec2/eip:Eip", "use1-eip"),
    }
    place, eip, gateway = found("use1"), found("use1-eip"), named(found, "use1-igw")
    assert (place.parent, place.custom, place.inputs) == (None, False, {"size": 2})
    assert place.outputs == {"vpc_id": "use1-vpc-id", "hidden": "x"}
    assert gateway.inputs == {"region": "us-east-1", "vpcId": "use1-vpc-id"}
    assert gateway.property_depends_on == {"vpcId": {"use1-vpc"}}
    assert (eip.parent, eip.region, eip.protect, eip.ignore_changes) == ("use1", "us-east-1", True, ("tags",))
    assert eip.depends_on == {"use1-igw"}
    assert found("use1-vpc").protect is None


def test_calls_are_isolated() -> None:
    first = declared(lambda: _Place("use1"))
    second = declared(lambda: _Place("use1"))
    assert len(first) == len(second) == 4
    assert sorted(one.urn for one in first) == sorted(one.urn for one in second)


def test_secrets_are_open_but_known() -> None:
    found = declared(lambda: s3.Bucket("b", tags={"k": pulumi.Output.secret("v")}))
    assert found("b").inputs["tags"] == {"k": "v"}
    assert found("b").secrets == {"tags"}


def test_certificates_offer_their_validation_records() -> None:
    seen: list[str] = []

    def build() -> None:
        certificate = acm.Certificate("c", domain_name="api.example.com", validation_method="DNS")
        certificate.domain_validation_options[0].resource_record_name.apply(
            lambda name: seen.append(str(name)),
        )

    declared(build)
    assert seen == ["_0.api.example.com."]


def test_errors_of_the_program_pass_through() -> None:
    def fails() -> None:
        raise ValueError("two zones, please")

    with pytest.raises(ValueError, match="two zones"):
        declared(fails)
    assert len(declared(lambda: _Place("use1"))) == 4


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(LookupError, match="use1-vpc"):
        declared(lambda: _Place("use1"))("use1-vcp")
