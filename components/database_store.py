"""What databases of every kind have in common as stores of a stack."""

from typing import Any, Protocol

import pulumi

from holdfast.components.declared_store import StoreScope
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import database_access


class DatabaseMember(Protocol):
    """A database in one region, as the services there use it."""

    @property
    def endpoint(self) -> pulumi.Output[str]:
        """Host name for writes."""
        ...

    @property
    def reader_endpoint(self) -> pulumi.Output[str]:
        """Host name for reads."""
        ...

    @property
    def security_group_id(self) -> pulumi.Output[str]:
        """Security group, without any rule."""
        ...

    @property
    def secret_arn(self) -> pulumi.Output[str]:
        """ARN of the master user's secret in this region."""
        ...

    @property
    def port(self) -> int:
        """TCP port."""
        ...


def member_access(
    scope: StoreScope, key: str, place: str, member: DatabaseMember, *, database: str
) -> ServiceStore:
    """Return what services in a place need in order to use a database.

    Args:
        scope: What the stores of the stack are declared with.
        key: Key of the store.
        place: The place.
        member: The database there.
        database: Name of the database in it.
    """
    return database_access(
        key,
        region=scope.region(place),
        endpoint=member.endpoint,
        reader_endpoint=member.reader_endpoint,
        port=member.port,
        database=database,
        secret_arn=member.secret_arn,
        key_arn=scope.key_arn(place),
        security_group_id=member.security_group_id,
    )


def member_addresses(member: DatabaseMember) -> dict[str, Any]:
    """Return where operators reach a database: what members of every kind have in the contract alike.

    Args:
        member: The database in one region.
    """
    return {
        "endpoint": member.endpoint,
        "reader_endpoint": member.reader_endpoint,
        "port": member.port,
        "secret_arn": member.secret_arn,
    }
