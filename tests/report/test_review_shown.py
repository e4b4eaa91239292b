from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.graph import Marker
from holdfast.report.review_shown import Shown
from tests.report.reviews import differing

if TYPE_CHECKING:
    from holdfast.graph import Value


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        ("minSize", 1, 2, ("1", "2")),
        ("healthCheck.interval", 10, 30, ("10", "30")),
        ("rules[0].lifecycle.deleteAfter", 35, None, ("35", "none")),
        ("engineVersion", "16.10", "17.2", ("16.10", "17.2")),
        ("instanceType", "m7g.large", Marker.UNKNOWN, ("m7g.large", "known after deployment")),
        ("password", Marker.SECRET, Marker.SECRET, ("secret", "secret")),
        ("anything", True, False, ("true", "false")),
        (
            "availabilityZones",
            ("us-east-1a",),
            ("us-east-1a", "us-east-1b"),
            ("us-east-1a", "us-east-1a, us-east-1b"),
        ),
        ("cidrBlock", "10.0.0.0/16", "10.1.0.0/16", None),
        ("tags.minSize", "1", "2", None),
        ("environment.variables.timeout", "s3cr3t", "x", None),
        ("engineVersion", "a b; drop", "1", None),
        ("timeout", {"a": 1}, 2, None),
        ("engineVersion", "1" * 65, "2", None),
        ("", "a", "b", None),
    ],
)
def test_values_on_the_list(path: str, before: Value, after: Value, told: tuple[str, str] | None) -> None:
    assert Shown().values(differing(path, before, after)) == told


@pytest.mark.parametrize("pattern", ["cidrBlock", "*"])
def test_values_that_are_asked_for(pattern: str) -> None:
    one = differing("cidrBlock", "10.0.0.0/16", "10.1.0.0/16")
    assert Shown([pattern]).values(one) == ("10.0.0.0/16", "10.1.0.0/16")


def test_a_pattern_for_any_step() -> None:
    one = differing("ingress[2].port", "a", "b")
    assert Shown(["ingress.*.port"]).values(one) == ("a", "b")
    assert Shown(["ingress.*.cidr"]).values(one) is None


def test_secrets_inside_what_is_asked_for_stay_secret() -> None:
    held: Value = {"password": Marker.SECRET, "host": "db"}
    assert Shown(["*"]).values(differing("x", held, ())) == ("{host: db, password: secret}", "[]")


def test_a_long_value_is_cut() -> None:
    found = Shown(["*"]).values(differing("x", "y" * 500, "z"))
    assert found is not None
    assert len(found[0]) == 120
