"""Does a backup selection take a resource? Yes, no, or None for what cannot be told.

AWS takes a resource that matches any of ``resources`` *or* any of ``selectionTags`` (so tags beside ARNs
widen a selection: https://github.com/hashicorp/terraform-provider-aws/issues/49829), *and* meets every
condition, *and* matches none of ``notResources``
(https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html, 2026-11). It takes resources
of its own region and account alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory.patterns import HOLE, all_of, any_of, matches, opposite
from holdfast.inventory.view import items

if TYPE_CHECKING:
    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View

SELECTION = "aws:backup/selection:Selection"
_TAG_PREFIX = "aws:ResourceTag/"


@dataclass(frozen=True, slots=True)
class Target:
    """A type that AWS Backup backs up."""

    service: str
    """The service in its ARNs."""
    prefix: str
    """What comes before the name in its ARNs."""
    name: str
    """Input that gives the physical name; AWS makes one where it is left out."""
    vault_key: bool = False
    """Whether its backups are encrypted with the vault's key and not with its own
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html)."""
    continuous: bool = False
    """Whether AWS Backup makes continuous backups of it."""


# https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html names the ARNs.
TARGETS: Mapping[str, Target] = {
    "aws:docdb/cluster:Cluster": Target("rds", "cluster:", "clusterIdentifier"),
    "aws:dsql/cluster:Cluster": Target("dsql", "cluster/", "identifier", vault_key=True),
    "aws:dynamodb/table:Table": Target("dynamodb", "table/", "name", vault_key=True),
    "aws:dynamodb/tableReplica:TableReplica": Target("dynamodb", "table/", "name", vault_key=True),
    "aws:ebs/volume:Volume": Target("ec2", "volume/", "id"),
    "aws:ec2/instance:Instance": Target("ec2", "instance/", "id"),
    "aws:efs/fileSystem:FileSystem": Target("elasticfilesystem", "file-system/", "id", vault_key=True),
    "aws:fsx/lustreFileSystem:LustreFileSystem": Target("fsx", "file-system/", "id"),
    "aws:fsx/ontapVolume:OntapVolume": Target("fsx", "volume/", "id"),
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": Target("fsx", "file-system/", "id"),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": Target("fsx", "file-system/", "id"),
    "aws:neptune/cluster:Cluster": Target("rds", "cluster:", "clusterIdentifier"),
    "aws:rds/cluster:Cluster": Target("rds", "cluster:", "clusterIdentifier", continuous=True),
    "aws:rds/instance:Instance": Target("rds", "db:", "identifier", continuous=True),
    "aws:redshift/cluster:Cluster": Target("redshift", "cluster:", "clusterIdentifier"),
    "aws:s3/bucket:Bucket": Target("s3", "", "bucket", vault_key=True, continuous=True),
    "aws:s3/bucketV2:BucketV2": Target("s3", "", "bucket", vault_key=True, continuous=True),
    "aws:timestreamwrite/table:Table": Target("timestream", "database/", "tableName", vault_key=True),
}
"""What AWS Backup backs up, by type token."""


def can_be_selected(view: View, resource: Resource) -> bool:
    """Whether there are selections, and AWS Backup backs up such a resource."""
    return resource.type in TARGETS and bool(view.graph.of_type(SELECTION))


def selects(view: View, selection: Resource, resource: Resource) -> bool | None:
    """Whether a selection takes a resource.

    Args:
        view: The graph.
        selection: An ``aws.backup.Selection``.
        resource: A resource of one of ``TARGETS``.
    """
    if view.account(selection) != view.account(resource):
        return False
    here, there = view.region(selection), view.region(resource)
    near = None if here is None or there is None else here == there
    named = any_of(
        [
            _listed(view, selection, "resources", resource),
            _tagged_any(selection.at("selectionTags"), view.tags(resource)),
        ]
    )
    met = _conditions(selection.at("conditions"), view.tags(resource))
    return all_of([near, named, met, opposite(_listed(view, selection, "notResources", resource))])


def _listed(view: View, selection: Resource, name: str, resource: Resource) -> bool | None:
    """Whether a list of ARNs and patterns names a resource."""
    given = selection.at(name)
    if given is None:
        return False
    linked = selection.property_dependencies.get(name, ())
    if resource.urn in linked:
        return True
    text = arn_of(view, resource)
    known = any_of(matches(one, text) for one in items(given) if isinstance(one, str))
    hidden = given is Marker.UNKNOWN or any(isinstance(one, Marker) for one in items(given))
    # What is not known is made of the resources that the property names, where it names any.
    return any_of([known, None if hidden and not linked else False])


def arn_of(view: View, resource: Resource) -> str:
    """A resource's ARN with holes for what is not known before it is made."""
    target = TARGETS[resource.type]
    given = resource.at(target.name)
    name = given if isinstance(given, str) and given else HOLE
    if target.service == "s3":
        return f"arn:aws:s3:::{name}"
    region = view.region(resource) or HOLE
    return f"arn:aws:{target.service}:{region}:{view.account(resource) or HOLE}:{target.prefix}{name}"


def _tagged_any(given: Value, tags: Value) -> bool | None:
    """Whether one of the selection's tags is on the resource."""
    if given is Marker.UNKNOWN:
        return None
    return any_of(_tag(one, tags, _equal) for one in items(given))


def _conditions(given: Value, tags: Value) -> bool | None:
    if given is Marker.UNKNOWN:
        return None
    return all_of(
        _tag(one, tags, test)
        for condition in items(given)
        for operator, test in _OPERATORS.items()
        for one in _tests(condition, operator)
    )


def _tests(condition: Value, operator: str) -> tuple[Value, ...]:
    if isinstance(condition, Mapping):
        tests = condition.get(operator)
        return (Marker.UNKNOWN,) if tests is Marker.UNKNOWN else items(tests)
    return (Marker.UNKNOWN,) if condition is Marker.UNKNOWN else ()


def _tag(one: Value, tags: Value, test: Callable[[str, str | None], bool | None]) -> bool | None:
    """Whether a resource's tags pass one test of a key and a value."""
    if not isinstance(one, Mapping) or not isinstance(tags, Mapping):
        return None
    key, wanted = one.get("key"), one.get("value")
    if not isinstance(key, str) or not isinstance(wanted, str):
        return None
    found = tags.get(key.removeprefix(_TAG_PREFIX))
    return test(wanted, found) if found is None or isinstance(found, str) else None


def _equal(wanted: str, found: str | None) -> bool | None:
    return found == wanted


def _like(wanted: str, found: str | None) -> bool | None:
    return found is not None and matches(wanted, found)


# AWS does not say whether a tag that is missing differs from a value: then it cannot be told.
def _not_equal(wanted: str, found: str | None) -> bool | None:
    return None if found is None else found != wanted


def _not_like(wanted: str, found: str | None) -> bool | None:
    return None if found is None else opposite(matches(wanted, found))


_OPERATORS: Mapping[str, Callable[[str, str | None], bool | None]] = {
    "stringEquals": _equal,
    "stringLikes": _like,
    "stringNotEquals": _not_equal,
    "stringNotLikes": _not_like,
}
