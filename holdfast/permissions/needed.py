"""What deploying a stack needs to be allowed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.graph.resource import PROVIDER_TYPE_PREFIX
from holdfast.graph.values import Marker
from holdfast.permissions import cloudflare, roles
from holdfast.permissions.model import Naming, Permissions
from holdfast.permissions.names import ANYTHING, bounded_arns
from holdfast.permissions.parts import policies
from holdfast.permissions.regions import acting_regions
from holdfast.permissions.statements import CHANGE_RECORDS, TAGGED, iam_statements, statements
from holdfast.permissions.table import known_actions, known_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.permissions.model import Statement

_RECORD = "aws:route53/record:Record"
_ZONE = "aws:route53/zone:Zone"
_OWN_TAGS = ("Project", "Stack")


def permissions(
    graph: ResourceGraph,
    *,
    naming: Naming | None = None,
    account: str = ANYTHING,
    keep_data: bool = False,
) -> Permissions:
    """What the role needs that creates, updates and deletes everything in a stack.

    Args:
        graph: The stack: a preview, or a state.
        naming: How names are made. Default: Pulumi's own.
        account: Id of the AWS account; ``*`` for that of whoever has the policy. Default: ``*``.
        keep_data: Whether to leave out what deletes data, keys and backups. Default: no.
    """
    naming = naming or Naming()
    managed = [one for one in graph if not one.component and not one.external]
    types = sorted({one.type for one in managed if not one.type.startswith(PROVIDER_TYPE_PREFIX)})
    known = known_types()
    found = [known[token] for token in types if token in known]
    actions = {action for one in found for action in one.actions(keep_data=keep_data)}
    arns = bounded_arns(graph, naming, account)
    services = roles.trusted_services(graph)
    made = [arn for arn in arns.get("iam", ()) if ":role/" in arn]
    passed = (*made, *roles.given_roles(graph)) if any(one.passes for one in found) else ()
    regions = acting_regions(graph)
    said: list[Statement] = [
        *statements(
            (one for one in actions if not one.startswith("iam:")),
            regions=regions,
            arns=arns,
            zones=_zones(graph),
            tags=_tags(managed),
        ),
        *iam_statements(
            actions,
            arns=arns.get("iam", ()),
            passed=passed,
            services=services,
            attached=roles.attached_policies(graph, naming, account),
            linked=roles.linked_services(graph),
            account=account,
        ),
    ]
    return Permissions(
        project=graph.project,
        stack=graph.stack,
        policies=policies(said, f"deploy-{graph.project}-{graph.stack}"),
        regions=regions,
        passed_to=services or (),
        passed_to_any=bool(passed) and not services,
        without_names=_without_names(actions, arns),
        account_wide=tuple(token for token in types if token in known and known[token].account),
        unknown=tuple(token for token in types if token.startswith("aws:") and token not in known),
        elsewhere=tuple(
            sorted({_package(token) for token in types if not token.startswith("aws:") and not _said(token)})
        ),
        cloudflare=cloudflare.token_permissions(graph),
        levels=dict(sorted(Counter(known_actions()[one].level for one in actions).items())),
        keeps_data=keep_data,
        partial=graph.partial,
    )


def _said(token: str) -> bool:
    return cloudflare.is_known(token)


def _package(token: str) -> str:
    return token.partition(":")[0]


def _zones(graph: ResourceGraph) -> tuple[str, ...]:
    """Hosted zones whose records change, where each of them is there already."""
    ids = {one.at("zoneId") for one in graph.of_type(_RECORD)}
    if graph.of_type(_ZONE) or Marker.UNKNOWN in ids:
        return ()
    return tuple(sorted(f"arn:aws:route53:::hostedzone/{one}" for one in ids if isinstance(one, str)))


def _tags(managed: Iterable[Resource]) -> dict[str, str]:
    """Project and stack, where every network and key of the stack is tagged with them."""
    known = known_types()
    bounded = [
        one for one in managed if one.type in known and TAGGED & set(known[one.type].actions(keep_data=False))
    ]
    found = [{key: one.at("tags", key) for key in _OWN_TAGS} for one in bounded]
    first = found[0] if found else {}
    own = {key: value for key, value in first.items() if isinstance(value, str)}
    return own if len(own) == len(_OWN_TAGS) and all(one == first for one in found) else {}


def _without_names(actions: Iterable[str], arns: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    said = known_actions()
    changing = (one for one in actions if said[one].level not in {"List", "Read"} and one != CHANGE_RECORDS)
    return tuple(sorted({one.partition(":")[0] for one in changing} - arns.keys()))
