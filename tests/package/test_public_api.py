"""Nothing public goes or changes by accident; what changes on purpose is written in the change log."""

from __future__ import annotations

from pathlib import Path

from tests.components.golden import assert_golden
from tests.package import public_api

GOLDEN = Path(__file__).with_name("public_api.golden.txt")


def test_what_is_public_is_as_the_golden_text_says() -> None:
    assert_golden(str(GOLDEN), public_api.text())


def test_everything_public_is_in_the_text() -> None:
    shown = public_api.text()
    wanted = (
        "component holdfast.components.network.Network  holdfast:index:Network",
        "    adopt?: AdoptedNetworkArgs",
        "    cidr: str",
        "    vpc_id: pulumi.Output[str]",
        "  declares aws:ec2/vpc:Vpc NAME-vpc",
        "words holdfast.topology.values.NatStrategy: none, per-zone, regional, shared",
        "check and policy REG001-region-is-explicit",
    )

    assert [one for one in wanted if one not in shown.splitlines()] == []
    assert all(f".{one.__name__}  holdfast:" not in shown for one in public_api.PRIVATE)
