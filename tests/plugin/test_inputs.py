"""What a program in another language is told of wrong inputs, and what its numbers become."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi.errors import InputPropertiesError
from pulumi.output import UNKNOWN

from holdfast.topology.values import AttributeType, LoadBalancingAlgorithm
from tests.plugin.plugin import module

TABLE: dict[str, Any] = {
    "store": "orders",
    "home": "use1",
    "members": {"use1": {"region": "us-east-1", "keyArn": "arn:aws:kms:us-east-1:111122223333:key/use1"}},
    "partitionKey": {"name": "id", "type": "S"},
}
ALGORITHMS = ", ".join(LoadBalancingAlgorithm)
BALANCER: dict[str, Any] = {
    "region": "us-east-1",
    "vpcId": "vpc-1",
    "vpcCidr": "10.0.0.0/16",
    "subnetIds": ["subnet-1"],
    "logBucket": "logs",
    "targets": {"orders": {"port": 8080.0, "healthCheck": {"path": "/healthz"}, "priority": 1.0}},
    "allowedCidrs": ["0.0.0.0/0"],
}


def mapped(provider: Any, component: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """The arguments that a component would get."""
    found: dict[str, Any] = provider.map_inputs(inputs, provider._component_defs[component])
    return found


def problems(provider: Any, component: str, inputs: dict[str, Any]) -> list[str]:
    with pytest.raises(InputPropertiesError) as raised:
        mapped(provider, component, inputs)
    title, *lines = raised.value.message.splitlines()
    assert title == f"{component} cannot be declared:"
    assert raised.value.errors == []  # none at all, and the SDK fails to send the error
    return [line.strip() for line in lines]


def test_arguments_get_their_python_names_and_enums_their_type(provider: Any) -> None:
    args = mapped(provider, "GlobalTable", TABLE)

    assert args["partition_key"] == {"name": "id", "type": AttributeType.STRING}
    assert set(args["members"]["use1"]) == {"region", "key_arn"}


def test_floats_that_mean_whole_numbers_become_integers_at_every_depth(provider: Any) -> None:
    args = mapped(provider, "LoadBalancer", {**BALANCER, "hstsSeconds": 300.0})

    target = args["targets"]["orders"]
    assert [(one, type(one)) for one in (args["hsts_seconds"], target["port"], target["priority"])] == [
        (300, int),
        (8080, int),
        (1, int),
    ]


@pytest.mark.parametrize(
    ("given", "becomes"),
    [(3.0, 3), (-3.0, -3), (2.5, 2.5), (True, True), ("3.0", "3.0"), ([1.0, {"a": 2.0}], [1, {"a": 2}])],
)
def test_what_numbers_become(given: object, becomes: object) -> None:
    found = module("input_checks").whole_numbers(given)

    assert repr(found) == repr(becomes)


def test_optional_values_may_be_left_out_or_null(provider: Any) -> None:
    args = mapped(provider, "GlobalTable", {**TABLE, "sortKey": None, "tags": None})

    assert {"sort_key", "tags"} & set(args) == set()


def test_all_problems_are_told_at_once_with_their_places(provider: Any) -> None:
    inputs = {
        **BALANCER,
        "region": 1.0,
        "internal": "no",
        "idleTimeout": 60.0,
        "logBucket": None,
        "allowedCidrs": "0.0.0.0/0",
        "targets": {
            "orders": {"port": 80.5, "healthCheck": "/healthz", "priority": True, "algorithm": "fast"}
        },
    }

    assert problems(provider, "LoadBalancer", inputs) == [
        "region: needs text",
        "targets.orders.port: needs a whole number",
        "targets.orders.healthCheck: needs a mapping",
        "targets.orders.priority: needs a whole number",
        f"targets.orders.algorithm: not one of the allowed values (allowed: {ALGORITHMS})",
        "allowedCidrs: needs a list",
        "internal: needs true or false",
        "idleTimeout: unknown input; did you mean 'idleTimeoutSeconds'?",
        "logBucket: required and missing",
    ]


def test_values_that_may_be_known_late_are_let_through(provider: Any) -> None:
    late = UNKNOWN
    args = mapped(provider, "LoadBalancer", {**BALANCER, "vpcId": late, "subnetIds": ["subnet-1", late]})

    assert (args["vpc_id"], args["subnet_ids"]) == (late, ["subnet-1", late])


def test_values_that_shape_what_is_declared_must_be_known(provider: Any) -> None:
    late = UNKNOWN

    for inputs in ({"region": late}, {"targets": {"orders": late}}, {"targets": late}):
        (problem,) = problems(provider, "LoadBalancer", {**BALANCER, **inputs})
        assert "only known once something is deployed" in problem
        assert problem.startswith("targets" if "targets" in inputs else "region")


def test_settings_must_be_plain_to_the_last_part(provider: Any) -> None:
    settings = {"tags": {"Team": UNKNOWN}, "hold": ["use1", UNKNOWN], "budget": pulumi.StringAsset("1")}

    tags, hold, budget = problems(provider, "MultiRegionApi", {"settings": settings})
    assert tags.startswith("settings.tags.Team: is a secret or only known once")
    assert hold.startswith("settings.hold[1]: is a secret or only known once")
    assert budget == "settings.budget: needs text, a number, true or false, a list or a mapping"
