from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from holdfast.graph import Marker, normalise
from tests.graph.documents import UNKNOWN

SIGNATURE = "4dabf18193072939515e22adb298388d"


class UnknownValueError(Exception):
    unknown_type_sentinel = UNKNOWN


class Refusing(Mapping[str, Any]):
    """Behaves as the policy SDK's proxies do: an unknown item raises."""

    def __getitem__(self, key: str) -> Any:
        if key == "later":
            raise UnknownValueError
        return {"now": 1.0}[key]

    def __iter__(self) -> Any:
        return iter(("now", "later"))

    def __len__(self) -> int:
        return 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (300.0, 300),
        (0.5, 0.5),
        ("text", "text"),
        (UNKNOWN, Marker.UNKNOWN),
        ("1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", Marker.UNKNOWN),
        ("[secret]", Marker.SECRET),
        (["a", UNKNOWN, {"b": [1.0]}], ("a", Marker.UNKNOWN, {"b": (1,)})),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}, Marker.SECRET),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x"}, Marker.SECRET),
        ({SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "hello"}, Marker.ASSET),
        ({SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "assets": {}}, Marker.ASSET),
        ({SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x", "id": "vpc-1"}, "vpc-1"),
        ({SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x", "id": UNKNOWN}, "urn:x"),
        ({SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": 1}, 1),
        ({SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"}, Marker.UNKNOWN),
        ({SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": 1, "secret": True}, Marker.SECRET),
        ({SIGNATURE: "something new"}, Marker.UNKNOWN),
        (object(), Marker.ASSET),
        (Refusing(), {"now": 1, "later": Marker.UNKNOWN}),
    ],
)
def test_normalise(value: object, expected: object) -> None:
    assert normalise(value) == expected


def test_a_secret_keeps_nothing_of_its_value() -> None:
    value = normalise({"password": {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}})

    assert "hush" not in repr(value)


def test_an_error_that_is_not_about_an_unknown_is_not_hidden() -> None:
    class Broken(Refusing):
        def __getitem__(self, key: str) -> Any:
            raise RuntimeError(key)

    with pytest.raises(RuntimeError):
        normalise(Broken())
