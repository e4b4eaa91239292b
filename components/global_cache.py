"""A cache over several regions: a Global Datastore, any member of which can become its primary."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import elasticache

from holdfast.components.cache import CacheMember
from holdfast.components.cache_args import GlobalCacheArgs
from holdfast.components.cache_credentials import TOKEN_USERNAME, declare_cache_secret, declare_token
from holdfast.components.cache_limits import check_global
from holdfast.components.cache_member import GLOBAL_CHANGES, DeclaredGroup, declare_replication_group
from holdfast.components.cache_scope import CACHE_PORT, CacheScope
from holdfast.components.database_credentials import secret_in

FAILOVER_CHANGES = ("primaryReplicationGroupId",)
"""Inputs of a Global Datastore that a failover changes: reading it tells who is the primary now, and to the
provider another one is another Global Datastore
(https://github.com/hashicorp/terraform-provider-aws/issues/46121, 2026-11)."""


class GlobalCache(pulumi.ComponentResource):
    """A Valkey or Redis cache over two or three regions: one takes writes, all answer reads.

    Declares: a replication group in each region, as ``RegionalCache`` does, the Global Datastore that joins
    them, and one token, whose secret is replicated to every member: clients open the cache with it wherever
    they are, also after a failover.

    No argument says who is the primary. Members differ in what their creation needs, by ``home``, which never
    changes; what the Global Datastore or a failover changes is ignored (``GLOBAL_CHANGES``,
    ``FAILOVER_CHANGES``), so the next update after one, in either direction, changes nothing.

    Survives: the loss of a node or a zone, as a ``RegionalCache`` does, and of a region: secondaries lag by
    less than a second, and one that is promoted takes writes within a minute
    (https://github.com/aws-samples/disaster-recovery-workshop,
    services/databases/elasticache/global-datastore.en.md, 2026-11).

    Does not survive: the loss of the primary's region by itself. Promotion is an operator's call
    (``FailoverGlobalReplicationGroup``): "ElastiCache doesn't support autofailover from one AWS Region to
    another"
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html).
    What had not arrived at the secondary is lost. While the home's region is lost, shape, version and token
    cannot be changed. A major version is raised by hand, with a parameter group of its family, then here.
    ``pulumi destroy`` removes the home last: promote it first.
    """

    global_replication_group_id: pulumi.Output[str]
    """Id of the Global Datastore, by which a failover names it."""
    secret_arn: pulumi.Output[str]
    """ARN of the secret at home, known once its content is written."""
    endpoints: pulumi.Output[Mapping[str, Mapping[str, str]]]
    """Place → ``endpoint`` and ``reader_endpoint`` of its member."""

    def __init__(self, name: str, args: GlobalCacheArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        check_global(name, args)
        super().__init__("holdfast:index:GlobalCache", name, {**args}, opts)
        home, nodes = args["home"], args["nodes"]
        scope = CacheScope(
            cache=args["cache"],
            home=home,
            members=args["members"],
            software=args["software"],
            upkeep=args.get("upkeep", {}),
            token_version=int(args.get("token_version", 1)),
            protected=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        token = declare_token(scope, "global")
        founder = declare_replication_group(scope, home, nodes, token=token, ignore_changes=GLOBAL_CHANGES)
        together = _global_replication_group(scope, args, founder)
        groups = {home: founder}
        for place in sorted({*args["members"]} - {home}):
            groups[place] = declare_replication_group(
                scope, place, nodes, token=token, joins=together, ignore_changes=GLOBAL_CHANGES
            )
        opened = [groups[place].group for place in sorted(groups)]
        self.secret_arn = declare_cache_secret(scope, token, opened, username=TOKEN_USERNAME)
        self._members = {
            place: CacheMember(
                arn=declared.group.arn,
                replication_group_id=declared.group.replication_group_id,
                endpoint=declared.endpoint(cluster_mode="shards" in nodes),
                reader_endpoint=declared.reader_endpoint(cluster_mode="shards" in nodes),
                security_group_id=declared.security_group.id,
                secret_arn=secret_in(args["members"][place]["region"], self.secret_arn),
                port=CACHE_PORT,
            )
            for place, declared in sorted(groups.items())
        }
        self.global_replication_group_id = together.global_replication_group_id
        self.endpoints = pulumi.Output.all(
            **{
                place: pulumi.Output.all(endpoint=member.endpoint, reader_endpoint=member.reader_endpoint)
                for place, member in self._members.items()
            }
        )
        self.register_outputs(
            {
                "global_replication_group_id": self.global_replication_group_id,
                "secret_arn": self.secret_arn,
                "endpoints": self.endpoints,
                "origin": dict(args.get("origin", {})),
            }
        )

    def member(self, place: str) -> CacheMember:
        """Give what a service in one place needs to use the cache there.

        Args:
            place: Place of a member.

        Returns:
            The member's endpoints, security group, secret and port.

        Raises:
            KeyError: The cache has no member there.
        """
        return self._members[place]


def _global_replication_group(
    scope: CacheScope, args: GlobalCacheArgs, founder: DeclaredGroup
) -> "elasticache.GlobalReplicationGroup":
    nodes = args["nodes"]
    shards = nodes.get("shards")
    return elasticache.GlobalReplicationGroup(
        scope.noun("global"),
        # Where it is asked for, no matter who is the primary: another region would replace it.
        region=scope.members[scope.home]["region"],
        global_replication_group_id_suffix=args["identifier"],
        global_replication_group_description=f"Cache {scope.cache}",
        primary_replication_group_id=founder.group.replication_group_id,
        automatic_failover_enabled=True,
        cache_node_type=nodes["type"],
        engine=str(scope.software["engine"]),
        engine_version=scope.software["version"],
        num_node_groups=int(shards) if shards else None,
        opts=scope.options(protect=scope.protected, ignore_changes=FAILOVER_CHANGES),
    )
