from __future__ import annotations

import pulumi

from holdfast.components.client_keys import declare_client_keys
from tests.components.declared import declared


def test_makes_a_key_for_each_client_once() -> None:
    found: list[dict[str, str]] = []

    def program() -> None:
        keys = declare_client_keys("global-public", ["hobby", "acme"], pulumi.ResourceOptions())
        pulumi.Output.all(**keys).apply(found.append)

    resources = declared(program)
    assert resources.pairs() == {
        ("random:index/randomPassword:RandomPassword", "global-public-key-acme"),
        ("random:index/randomPassword:RandomPassword", "global-public-key-hobby"),
    }
    # API Gateway takes letters and digits, 20 to 128 of them.
    key = resources("global-public-key-acme").inputs
    assert (key["length"], key["special"]) == (40, False)
    assert found == [{"acme": "global-public-key-acme-secret", "hobby": "global-public-key-hobby-secret"}]
