"""Which key encrypts a copy, and in which regions that key can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory.model import EncryptedBy, Encryption
from holdfast.inventory.view import parse_arn

if TYPE_CHECKING:
    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View

KEY = "aws:kms/key:Key"
EXTERNAL_KEY = "aws:kms/externalKey:ExternalKey"
REPLICA_KEY = "aws:kms/replicaKey:ReplicaKey"
REPLICA_EXTERNAL_KEY = "aws:kms/replicaExternalKey:ReplicaExternalKey"
ALIAS = "aws:kms/alias:Alias"
PRIMARY_KEYS = (KEY, EXTERNAL_KEY)
REPLICA_KEYS = (REPLICA_KEY, REPLICA_EXTERNAL_KEY)
KEYS = (*PRIMARY_KEYS, *REPLICA_KEYS)

BY_AWS = Encryption(by=EncryptedBy.AWS)
NOT_ENCRYPTED = Encryption(by=EncryptedBy.NONE)
PUBLIC = Encryption(by=EncryptedBy.PUBLIC)
NOT_KNOWN = Encryption(by=EncryptedBy.UNKNOWN)


def encryption(
    view: View,
    resource: Resource,
    *path: str | int,
    region: str | None = None,
    without: Encryption = BY_AWS,
) -> Encryption:
    """How a resource is encrypted, as the property that names its key says.

    Args:
        view: The graph.
        resource: What is encrypted.
        path: Where its inputs name the key.
        region: Where the copy lies, to choose among the keys of several copies. Default: the resource's.
        without: How it is encrypted when no key is named. Default: by AWS's key.
    """
    value = resource.at(*path)
    if value is None or value == "":
        return without
    region = region or view.region(resource)
    if isinstance(value, str):
        named = view.named(value, region, *KEYS, ALIAS)
    else:
        named = view.made_of(resource, str(path[0]), *KEYS, ALIAS)
    keys = tuple(key for one in named for key in _behind(view, one))
    if not keys:
        return _named(value) if isinstance(value, str) else Encryption(by=EncryptedBy.CUSTOMER)
    here = [one for one in keys if region in key_regions(view, one)]
    return of_key(view, (here or list(keys))[0])


def of_key(view: View, key: Resource) -> Encryption:
    """Encryption with a key of the graph."""
    return Encryption(by=EncryptedBy.CUSTOMER, key=key.name, regions=key_regions(view, key))


def key_regions(view: View, key: Resource) -> tuple[str, ...]:
    """The regions in which a key of the graph can be used: its own, and those of its replicas."""
    return tuple(sorted({one for each in family(view, key) if (one := view.region(each)) is not None}))


def family(view: View, key: Resource) -> tuple[Resource, ...]:
    """A key with its replicas, the primary first."""
    primary = next((one for one in view.made_of(key, "primaryKeyArn", *PRIMARY_KEYS)), key)
    return (primary, *view.of(primary, "primaryKeyArn", *REPLICA_KEYS))


def is_elsewhere(encrypted: Encryption, region: str | None) -> bool:
    """Whether a copy in a region is encrypted with a key that is only in others."""
    return bool(region and encrypted.regions) and region not in encrypted.regions


def _behind(view: View, one: Resource) -> tuple[Resource, ...]:
    return view.made_of(one, "targetKeyId", *KEYS) if one.type == ALIAS else (one,)


def _named(text: str) -> Encryption:
    """Encryption with a key that is named by text: ARN, alias or id."""
    arn = parse_arn(text)
    name = arn.resource if arn else text
    if name.startswith("alias/aws/"):
        return BY_AWS
    multi_region = name.removeprefix("key/").startswith("mrk-")  # how AWS names multi-Region keys
    regions = (arn.region,) if arn and not multi_region else ()
    return Encryption(by=EncryptedBy.CUSTOMER, key=text, regions=regions)


def at_rest(value: Value, *, default: bool) -> bool | None:
    """Whether encryption is switched on.

    Args:
        value: The switch, which may be text.
        default: What it is where it is left out.
    """
    if value is None:
        return default
    if isinstance(value, Marker):
        return None
    return value is True or value == "true"


def switched(
    view: View, resource: Resource, switch: str, *path: str | int, default: bool = False
) -> Encryption:
    """Encryption of a type that has a switch beside the key.

    Args:
        view: The graph.
        resource: What is encrypted.
        switch: The input that turns encryption on.
        path: Where its inputs name the key; a key turns it on too.
        default: What the switch is where it is left out. Default: off.
    """
    on = at_rest(resource.at(switch), default=default)
    named = encryption(view, resource, *path, without=NOT_ENCRYPTED)
    if named.by is not EncryptedBy.NONE:
        return named
    return NOT_KNOWN if on is None else BY_AWS if on else NOT_ENCRYPTED
