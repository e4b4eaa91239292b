"""Property values in one form, whichever of the engine's formats they came in.

Three markers stand for what a reader cannot or must not see: ``Marker.UNKNOWN`` (only deployment knows),
``Marker.SECRET`` (its content is dropped here, so that nothing behind can print it) and ``Marker.ASSET``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Literal, TypeAlias


class Marker(Enum):
    """Stands in a resource's inputs for a value that is not there to be read."""

    UNKNOWN = "unknown"
    SECRET = "secret"  # noqa: S105  # the marker's name, no secret
    ASSET = "asset"


Unknown: TypeAlias = Literal[Marker.UNKNOWN]
"""The type of ``Marker.UNKNOWN``."""
Value: TypeAlias = "bool | int | float | str | Marker | tuple[Value, ...] | Mapping[str, Value] | None"
"""A normalised property value: plain data and markers; whole floats are ints, lists are tuples."""

# sdk/go/common/resource/plugin/rpc.go and pulumi_policy/proxy.py: one sentinel for each type of value.
UNKNOWN_SENTINELS = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
BLINDED_SECRET = "[secret]"  # noqa: S105  # what the preview digest prints instead of a secret
# sdk/go/common/resource/properties.go
SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  # the engine's mark of a secret
ASSET_SIGNATURES = frozenset({"c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"})
REFERENCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def normalise(value: object) -> Value:
    """The value as plain data and markers.

    Args:
        value: JSON data of a digest, a state or a preview document, or what a policy sees: mappings and
            sequences that raise on an unknown item, and asset objects.
    """
    if value is None or isinstance(value, bool | int | Marker):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, Sequence):
        return tuple(_item(value, position) for position in range(len(value)))
    return Marker.ASSET


def is_known(value: Value) -> bool:
    """Whether the value itself can be read; absent (None) counts as known."""
    return not isinstance(value, Marker)


def holds_unknown(value: Value) -> bool:
    """Whether deployment decides the value or a part of it."""
    if isinstance(value, Mapping):
        return any(map(holds_unknown, value.values()))
    if isinstance(value, tuple):
        return any(map(holds_unknown, value))
    return value is Marker.UNKNOWN


def _text(value: str) -> Value:
    if value in UNKNOWN_SENTINELS:
        return Marker.UNKNOWN
    return Marker.SECRET if value == BLINDED_SECRET else value


def _mapping(value: Mapping[str, object]) -> Value:
    signature = _item(value, SIGNATURE_KEY) if SIGNATURE_KEY in value else None
    if signature is None:
        return {str(key): _item(value, key) for key in value}
    if signature in ASSET_SIGNATURES:
        return Marker.ASSET
    if signature == SECRET_SIGNATURE or (signature == OUTPUT_SIGNATURE and value.get("secret")):
        return Marker.SECRET
    if signature == REFERENCE_SIGNATURE:
        identity = normalise(value.get("id"))
        return identity if isinstance(identity, str) and identity else normalise(value.get("urn"))
    return normalise(value["value"]) if signature == OUTPUT_SIGNATURE and "value" in value else Marker.UNKNOWN


def _item(container: Mapping[str, object] | Sequence[object], key: str | int) -> Value:
    try:
        found: object = container[key]  # type: ignore[index]  # the key fits its container
    except Exception as error:
        # A policy's properties raise pulumi_policy's UnknownValueError, which this room may not import.
        if hasattr(error, "unknown_type_sentinel"):
            return Marker.UNKNOWN
        raise
    return normalise(found)
