"""Arguments of a DSQL database, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.member_limits import shared_regions

# https://docs.aws.amazon.com/aurora-dsql/latest/userguide/what-is-aurora-dsql.html (2026-11)
_MOST_MEMBERS = 2


class DsqlMemberArgs(TypedDict):
    """Where a cluster of the database stands."""

    region: str
    """AWS region in which every child of the member is declared."""
    key_arn: pulumi.Input[str]
    """Customer key of the region, which encrypts the cluster; its policy must admit
    ``dsql.amazonaws.com``."""


class DsqlDatabaseArgs(TypedDict):
    """What a DSQL database needs."""

    store: str
    """Key of the store, such as ``orders``: part of every child's name."""
    members: Mapping[str, DsqlMemberArgs]
    """Place → where its cluster stands: one, or two that are peers."""
    witness_region: NotRequired[str]
    """AWS region of the witness of two peers, a third one of the same set. It never changes: another one
    replaces both clusters. Default: none, of a single cluster."""
    backup_tags: NotRequired[Mapping[str, str]]
    """Tags by which AWS Backup selects the clusters. Default: none."""
    protection: NotRequired[bool]
    """AWS and Pulumi refuse to delete the clusters. False lets ``pulumi destroy`` work at once. Default:
    True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def check_dsql(name: str, args: DsqlDatabaseArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [*_problems(args)]
    if problems:
        raise ValueError(f"DSQL database {name!r}: " + "; ".join(problems))


def _problems(args: DsqlDatabaseArgs) -> Iterator[str]:
    members, witness = args["members"], args.get("witness_region")
    yield from shared_regions(members).values()
    if not 1 <= len(members) <= _MOST_MEMBERS:
        yield f"'members' must be one region or two, got {len(members)}"
    elif len(members) == 1 and witness is not None:
        yield f"'witness_region' is of two peers, got {witness!r} of one cluster"
    elif len(members) == _MOST_MEMBERS and witness is None:
        yield "'witness_region': two peers need a witness in a third region"
    if witness in {member["region"] for member in members.values()}:
        yield f"'witness_region' {witness} holds a cluster already: the witness is in a third region"
