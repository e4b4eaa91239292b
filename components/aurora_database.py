"""An Aurora database over one region or several, any of which can become its writer."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import rds

from holdfast.components.aurora_args import AuroraDatabaseArgs, AuroraMemberArgs
from holdfast.components.aurora_cluster import (
    BACKUP_CHANGES,
    FAILOVER_CHANGES,
    DeclaredMember,
    declare_member,
)
from holdfast.components.aurora_limits import check
from holdfast.components.aurora_scope import AuroraScope
from holdfast.components.database_credentials import declare_password, declare_secret, secret_in
from holdfast.components.network_scope import once_ready
from holdfast.topology.values import InsightsMode

__all__ = [
    "BACKUP_CHANGES",
    "FAILOVER_CHANGES",
    "AuroraDatabase",
    "AuroraDatabaseArgs",
    "AuroraMember",
    "AuroraMemberArgs",
    "InsightsMode",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuroraMember:
    """What a service needs to use one region's cluster."""

    cluster_identifier: pulumi.Output[str]
    """Identifier of the cluster."""
    cluster_arn: pulumi.Output[str]
    """ARN of the cluster, by which a failover names its target."""
    endpoint: pulumi.Output[str]
    """Host name of the cluster's writer, known once its instances are there. AWS answers under it only while
    this region is the writer."""
    reader_endpoint: pulumi.Output[str]
    """Host name of the cluster's readers, known once its instances are there. On a secondary with write
    forwarding it takes writes too."""
    security_group_id: pulumi.Output[str]
    """Security group of the instances, without any rule: each service that uses the database adds its own."""
    secret_arn: pulumi.Output[str]
    """ARN of the master user's secret in this region."""
    port: int
    """TCP port."""


class AuroraDatabase(pulumi.ComponentResource):
    """An Aurora PostgreSQL or MySQL global database, with provisioned or serverless instances.

    Declares: the global database, also over one region, since an existing cluster cannot join one later; per
    member a cluster with its instances, subnet group, parameter group, log groups, monitoring role and a
    security group without rules; the master user's password and its secret, replicated to every member.

    No argument says who writes. Members differ in what their creation needs, by ``home``, which never
    changes; what a switchover or failover changes is ignored (``FAILOVER_CHANGES``), so the next update after
    one, in either direction, changes nothing.

    Survives: the loss of an instance or a zone, typically in less than 60 seconds
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html), and,
    with two members or more, of a region: secondaries lag "typically under a second"
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html), a switchover
    loses nothing and needs both regions healthy, a failover loses the lag and takes minutes
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html;
    all 2026-11).

    Does not survive: the loss of the region with one member. Neither switchover nor failover happens by
    itself. While the home's region is lost or is no writer, the password cannot be changed; the secret's
    replicas stay readable. ``pulumi destroy`` removes the home last, and AWS removes a writer only once it is
    alone: switch back first.
    """

    global_cluster_id: pulumi.Output[str]
    """Identifier of the global database."""
    global_endpoint: pulumi.Output[str]
    """Host name that always points to the writer, in whichever region."""
    secret_arn: pulumi.Output[str]
    """ARN of the master user's secret at home, known once its content is written."""
    endpoints: pulumi.Output[Mapping[str, Mapping[str, str]]]
    """Place → ``endpoint`` and ``reader_endpoint`` of its cluster."""

    def __init__(
        self, name: str, args: AuroraDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        check(name, args)
        super().__init__("holdfast:index:AuroraDatabase", name, {**args}, opts)
        scope = AuroraScope.of(args, args["members"], self)
        global_cluster = _global_cluster(scope)
        home = args["home"]
        password = None if "secret_arn" in args else declare_password(scope)
        founder = declare_member(scope, home, global_cluster, password=password)
        self.secret_arn = declare_secret(scope, password, founder.cluster, title=args["identifier"])
        self._members = {home: self._member(home, founder, args)}
        for place in sorted({*args["members"]} - {home}):
            joined = declare_member(scope, place, global_cluster, writer=founder.instances[0])
            self._members[place] = self._member(place, joined, args)
        self.global_cluster_id = global_cluster.id
        self.global_endpoint = global_cluster.endpoint
        self.endpoints = pulumi.Output.all(
            **{
                place: pulumi.Output.all(endpoint=member.endpoint, reader_endpoint=member.reader_endpoint)
                for place, member in sorted(self._members.items())
            }
        )
        self.register_outputs(
            {
                "global_cluster_id": self.global_cluster_id,
                "global_endpoint": self.global_endpoint,
                "secret_arn": self.secret_arn,
                "endpoints": self.endpoints,
                "origin": dict(args.get("origin", {})),
            }
        )

    def member(self, place: str) -> AuroraMember:
        """Give what a service in one place needs to use the database there.

        Args:
            place: Place of a member.

        Returns:
            The member's cluster, endpoints, security group, secret and port.

        Raises:
            KeyError: The database has no member there.
        """
        return self._members[place]

    def _member(self, place: str, declared: DeclaredMember, args: AuroraDatabaseArgs) -> AuroraMember:
        cluster = declared.cluster
        reader = once_ready([cluster.reader_endpoint], declared.instances).apply(lambda hosts: hosts[0])
        return AuroraMember(
            cluster_identifier=cluster.cluster_identifier,
            cluster_arn=cluster.arn,
            endpoint=reader.apply(_writer_of),
            reader_endpoint=reader,
            security_group_id=declared.security_group.id,
            secret_arn=secret_in(args["members"][place]["region"], self.secret_arn),
            port=int(args["port"]),
        )


def _writer_of(reader_endpoint: str) -> str:
    """Give a cluster's own endpoint from its readers'.

    The two differ in ``-ro``
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Reader.html). Of a
    secondary AWS has told the readers' alone
    (https://github.com/hashicorp/terraform-provider-aws/issues/14219; both 2026-11), and what services are
    given must not change with who writes.
    """
    return reader_endpoint.replace(".cluster-ro-", ".cluster-", 1)


def _global_cluster(scope: AuroraScope) -> "rds.GlobalCluster":
    args = scope.args
    name = scope.noun("global")
    return rds.GlobalCluster(
        name,
        # Where it is asked for, no matter who writes: another region would replace it.
        region=scope.home["region"],
        global_cluster_identifier=args["identifier"],
        engine=args["engine"],
        engine_version=args["engine_version"],
        # No database name: the home's cluster makes the database, and here a change would replace all.
        storage_encrypted=True,
        deletion_protection=scope.protected,
        force_destroy=not scope.protected,
        tags=scope.tagged(name),
        opts=scope.options(protect=scope.protected),
    )
