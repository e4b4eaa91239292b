"""The permissions that an operator's role needs, from the calls in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdfast.operate.permissions import permission_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_READS = ("Describe", "Get", "List", "Head")


class Named(Protocol):
    @property
    def service(self) -> str: ...

    @property
    def operation(self) -> str: ...


def permissions(calls: Iterable[Named]) -> list[str]:
    return sorted({one for call in calls for one in permission_of(call.service, call.operation)})


def rendered(found: Iterable[str]) -> str:
    """A table of what looks and what changes, by service."""
    services: dict[str, tuple[list[str], list[str]]] = {}
    for permission in found:
        service, _, action = permission.partition(":")
        looks, changes = services.setdefault(service, ([], []))
        (looks if action.startswith(_READS) else changes).append(action)
    lines = ["| service | looks | changes |", "|---|---|---|"]
    for service, (looks, changes) in sorted(services.items()):
        lines.append(f"| `{service}` | {_listed(looks)} | {_listed(changes)} |")
    return "\n".join(lines)


def _listed(actions: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in actions) or "none"


if __name__ == "__main__":
    from tests.operate.test_calls import MOVING

    print(rendered(permissions(MOVING)))  # noqa: T201
