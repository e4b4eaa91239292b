"""Secrets and parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures, gaps
from holdfast.inventory.items import REDEPLOY, copy_of, item, known
from holdfast.inventory.keys import NOT_ENCRYPTED, encryption
from holdfast.inventory.model import Category, Copy, Item, Role, Way
from holdfast.inventory.view import items

if TYPE_CHECKING:
    from holdfast.graph import Resource
    from holdfast.inventory.view import View

SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105  # a type, no secret
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
PARAMETER = "aws:ssm/parameter:Parameter"
_EMPTY = Way(
    when="it is lost",
    how="deploy again, then write its value, of which the program has no copy",
    command="pulumi up",
)


def find(view: View) -> Iterator[Item]:
    """Every secret with its replicas, and every parameter with those of the same name elsewhere."""
    for one in view.graph.of_type(SECRET):
        yield _secret(view, one)
    named: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in view.graph.of_type(PARAMETER):
        named[known(one, "name", one.urn)].append(one)
    for members in named.values():
        yield _parameter(view, members)


def _secret(view: View, one: Resource) -> Item:
    replicas = [
        _replica(view, one, position, given) for position, given in enumerate(items(one.at("replicas")))
    ]
    copies = [copy_of(view, one, Role.PRIMARY, encryption(view, one, "kmsKeyId")), *replicas]
    hidden = one.at("replicas") is Marker.UNKNOWN
    alone = None if hidden else gaps.no_copy_elsewhere(view, copies)
    ways = [
        Way(
            when="the primary's region is lost",
            how="nothing to do for reads, the replica has the same name; to write it, set it free",
            command=(
                f"aws secretsmanager stop-replication-to-replica --region {copy.region or 'REGION'}"
                f" --secret-id {known(one, 'name', 'SECRET')}"
            ),
        )
        for copy in replicas[:1]
    ]
    return item(
        view,
        one,
        Category.SECRETS,
        "secret",
        copies,
        ways=[*ways, *_lost(view, one)],
        gaps=[*([alone] if alone else []), *gaps.of_encryption(copies)],
        unknowns=["its replicas"] if hidden else [],
    )


def _lost(view: View, one: Resource) -> Iterator[Way]:
    """After a deletion AWS keeps it for the recovery window; a secret that is made anew has no value.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
    """
    if one.at("recoveryWindowInDays") != 0:
        yield Way(
            when="somebody deletes it",
            how="take that back within its recovery window",
            command=(
                f"aws secretsmanager restore-secret --region {view.region(one) or 'REGION'}"
                f" --secret-id {known(one, 'name', 'SECRET')}"
            ),
        )
    yield REDEPLOY if view.of(one, "secretId", VERSION) else _EMPTY


def _replica(view: View, one: Resource, position: int, given: object) -> Copy:
    region = given.get("region") if isinstance(given, Mapping) else None
    where = region if isinstance(region, str) else None
    return Copy(
        role=Role.REPLICA,
        region=where,
        account=view.account(one),
        encryption=encryption(view, one, "replicas", position, "kmsKeyId", region=where),
        age=figures.SECRET_REPLICA,
        name=one.name,
    )


def _parameter(view: View, members: list[Resource]) -> Item:
    copies = []
    for one in members:
        secure = one.at("type") == "SecureString"
        found = encryption(view, one, "keyId") if secure else NOT_ENCRYPTED
        copies.append(
            copy_of(view, one, Role.PRIMARY if one is members[0] else Role.PEER, found, figures.AS_DECLARED)
        )
    secure = any(one.at("type") == "SecureString" for one in members)
    return item(
        view,
        members[0],
        Category.SECRETS,
        "SecureString parameter" if secure else "parameter",
        copies,
        ways=[REDEPLOY],
        # Plain parameters hold what the program says openly; AWS encrypts SecureString alone.
        gaps=gaps.of_encryption(copies) if secure else (),
    )
