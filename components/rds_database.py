"""An RDS database over one region or several, any of which can be promoted to be its writer."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import rds

from holdfast.components.database_credentials import declare_password, declare_secret, secret_in
from holdfast.components.rds_args import (
    RdsBackupCopyArgs,
    RdsDatabaseArgs,
    RdsMemberArgs,
    RdsStorageArgs,
)
from holdfast.components.rds_cluster import declare_multi_az_cluster
from holdfast.components.rds_instance import FAILOVER_CHANGES, declare_instance
from holdfast.components.rds_limits import check
from holdfast.components.rds_scope import BACKUP_CHANGES, RdsScope
from holdfast.topology.values import InsightsMode, RdsShape

__all__ = [
    "BACKUP_CHANGES",
    "FAILOVER_CHANGES",
    "InsightsMode",
    "RdsBackupCopyArgs",
    "RdsDatabase",
    "RdsDatabaseArgs",
    "RdsMember",
    "RdsMemberArgs",
    "RdsShape",
    "RdsStorageArgs",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsMember:
    """What a service needs to use the database in one region."""

    identifier: pulumi.Output[str]
    """Identifier of the instance or cluster, by which a promotion names it."""
    arn: pulumi.Output[str]
    """Its ARN."""
    endpoint: pulumi.Output[str]
    """Host name. It takes writes only while this region is the writer."""
    reader_endpoint: pulumi.Output[str]
    """Host name for reads: of a cluster its standbys', of an instance the same as ``endpoint``."""
    security_group_id: pulumi.Output[str]
    """Security group, without any rule: each service that uses the database adds its own."""
    secret_arn: pulumi.Output[str]
    """ARN of the master user's secret in this region."""
    port: int
    """TCP port."""


class RdsDatabase(pulumi.ComponentResource):
    """A PostgreSQL or MySQL database of RDS: an instance with replicas in other regions, or a cluster.

    Declares: with shape ``instance`` an instance at home and in each other member's region a read replica of
    it, each with a standby in another zone unless told otherwise; with shape ``cluster`` a Multi-AZ DB
    cluster in one region, which AWS takes across no region. Per member a subnet group, a parameter group, log
    groups, a monitoring role and a security group without rules; the master user's password and its secret,
    replicated to every member; a copy of the automated backups in another region, if asked for.

    No argument says who writes. Members differ in what their creation needs, by ``home`` and ``source``; what
    a promotion changes is ignored (``FAILOVER_CHANGES``), so the next update after one changes nothing.

    Survives: the loss of an instance or a zone, in 60 to 120 seconds with a standby
    (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html) and typically
    under 35 seconds as a cluster
    (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html); with two
    members or more the loss of a region, once somebody promotes a replica, which "can take several minutes or
    longer" and loses what had not arrived
    (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html; all 2026-11).

    Does not survive: the loss of the region with one member. A promotion ends replication: the old home is
    made anew as a replica of the new writer, by hand. While the source is no writer the password cannot be
    changed; the secret's replicas stay readable.
    """

    secret_arn: pulumi.Output[str]
    """ARN of the master user's secret at home, known once its content is written."""
    endpoints: pulumi.Output[Mapping[str, Mapping[str, str]]]
    """Place → ``endpoint`` and ``reader_endpoint``."""

    def __init__(self, name: str, args: RdsDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        check(name, args)
        super().__init__("holdfast:index:RdsDatabase", name, {**args}, opts)
        scope = RdsScope.of(args, args["members"], self)
        password = None if "secret_arn" in args else declare_password(scope)
        if args.get("shape") == RdsShape.CLUSTER:
            self._members = self._cluster(scope, password)
        else:
            self._members = self._instances(scope, password)
        self.endpoints = pulumi.Output.all(
            **{
                place: pulumi.Output.all(endpoint=member.endpoint, reader_endpoint=member.reader_endpoint)
                for place, member in sorted(self._members.items())
            }
        )
        self.register_outputs(
            {
                "secret_arn": self.secret_arn,
                "endpoints": self.endpoints,
                "origin": dict(args.get("origin", {})),
            }
        )

    def member(self, place: str) -> RdsMember:
        """Give what a service in one place needs to use the database there.

        Args:
            place: Place of a member.

        Returns:
            The member's identifier, ARN, endpoints, security group, secret and port.

        Raises:
            KeyError: The database has no member there.
        """
        return self._members[place]

    def _instances(self, scope: RdsScope, password: pulumi.Output[str] | None) -> dict[str, RdsMember]:
        source = declare_instance(scope, scope.source, password=password)
        found = {scope.source: source}
        for place in sorted({*scope.args["members"]} - {scope.source}):
            found[place] = declare_instance(scope, place, password=None, source=source.instance)
        _declare_backup_copy(scope, source.instance)
        self.secret_arn = declare_secret(scope, password, source.instance, title=scope.store)
        return {
            place: RdsMember(
                identifier=one.instance.identifier,
                arn=one.instance.arn,
                endpoint=one.instance.address,
                reader_endpoint=one.instance.address,
                security_group_id=one.security_group.id,
                secret_arn=secret_in(scope.args["members"][place]["region"], self.secret_arn),
                port=int(scope.args["port"]),
            )
            for place, one in sorted(found.items())
        }

    def _cluster(self, scope: RdsScope, password: pulumi.Output[str] | None) -> dict[str, RdsMember]:
        home = scope.args["home"]
        one = declare_multi_az_cluster(scope, home, password=password)
        self.secret_arn = declare_secret(scope, password, one.cluster, title=scope.store)
        return {
            home: RdsMember(
                identifier=one.cluster.cluster_identifier,
                arn=one.cluster.arn,
                endpoint=one.cluster.endpoint,
                reader_endpoint=one.cluster.reader_endpoint,
                security_group_id=one.security_group.id,
                secret_arn=self.secret_arn,
                port=int(scope.args["port"]),
            )
        }


def _declare_backup_copy(scope: RdsScope, source: "rds.Instance") -> None:
    """Declare the copy of the source's automated backups in another region.

    It is not protected: with another source it must be replaced, and what was copied stays until its time is
    over (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/AutomatedBackups.StopReplicating.html,
    2026-11).
    """
    copy = scope.args.get("backup_copy")
    if copy is None:
        return
    rds.InstanceAutomatedBackupsReplication(
        scope.noun(copy["place"], "backups"),
        region=copy["region"],
        source_db_instance_arn=source.arn,
        kms_key_id=copy["key_arn"],
        retention_period=int(copy["retention_days"]),
        opts=scope.options(),
    )
