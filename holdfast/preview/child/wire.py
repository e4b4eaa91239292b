"""The property values of Pulumi's wire format, and what the engine prints of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf import empty_pb2, struct_pb2  # type: ignore[import-untyped]  # no stubs are installed

# A message's fields differ from one version of the SDK to the next, so messages carry no type here.
Message = Any
# Text, number, boolean, None, list or dict of such: what the wire can carry.
PropertyValue = Any

Struct = struct_pb2.Struct
Empty = empty_pb2.Empty

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a type's signature
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

BLINDED = "[secret]"


class Reader:
    """Turns wire values into lists, dicts and scalars; signatures stay as they are on the wire.

    Text that carries the unknown marker anywhere inside is unknown as a whole: such text was made from a
    placeholder that stood for a value which only deployment knows. ``replaced`` tells whether any was found.
    """

    def __init__(self) -> None:
        """Start with nothing read."""
        self.replaced = False

    def struct(self, struct: Message) -> dict[str, Any]:
        """Turn a wire struct into a dict with sorted keys."""
        fields = struct.fields
        return {key: self.value(fields[key]) for key in sorted(fields)}

    def value(self, value: PropertyValue) -> PropertyValue:  # noqa: PLR0911 - one per kind
        """Turn a wire value into a plain one."""
        kind = value.WhichOneof("kind")
        if kind == "string_value":
            text = value.string_value
            if UNKNOWN in text and text != UNKNOWN:
                self.replaced = True
                return UNKNOWN
            return text
        if kind == "bool_value":
            return value.bool_value
        if kind == "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        if kind == "struct_value":
            return {key: self.value(item) for key, item in value.struct_value.fields.items()}
        if kind == "list_value":
            return [self.value(item) for item in value.list_value.values]
        return None


def struct_to_plain(struct: Message) -> dict[str, Any]:
    """Turn a wire struct into a dict with sorted keys."""
    return Reader().struct(struct)


def set_value(target: Message, value: PropertyValue) -> None:
    """Write a plain value into a wire value."""
    if value is None:
        target.null_value = struct_pb2.NULL_VALUE
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, (int, float)):
        target.number_value = value
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        for key, item in value.items():
            set_value(target.struct_value.fields[str(key)], item)
    else:
        target.list_value.SetInParent()
        for item in value:
            set_value(target.list_value.values.add(), item)


def to_struct(properties: Mapping[str, Any]) -> PropertyValue:
    """Turn a dict into a wire struct."""
    struct = Struct()
    for key, value in properties.items():
        set_value(struct.fields[key], value)
    return struct


def signature(value: PropertyValue) -> str | None:
    """Signature of a special object (secret, asset, resource reference, output), or None."""
    return value.get(SIGNATURE) if isinstance(value, dict) else None


def is_secret(value: PropertyValue) -> bool:
    """Whether the value is a secret on the wire."""
    return isinstance(value, dict) and value.get(SIGNATURE) == SECRET


def unwrap(value: PropertyValue) -> PropertyValue:
    """Take a secret's inner value; any other value is returned as it is."""
    while is_secret(value):
        value = value.get("value")
    return value


def secret(value: PropertyValue) -> dict[str, Any]:
    """Wrap a value as a secret."""
    return {SIGNATURE: SECRET, "value": value}


def contains_unknown(value: PropertyValue) -> bool:
    """Whether an unknown lies anywhere inside."""
    if isinstance(value, str):
        return UNKNOWN in value
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    return False


def transform(value: PropertyValue, replace: Callable[[Any], Any]) -> PropertyValue:
    """Rebuild a value bottom-up, with ``replace`` applied to every dict."""
    if isinstance(value, dict):
        return replace({key: transform(item, replace) for key, item in value.items()})
    if isinstance(value, list):
        return [transform(item, replace) for item in value]
    return value


def as_a_provider_returns(value: PropertyValue) -> PropertyValue:
    """Mark secrets as the engine does where a provider cannot carry them: a list is secret as a whole."""
    if isinstance(value, dict) and SIGNATURE not in value:
        return {key: as_a_provider_returns(item) for key, item in value.items()}
    if not is_secret(value) and contains_secret(value):
        return secret(value)
    return value


def contains_secret(value: PropertyValue) -> bool:
    """Whether a secret lies anywhere inside."""
    if isinstance(value, dict):
        return value.get(SIGNATURE) == SECRET or any(contains_secret(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_secret(item) for item in value)
    return False


def _plain_reference(value: dict[str, Any]) -> PropertyValue:
    if value.get(SIGNATURE) != RESOURCE:
        return value
    if "id" in value:
        return value["id"] or UNKNOWN
    return value["urn"]


def without_references(value: PropertyValue) -> PropertyValue:
    """Replace references to resources as the engine does for providers: by id, or by URN for components."""
    return transform(value, _plain_reference)


def _printed(value: dict[str, Any]) -> PropertyValue:
    found = value.get(SIGNATURE)
    if found == SECRET:
        return BLINDED
    if found == RESOURCE:
        # The engine writes an id that is not known yet as empty text.
        known = {"id": "" if value["id"] == UNKNOWN else value["id"]} if "id" in value else {}
        return {"packageVersion": "", **value, **known}
    return value


def printed(value: PropertyValue) -> PropertyValue:
    """Value as the engine prints it: every secret is ``[secret]``."""
    return transform(value, _printed)
