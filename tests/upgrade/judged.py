"""What an upgrade may not do to what an earlier version made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.checks.rules.dat001 import GUARDS
from holdfast.preview.child.provider.diff import changes
from holdfast.preview.child.provider.facts import facts
from holdfast.preview.child.wire import contains_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tests.upgrade.announced import Announced

TRAFFIC = {
    "aws:autoscaling/group:Group",
    "aws:ec2/eip:Eip",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/vpc:Vpc",
    "aws:lb/listener:Listener",
    "aws:lb/targetGroup:TargetGroup",
    "aws:route53/healthCheck:HealthCheck",
    "aws:route53/record:Record",
}
DATA = {
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:dynamodb/tableReplica:TableReplica",
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:secretsmanager/secret:Secret",
    "random:index/randomPassword:RandomPassword",
}
KEPT = GUARDS.keys() | TRAFFIC | DATA
"""Types that hold data or carry traffic: no announcement lets an upgrade replace or delete them."""
_ENDINGS = {"delete", "replace", "create-replacement", "delete-replaced", "discard", "discard-replaced"}


def refused(steps: Iterable[Mapping[str, Any]], announced: Sequence[Announced]) -> list[str]:
    """Tell which steps of the engine's preview no upgrade may take.

    Args:
        steps: Of ``pulumi preview --json``, against a recorded state.
        announced: What the change log says of the versions since.
    """
    return [
        f"{step['op']} {step['urn']} {', '.join(_properties(step))}".rstrip()
        for step in steps
        if step["op"] not in ("same", "read", "refresh") and not _is_allowed(step, announced)
    ]


def _is_allowed(step: Mapping[str, Any], announced: Sequence[Announced]) -> bool:
    type_token = type_of(step["urn"])
    of_it = [one for one in announced if one.covers(type_token, _properties(step))]
    if step["op"] in _ENDINGS:
        return type_token not in KEPT and any(one.heading == "Will replace" for one in of_it)
    # A component is nothing in a cloud: its arguments may change, and what that does is its children's steps.
    return bool(of_it) or (step["op"] == "update" and not _is_custom(step))


def refused_offline(
    state: Mapping[str, Any], document: Mapping[str, Any], announced: Sequence[Announced]
) -> list[str]:
    """Tell what the offline preview alone shows to be lost or replaced.

    Args:
        state: A recorded state.
        document: The offline preview of the same settings.
        announced: What the change log says of the versions since.
    """
    declared = {step["urn"]: step["newState"] for step in document["steps"]}
    aliased = {alias: urn for urn, aliases in document["holdfast"]["aliases"].items() for alias in aliases}
    found = []
    for old in state["deployment"]["resources"]:
        urn = old["urn"]
        if type_of(urn).startswith("pulumi:providers:"):
            continue
        new = declared.get(urn) or declared.get(aliased.get(urn, ""))
        if new is None:
            steps = [{"op": "delete", "urn": urn, "oldState": old}]
        else:
            steps = list(_replacement(old, new))
        found += refused(steps, announced)
    return found


def _replacement(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The step that replaces a resource, for inputs that are known without any deployment."""
    known = facts(new["type"])
    if not old["custom"] or known.replaces is None:
        return
    inputs = new["inputs"]
    later = {key for key, value in inputs.items() if contains_unknown(value)}
    autonamed = {known.name} - inputs.keys() - {None}
    ignored = {*new.get("ignoreChanges", ()), *later, *autonamed}
    differing = [one.property for one in changes(known, old["outputs"], inputs, ignored) if one.replaces]
    if differing:
        yield {"op": "replace", "urn": old["urn"], "oldState": old, "replaceReasons": differing}


def type_of(urn: str) -> str:
    """The type that a URN ends with."""
    return urn.split("::")[2].rpartition("$")[2]


def _properties(step: Mapping[str, Any]) -> list[str]:
    """Inputs that differ, by their top-level names."""
    paths = step.get("detailedDiff") or step.get("diffReasons") or step.get("replaceReasons") or ()
    return sorted({path.split(".")[0].split("[")[0] for path in paths})


def _is_custom(step: Mapping[str, Any]) -> bool:
    return bool((step.get("newState") or step.get("oldState") or {}).get("custom"))
