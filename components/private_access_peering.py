"""Ways between regions for partners: the peering of their transit gateways."""

from dataclasses import dataclass
from itertools import combinations

import pulumi
from pulumi_aws import ec2transitgateway

from holdfast.components.private_access_args import PeerArgs, PrivateAccessPeeringArgs
from holdfast.components.private_access_limits import check_peering
from holdfast.components.private_access_scope import slug


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scope:
    """What all children have in common."""

    args: PrivateAccessPeeringArgs
    parent: pulumi.Resource

    def tagged(self, name: str) -> dict[str, str]:
        return {**self.args.get("tags", {}), "Name": name}

    def options(self, *depends_on: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self.parent, depends_on=list(depends_on) or None)


class PrivateAccessPeering(pulumi.ComponentResource):
    """Peering between regions' transit gateways, so that an office attached in one reaches the other.

    Declares: for each two regions of which one has networks that the other has not, an attachment and its
    acceptance, on each side the route table by which what arrives is routed, and static routes, since a
    peering learns none (https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html, 2026-11): from partners
    to the other region's VPC, and from the VPC back to networks that are attached there alone. Static routes
    go before learnt ones of the same block, so a network that both regions have gets none.

    Survives: the loss of a zone; AWS's network between regions has no single line. Does not survive: the loss
    of the region in which an office is attached: attach what must not be cut off in two.
    """

    attachment_ids: pulumi.Output[dict[str, str]]
    """Two places, such as ``euw1-use1`` → id of the attachment between them."""

    def __init__(
        self, name: str, args: PrivateAccessPeeringArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        check_peering(name, args)
        super().__init__("holdfast:index:PrivateAccessPeering", name, {**args}, opts)
        scope = _Scope(args=args, parent=self)
        attachments = {
            f"{place}-{other}": _pair(scope, place, other)
            for place, other in combinations(sorted(args["members"]), 2)
            if {*args["members"][place]["networks"]} != {*args["members"][other]["networks"]}
        }
        self.attachment_ids = pulumi.Output.all(**attachments)
        self.register_outputs({"attachment_ids": self.attachment_ids, "origin": dict(args.get("origin", {}))})


def _pair(scope: _Scope, place: str, other: str) -> pulumi.Output[str]:
    here, there = scope.args["members"][place], scope.args["members"][other]
    name = f"{place}-access-peering-{other}"
    peering = ec2transitgateway.PeeringAttachment(
        name,
        region=here["region"],
        transit_gateway_id=here["transit_gateway_id"],
        peer_region=there["region"],
        peer_transit_gateway_id=there["transit_gateway_id"],
        tags=scope.tagged(name),
        opts=scope.options(),
    )
    accepted = f"{other}-access-peering-{place}"
    accepter = ec2transitgateway.PeeringAttachmentAccepter(
        accepted,
        region=there["region"],
        transit_gateway_attachment_id=peering.id,
        tags=scope.tagged(accepted),
        opts=scope.options(),
    )
    for end, (own, its, far) in {name: (place, here, there), accepted: (other, there, here)}.items():
        ec2transitgateway.RouteTableAssociation(
            f"{end}-rta",
            region=its["region"],
            transit_gateway_attachment_id=peering.id,
            transit_gateway_route_table_id=its["peer_route_table_id"],
            opts=scope.options(accepter),
        )
        _routes(scope, own, its, far, peering=peering.id, accepter=accepter)
    return peering.id


def _routes(
    scope: _Scope,
    place: str,
    its: PeerArgs,
    far: PeerArgs,
    *,
    peering: pulumi.Output[str],
    accepter: pulumi.Resource,
) -> None:
    only_far = sorted({*far["networks"]} - {*its["networks"]})
    only_here = {*its["networks"]} - {*far["networks"]}
    routes = [("vpc", its["vpc_route_table_id"], cidr) for cidr in only_far]
    if only_here:
        routes.append(("partners", its["partner_route_table_id"], far["vpc_cidr"]))
    for noun, table, cidr in routes:
        ec2transitgateway.Route(
            f"{place}-access-{noun}-{slug(cidr)}",
            region=its["region"],
            destination_cidr_block=cidr,
            transit_gateway_attachment_id=peering,
            transit_gateway_route_table_id=table,
            opts=scope.options(accepter),
        )
