from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.parameters import Parameters
from tests.components.declared import Resources, declared

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
CHECKOUT = {"name": "/shop/prod/checkout", "values": {"use1": "https://us", "euw1": "https://eu"}}


def parameters(**changed: Any) -> Resources:
    args: Any = {"regions": REGIONS, "parameters": {"checkout": CHECKOUT}, **changed}
    return declared(lambda: Parameters("global-parameters", args))


def test_declares_one_in_each_region_in_the_open() -> None:
    found = parameters(tags={"Team": "shop"})
    assert found.pairs() == {
        ("holdfast:index:Parameters", "global-parameters"),
        ("aws:ssm/parameter:Parameter", "use1-parameters-checkout"),
        ("aws:ssm/parameter:Parameter", "euw1-parameters-checkout"),
    }
    for place, value in CHECKOUT["values"].items():  # type: ignore[attr-defined]  # a mapping
        one = found(f"{place}-parameters-checkout")
        assert one.inputs == {
            "region": REGIONS[place],
            "name": "/shop/prod/checkout",
            "type": "String",
            "insecureValue": value,
            "tags": {"Team": "shop", "Name": one.name},
        }
        # ``value`` would be hidden in a preview, ``overwrite`` takes over what somebody else keeps.
        assert not one.secrets


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ({**CHECKOUT, "name": "checkout"}, "'checkout.name' must begin with a slash"),
        ({**CHECKOUT, "values": {"apne1": "x"}}, "names 'apne1', which is none of the regions euw1, use1"),
        ({**CHECKOUT, "values": {"use1": ""}}, "'checkout.values.use1' must have 1 to 4096 bytes"),
        ({**CHECKOUT, "values": {"use1": "x" * 4097}}, "must have 1 to 4096 bytes"),
    ],
)
def test_refuses(parameter: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parameters(parameters={"checkout": parameter})
