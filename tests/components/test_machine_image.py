from __future__ import annotations

from typing import Any

import pulumi
import pytest

from holdfast.components.machine_image import MachineImage
from tests.components.declared import Resources, declared

MEMBERS = {
    "use1": {"region": "us-east-1", "key_arn": "arn:use1"},
    "euw1": {"region": "eu-west-1", "key_arn": "arn:euw1"},
}


def image(told: list[Any] | None = None, **changed: Any) -> Resources:
    args: Any = {
        "key": "web",
        "home": "use1",
        "ami_id": "ami-0123456789abcdef0",
        "parameter": "/shop/prod/ami/web",
        "members": MEMBERS,
        **changed,
    }

    def program() -> None:
        made = MachineImage("global-web", args)
        if told is not None:
            pulumi.Output.all(made.image_id("use1"), made.image_id("euw1"), made.image_ids).apply(told.append)

    return declared(program)


def test_copies_the_source_to_every_region_but_its_own() -> None:
    found = image()
    assert found.pairs() == {
        ("holdfast:index:MachineImage", "global-web"),
        ("aws:ec2/amiCopy:AmiCopy", "euw1-web-image"),
        ("aws:ssm/parameter:Parameter", "use1-web-image-id"),
        ("aws:ssm/parameter:Parameter", "euw1-web-image-id"),
    }
    copy = found("euw1-web-image")
    assert copy.region == "eu-west-1"
    assert copy.inputs["sourceAmiId"] == "ami-0123456789abcdef0"
    assert copy.inputs["sourceAmiRegion"] == "us-east-1"
    assert (copy.inputs["encrypted"], copy.inputs["kmsKeyId"]) == (True, "arn:euw1")
    # The name is made up: a copy of another source stands beside the former one until that goes.
    assert "name" not in copy.inputs
    # Protected, no other source could ever replace it.
    assert copy.protect is None


def test_a_parameter_of_one_name_holds_each_regions_id() -> None:
    found = image()
    for place, value in (("use1", "ami-0123456789abcdef0"), ("euw1", "euw1-web-image-id")):
        parameter = found(f"{place}-web-image-id")
        assert parameter.region == MEMBERS[place]["region"]
        assert parameter.inputs["name"] == "/shop/prod/ami/web"
        assert (parameter.inputs["type"], parameter.inputs["dataType"]) == ("String", "aws:ec2:image")
        assert parameter.inputs["insecureValue"] == value
    assert found("euw1-web-image-id").property_depends_on["insecureValue"] == {"euw1-web-image"}


def test_tells_launch_templates_the_id_of_their_region() -> None:
    told: list[Any] = []
    image(told)
    home, copy = "ami-0123456789abcdef0", "euw1-web-image-id"
    assert told == [[home, copy, {"use1": home, "euw1": copy}]]


def test_tags_reach_everything() -> None:
    for one in image(tags={"Team": "shop"}):
        if one.custom:
            assert one.inputs["tags"] == {"Team": "shop", "Name": one.name}


def test_refuses_a_home_that_launches_nothing() -> None:
    with pytest.raises(ValueError, match="'home' must be one of the members euw1, use1, got 'apne1'"):
        image(home="apne1")
