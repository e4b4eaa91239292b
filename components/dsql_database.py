"""A DSQL database: one cluster, or two in two regions that are one database."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import dsql

from holdfast.components.dsql_args import DsqlDatabaseArgs, check_dsql

CLUSTER_CHANGES = ("multiRegionProperties",)
"""Inputs of a cluster that its peer's loss changes. To the provider another witness, or one where none was,
is another cluster, although AWS changes both in place
(https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dsql/cluster.go,
https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_UpdateCluster.html): a survivor that a person
peers anew must not be replaced."""
PEERING_CHANGES = ("clusters",)
"""Inputs of a peering that a peer's loss changes. A cluster that is made anew for a lost one has another ARN,
and a person tells the survivor of it (``UpdateCluster``); the provider has no update of a peering ("This
resource's Update method should not have been called",
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/framework/with_no_update.go), so any
difference would stop every update of the stack. A refresh while the survivor has no peer leaves an empty
list, which the provider's check refuses: docs/dsql.md says when not to refresh."""
_OF_ANOTHER_CLUSTER = ["identifier", "witnessRegion"]
"""Inputs of a peering that make it another's. The provider marks none of them so
(https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dsql/cluster_peering.go, all
2026-11); the deletion of a peering does nothing to AWS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DsqlMember:
    """What a service needs to use the database in its region."""

    arn: pulumi.Output[str]
    """ARN of the cluster."""
    identifier: pulumi.Output[str]
    """Identifier of the cluster."""
    endpoint: pulumi.Output[str]
    """Host name of the cluster, for reads and writes; TLS and an IAM token are required."""
    vpc_endpoint_service_name: pulumi.Output[str]
    """Name of the PrivateLink service that leads to the cluster."""


class DsqlDatabase(pulumi.ComponentResource):
    """A serverless PostgreSQL database in one region, or one that two regions read and write.

    Declares: a cluster in each member's region with that region's key and deletion protection; with two
    members a peering on each side, which makes one database of them: a cluster waits to be set up until its
    peer names it too. It lies in no network: clients reach its public endpoint with TLS and a token of IAM.

    No argument says who is first, for nobody is: both clusters read and write, and replication is
    synchronous. So nothing is promoted when a region is lost, and no property
    depends on roles. What a peer that is lost and made anew changes is ignored (``CLUSTER_CHANGES``,
    ``PEERING_CHANGES``).

    Survives: the loss of a zone, and, with two members, of either region or of the witness: the rest goes on
    reading and writing, and nothing that was committed is lost
    (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/disaster-recovery-resiliency.html, 2026-11).

    Does not survive: a wrong write, which both clusters have at once (restore a backup, into a new
    database); two of its three regions; the loss of the region of a single cluster.
    """

    endpoints: pulumi.Output[Mapping[str, str]]
    """Place → host name of its cluster."""

    def __init__(self, name: str, args: DsqlDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        check_dsql(name, args)
        super().__init__("holdfast:index:DsqlDatabase", name, {**args}, opts)
        self._args = args
        clusters = {place: self._declare_cluster(place) for place in sorted(args["members"])}
        if "witness_region" in args:
            self._declare_peerings(clusters, args["witness_region"])
        self._members = {
            place: DsqlMember(
                arn=cluster.arn,
                identifier=cluster.identifier,
                endpoint=endpoint_of(cluster.identifier, args["members"][place]["region"]),
                vpc_endpoint_service_name=cluster.vpc_endpoint_service_name,
            )
            for place, cluster in clusters.items()
        }
        self.endpoints = pulumi.Output.all(
            **{place: member.endpoint for place, member in self._members.items()}
        )
        self.register_outputs({"endpoints": self.endpoints, "origin": dict(args.get("origin", {}))})

    def member(self, place: str) -> DsqlMember:
        """Give what a service in one place needs to use the database there.

        Args:
            place: Place of a member.

        Returns:
            The cluster's endpoint, identifier and ARN.

        Raises:
            KeyError: The database has no member there.
        """
        return self._members[place]

    def _declare_cluster(self, place: str) -> "dsql.Cluster":
        args, name = self._args, self._noun(place)
        member, protected = args["members"][place], args.get("protection", True)
        witness = args.get("witness_region")
        return dsql.Cluster(
            name,
            region=member["region"],
            kms_encryption_key=member["key_arn"],
            # Its peers are added by the peering, and read back as a property of the cluster.
            multi_region_properties=None if witness is None else {"witness_region": witness},
            deletion_protection_enabled=protected,
            force_destroy=False,
            tags={**args.get("tags", {}), **args.get("backup_tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=protected, ignore_changes=list(CLUSTER_CHANGES)),
        )

    def _declare_peerings(self, clusters: "dict[str, dsql.Cluster]", witness_region: str) -> None:
        for place, cluster in clusters.items():
            dsql.ClusterPeering(
                f"{self._noun(place)}-peering",
                region=self._args["members"][place]["region"],
                identifier=cluster.identifier,
                clusters=[other.arn for key, other in clusters.items() if key != place],
                witness_region=witness_region,
                opts=pulumi.ResourceOptions(
                    parent=self,
                    ignore_changes=list(PEERING_CHANGES),
                    replace_on_changes=_OF_ANOTHER_CLUSTER,
                ),
            )

    def _noun(self, place: str) -> str:
        return f"{place}-{self._args['store']}-dsql"


def endpoint_of(identifier: pulumi.Input[str], region: str) -> pulumi.Output[str]:
    """Host name of a cluster.

    The provider has no output of it. Source: https://aws.amazon.com/blogs/database/
    amazon-aurora-dsql-connections-drivers-strings-and-best-practices/ ("Endpoint format", 2026-11).

    Args:
        identifier: The cluster's identifier.
        region: Its AWS region.
    """
    return pulumi.Output.concat(identifier, f".dsql.{region}.on.aws")
