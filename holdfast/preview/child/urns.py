"""URNs, as the engine makes them."""

from __future__ import annotations

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_PREFIX = "pulumi:providers:"


def make_urn(stack: str, project: str, parent: str, type_token: str, name: str) -> str:
    """Name a resource: the parent's qualified type is part of the child's, except the stack's.

    Args:
        stack: name of the stack.
        project: name of the project.
        parent: URN of the parent; empty for the stack itself.
        type_token: type of the resource.
        name: logical name of the resource.
    """
    qualified = type_token
    if parent:
        parent_type = qualified_type(parent)
        if parent_type != STACK_TYPE:
            qualified = f"{parent_type}${type_token}"
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def qualified_type(urn: str) -> str:
    """Type part of a URN with the types of its ancestors."""
    return urn.split("::", 3)[2]


def package_of(type_token: str) -> str:
    """Package that a type belongs to."""
    return type_token.split(":", 1)[0]


def is_provider_type(type_token: str) -> bool:
    """Whether the type is an explicit provider."""
    return type_token.startswith(PROVIDER_PREFIX)


def provider_package(reference: str) -> str:
    """Package of a provider reference ``urn::id``."""
    return reference.split("::")[2].rsplit(":", 1)[-1] if reference else ""
