"""What AWS does to the members of a Global Datastore.

- A group that joins has its engine, version, node type and shards from the primary, and a copy of its
  parameter group; every member is told of the Global Datastore
  (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-CLI.html,
  https://github.com/hashicorp/terraform-provider-aws/issues/20893).
- A failover exchanges the roles; the member that was the primary is a secondary from then on
  (https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_FailoverGlobalReplicationGroup.html),
  and reading the Global Datastore names the new primary
  (https://github.com/hashicorp/terraform-provider-aws/issues/46121).
- Shape and version change through the Global Datastore, on every member; AWS refuses them on one
  (https://github.com/hashicorp/terraform-provider-aws/issues/27875, .../issues/47644).

All 2026-11. Assumed, since no public page says it: a member whose region comes back is read with automatic
failover off until its replicas have caught up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.standin.errors import CloudError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from holdfast.preview.child.provider.diff import Change
    from tests.engine.standin.cloud import Cloud, Thing

GLOBAL = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_SHAPE = ("engine", "engineVersion", "nodeType", "numNodeGroups", "multiAzEnabled")
_REFUSED = {*_SHAPE, "automaticFailoverEnabled"}
"""What AWS changes of no member alone."""
_OF_THE_DATASTORE = {"engineVersion": "engineVersion", "cacheNodeType": "nodeType"} | {
    key: key for key in ("engine", "numNodeGroups")
}


def fail_over(cloud: Cloud) -> None:
    """Make the next member of every Global Datastore its primary."""
    for together in cloud.of(GLOBAL):
        members = _members(cloud, together)
        ids = [member.id for member in members]
        current = ids.index(str(together.state["primaryReplicationGroupId"]))
        together.state["primaryReplicationGroupId"] = ids[(current + 1) % len(ids)]


def come_back(cloud: Cloud) -> None:
    """Every member that is no primary was away and catches up."""
    for together in cloud.of(GLOBAL):
        for member in _members(cloud, together):
            if member.id != together.state["primaryReplicationGroupId"]:
                member.state["automaticFailoverEnabled"] = False


def catch_up(cloud: Cloud) -> None:
    """Every member has its replicas again."""
    for member in cloud.of(GROUP):
        member.state["automaticFailoverEnabled"] = True


def take_out(cloud: Cloud) -> None:
    """A person takes every secondary out of its Global Datastore, so that it stands alone.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DisassociateGlobalReplicationGroup.html
    """
    for together in [*cloud.of(GLOBAL)]:
        for member in _members(cloud, together):
            if member.id != together.state["primaryReplicationGroupId"]:
                member.state["globalReplicationGroupId"] = ""


def created(cloud: Cloud, thing: Thing) -> None:
    """Let a group found a Global Datastore, or join one."""
    if thing.type == GLOBAL:
        founder = _group(cloud, str(thing.state["primaryReplicationGroupId"]))
        founder.state["globalReplicationGroupId"] = thing.id
        founder.state["parameterGroupName"] = f"global-{thing.id}-{founder.region}"
    elif thing.type == GROUP and thing.state.get("globalReplicationGroupId"):
        together = cloud.named(str(thing.state["globalReplicationGroupId"]))
        if together is None:
            raise CloudError(
                f"GlobalReplicationGroupNotFoundFault: {thing.state['globalReplicationGroupId']}"
            )
        founder = _group(cloud, str(together.state["primaryReplicationGroupId"]))
        thing.state.update({key: founder.state.get(key) for key in _SHAPE})
        thing.state["parameterGroupName"] = f"global-{together.id}-{thing.region}"


def updating(cloud: Cloud, thing: Thing, found: Sequence[Change], inputs: Mapping[str, Any]) -> None:
    """Let a Global Datastore change its members, and refuse to change one of them alone."""
    changed = {change.property for change in found}
    if thing.type == GLOBAL:
        for member in _members(cloud, thing):
            for key, of_member in _OF_THE_DATASTORE.items():
                if key in changed:
                    member.state[of_member] = inputs[key]
    elif thing.state.get("globalReplicationGroupId") and (refused := changed & _REFUSED):
        raise CloudError(f"InvalidReplicationGroupState: a member's {', '.join(sorted(refused))}")


def _members(cloud: Cloud, together: Thing) -> list[Thing]:
    found = [one for one in cloud.of(GROUP) if one.state.get("globalReplicationGroupId") == together.id]
    return sorted(found, key=lambda member: member.region)


def _group(cloud: Cloud, id_: str) -> Thing:
    (found,) = (group for group in cloud.of(GROUP) if group.id == id_)
    return found
