"""Which resource of before is which of after, by URN and by alias, as the engine finds it.

Source (2026-11): ``generateAliases`` and ``inheritedChildAlias`` in
https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Resource


def former_urns(before: Mapping[str, Resource], after: Mapping[str, Resource]) -> dict[str, str]:
    """The URN that a resource had, by the one that it will have; what is new is left out.

    What keeps its URN needs no alias, and no alias takes it away. A child follows its parent's alias.

    Args:
        before: What was, by URN.
        after: What will be, by URN.
    """
    found: dict[str, str] = {}
    for one in after.values():
        for above in reversed([one, *_parents(one, after)]):
            if above.urn in found:
                continue
            candidates = (above.urn,) if above.urn in before else _aliases(above, after, found)
            former = next(
                (urn for urn in candidates if urn in before and (urn == above.urn or urn not in after)), None
            )
            if former is not None:
                found[above.urn] = former
    return found


def _parents(one: Resource, graph: Mapping[str, Resource]) -> Iterator[Resource]:
    """The components above, nearest first."""
    above = graph.get(one.parent or "")
    while above is not None:
        yield above
        above = graph.get(above.parent or "")


def _aliases(one: Resource, graph: Mapping[str, Resource], known: Mapping[str, str]) -> Iterator[str]:
    yield from one.aliases
    parent = graph.get(one.parent or "")
    former = known.get(parent.urn) if parent is not None else None
    if parent is None or former in (None, parent.urn):
        return
    for urn in (one.urn, *one.aliases):
        yield _inherited(urn, parent.name, str(former))


def _inherited(urn: str, parent: str, former: str) -> str:
    """The URN of a child under its parent's former URN; a name that begins with the parent's follows too."""
    types, name = urn.split("::", 3)[2], name_of(urn)
    stack, project, above, _ = former.split("::", 3)
    if name.startswith(parent):
        name = name_of(former) + name.removeprefix(parent)
    return f"{stack}::{project}::{above}${types.rsplit('$', 1)[-1]}::{name}"
