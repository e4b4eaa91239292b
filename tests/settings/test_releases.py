"""Which release runs where, and the order in which regions get one."""

from __future__ import annotations

import pytest

from holdfast.settings import effective
from tests.settings.stack_files import PAIR, SPREAD, loaded, mistakes, orders

IMAGE = "registry.example.com/orders:{release}"


def released(release: str, image: str = IMAGE) -> str:
    return orders(f"{{ image: '{image}', release: {release} }}")


@pytest.mark.parametrize("release", ["1.4.2", '"1.10"', "{ euw1: 1.4.3, use1: 1.4.2 }", "v1_4-rc.1"])
def test_a_release_for_all_or_for_each(release: str) -> None:
    assert mistakes(SPREAD, released(release)) == ()


@pytest.mark.parametrize(
    ("patches", "key", "said"),
    [
        ((released("1.10"),), "services.orders.release", "one release for every region as text"),
        ((released('"1.4 2"'),), "services.orders.release", "a release is what an image's tag can be"),
        ((released("{ euw1: sha256:abc }"),), "services.orders.release.euw1", "what an image's tag can be"),
        ((released("1.4.2", "registry.example.com/orders:1"),), "services.orders.release", "does nothing"),
        ((orders(f"{{ image: '{IMAGE}' }}"),), "services.orders.image", "the service has no release"),
        ((released("latest"),), "services.orders.image", "names no version"),
        ((released("{ use1: 1.4.2 }"),), "services.orders.release.use1", "no such region"),
        ((SPREAD, released("{ euw1: 1.4.2 }")), "services.orders.release", "says nothing for use1"),
        (
            (orders("{ image: 'registry.example.com/orders:{relase}', release: 1.4.2 }"),),
            "services.orders.image",
            "knows no placeholder {relase}: {region} stands for the region's name and {release} stands for",
        ),
        ((SPREAD, "holdfast:releases: { order: [euw1] }"), "releases.order", "leaves out use1"),
        (
            (SPREAD, "holdfast:releases: { order: [euw1, use1, euw1] }"),
            "releases.order",
            "names 'euw1' 2 times",
        ),
        (("holdfast:releases: { order: [euw1, apne1] }",), "releases.order[1]", "no such region"),
        (("holdfast:releases: { bake_minutes: 0 }",), "releases.bake_minutes", "must be from 1 to 1440"),
    ],
)
def test_what_makes_no_sense_is_refused(patches: tuple[str, ...], key: str, said: str) -> None:
    found = mistakes(*patches)
    assert any(one.key == f"holdfast:{key}" and said in one.message for one in found), found


def test_a_standby_gets_it_first() -> None:
    assert effective.release_order(loaded(PAIR)) == ("euw1", "use1")
    assert effective.release_order(loaded(SPREAD)) == ("euw1", "use1")
    chosen = loaded(SPREAD, "holdfast:releases: { order: [use1, euw1] }")
    assert effective.release_order(chosen) == ("use1", "euw1")
