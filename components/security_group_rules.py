"""Rules of security groups: TCP in or out, one port or a range, from or to one peer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import vpc


@dataclass(frozen=True, kw_only=True, slots=True)
class SecurityGroupRules:
    """What the rules of one component share."""

    region: str
    """AWS region of the rules and their groups."""
    tags: Mapping[str, str]
    """Tags of every rule, besides its name."""
    child: pulumi.ResourceOptions
    """Options that make the component the parent."""

    def ingress(
        self,
        name: str,
        group_id: pulumi.Input[str],
        ports: int | tuple[int, int],
        *,
        description: str | None = None,
        cidr: pulumi.Input[str] | None = None,
        peer_id: pulumi.Input[str] | None = None,
    ) -> pulumi.Resource:
        """Let a peer in.

        Args:
            name: Logical name of the rule.
            group_id: Security group that admits.
            ports: TCP port, or the first and the last one.
            description: What comes in. Default: none.
            cidr: IPv4 block of the peer; exactly one of ``cidr`` and ``peer_id`` is given. Default: none.
            peer_id: Security group of the peer. Default: none.
        """
        return vpc.SecurityGroupIngressRule(
            name, **self._rule(name, group_id, ports), **_peer(description, cidr, peer_id), opts=self.child
        )

    def egress(
        self,
        name: str,
        group_id: pulumi.Input[str],
        ports: int | tuple[int, int],
        *,
        description: str | None = None,
        cidr: pulumi.Input[str] | None = None,
        peer_id: pulumi.Input[str] | None = None,
    ) -> pulumi.Resource:
        """Open the way out to a peer; the arguments are those of ``ingress``, the other way round."""
        return vpc.SecurityGroupEgressRule(
            name, **self._rule(name, group_id, ports), **_peer(description, cidr, peer_id), opts=self.child
        )

    def _rule(
        self,
        name: str,
        group_id: pulumi.Input[str],
        ports: int | tuple[int, int],
    ) -> dict[str, Any]:
        first, last = (ports, ports) if isinstance(ports, int) else ports
        return {
            "region": self.region,
            "security_group_id": group_id,
            "ip_protocol": "tcp",
            "from_port": first,
            "to_port": last,
            "tags": {**self.tags, "Name": name},
        }


def _peer(
    description: str | None, cidr: pulumi.Input[str] | None, peer_id: pulumi.Input[str] | None
) -> dict[str, Any]:
    return {"description": description, "cidr_ipv4": cidr, "referenced_security_group_id": peer_id}
