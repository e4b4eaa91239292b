"""Roles: whom the stack's roles trust, what is handed over, and which policies are attached to them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from holdfast.graph.values import Marker
from holdfast.permissions.names import ANYTHING, name_patterns
from holdfast.permissions.table import known_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.graph import ResourceGraph, Value
    from holdfast.permissions.model import Naming

ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
_ROLE_ARN = re.compile(r"arn:aws:iam::(?:\d{12}|aws):role/.+")


def trusted_services(graph: ResourceGraph) -> tuple[str, ...] | None:
    """Services that the stack's roles trust; None where a role's trust is only known when deployed.

    Args:
        graph: The stack.
    """
    found: set[str] = set()
    for role in graph.of_type(ROLE):
        text = role.at("assumeRolePolicy")
        if not isinstance(text, str):
            return None
        document = json.loads(text)
        statements = document.get("Statement", ())
        for one in statements if isinstance(statements, list) else [statements]:
            principal = one.get("Principal")
            services = principal.get("Service", ()) if isinstance(principal, dict) else ()
            found.update([services] if isinstance(services, str) else services)
    return tuple(sorted(found))


def given_roles(graph: ResourceGraph) -> tuple[str, ...]:
    """ARNs of roles that the stack hands to services and does not make itself.

    Args:
        graph: The stack.
    """
    known = known_types()
    passing = (one for one in graph if one.type in known and known[one.type].passes)
    return tuple(
        sorted({text for one in passing for text in _texts(one.inputs.values()) if _ROLE_ARN.fullmatch(text)})
    )


def attached_policies(graph: ResourceGraph, naming: Naming, account: str) -> tuple[str, ...]:
    """ARNs of the managed policies that the stack attaches to roles: no others may be.

    Args:
        graph: The stack.
        naming: How names are made.
        account: Id of the AWS account, or ``*``.
    """
    own = [f"arn:aws:iam::{account}:policy/{name}" for name in name_patterns(graph, POLICY, naming)]
    found: set[str] = set()
    for one in graph.of_type(ATTACHMENT):
        arn = one.at("policyArn")
        found.update([arn] if isinstance(arn, str) else own or [ANYTHING])
    return tuple(sorted(found))


def linked_services(graph: ResourceGraph) -> tuple[str, ...]:
    """Services whose linked roles AWS makes with what the stack declares.

    Args:
        graph: The stack.
    """
    known = known_types()
    return tuple(sorted({name for one in graph if one.type in known for name in known[one.type].linked}))


def _texts(values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _texts(value)
        elif value is not None and not isinstance(value, bool | int | float | Marker):
            yield from _mapped(value)


def _mapped(value: Mapping[str, Value]) -> Iterator[str]:
    yield from _texts(value.values())
