"""A component takes a team's own providers: they reach its children, and take no region from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws
import pytest

from holdfast.components.encryption_key import EncryptionKey
from tests.components.conformance_samples import SAMPLES, built
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.components.declared import Declared, Resources

ELSEWHERE = "eu-central-1"
"""Where the explicit provider signs in: a region that a child without one of its own would fall to."""
EVERY_SAMPLE = [
    pytest.param(component, index, id=f"{component.__name__}-{index}")
    for component, samples in SAMPLES.items()
    for index in range(len(samples))
]
FORMS: dict[str, Callable[[aws.Provider], dict[str, Any]]] = {
    "provider": lambda one: {"provider": one},
    "providers, a list": lambda one: {"providers": [one]},
    "providers, a mapping": lambda one: {"providers": {"aws": one}},
    "the parent's": lambda one: {
        "parent": pulumi.ComponentResource("acme:a:B", "b", None, pulumi.ResourceOptions(provider=one))
    },
}


def with_provider(component: Any, name: str, args: Any, form: str) -> Resources:
    def build() -> None:
        provider = aws.Provider("shared", region=ELSEWHERE)
        component(name, args, pulumi.ResourceOptions(**FORMS[form](provider)))

    return declared(build)


def of_aws(resources: Resources) -> list[Declared]:
    return [one for one in resources if one.type.startswith("aws:")]


@pytest.mark.parametrize(("component", "index"), EVERY_SAMPLE)
def test_reaches_every_child_of_its_package_and_changes_nothing_else(component: Any, index: int) -> None:
    sample = SAMPLES[component][index]
    without = {(one.type, one.name): one for one in built(component, index)[1]}

    resources = with_provider(component, sample.name, sample.args, "provider")

    for one in of_aws(resources):
        assert (one.provider or "").rpartition("::")[0].endswith("pulumi:providers:aws::shared"), one.urn
        assert one.inputs == without[one.type, one.name].inputs
    assert {one.name for one in resources if one.provider and not one.type.startswith("aws:")} == set()
    assert {one for one in resources.pairs() if one[0] != "pulumi:providers:aws"} == without.keys()


@pytest.mark.parametrize("form", FORMS)
def test_however_it_is_given(form: str) -> None:
    resources = with_provider(
        EncryptionKey, "use1", {"region": "us-east-1", "account_id": "111122223333"}, form
    )

    assert {one.region for one in of_aws(resources)} == {"us-east-1"}
    assert {(one.provider or "").split("::")[-2] for one in of_aws(resources)} == {"shared"}
