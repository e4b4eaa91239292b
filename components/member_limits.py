"""What is refused of a store's members and of their identifiers, whatever its service."""

import re
from collections.abc import Iterator, Mapping

from holdfast.components.member_args import RegionMember

_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def place_problems(field: str, place: str, members: Mapping[str, RegionMember]) -> Iterator[str]:
    """Say what is wrong with a place that must be a member's.

    Args:
        field: Argument that names the place.
        place: The place.
        members: Place → member.
    """
    if place not in members:
        places = ", ".join(sorted(members)) or "none"
        yield f"'{field}' must be one of its members ({places}), got {place!r}"


def shared_regions(members: Mapping[str, RegionMember]) -> dict[str, str]:
    """Say which members are in a region that another has.

    Args:
        members: Place → member.

    Returns:
        Place → what is wrong, sorted by place.
    """
    found: dict[str, str] = {}
    regions: dict[str, str] = {}
    for place, member in sorted(members.items()):
        other = regions.setdefault(member["region"], place)
        if other != place:
            found[place] = (
                f"members {other!r} and {place!r} are both in {member['region']}: a region takes one"
            )
    return found


def identifier_problems(field: str, identifier: str, longest: int) -> Iterator[str]:
    """Say what is wrong with an identifier in AWS.

    Args:
        field: Argument that gives it.
        identifier: The identifier.
        longest: Characters that it has at most.
    """
    if len(identifier) > longest or not _IDENTIFIER.fullmatch(identifier):
        yield (
            f"'{field}' must be 1 to {longest} lower-case letters, digits and single hyphens,"
            f" a letter first and no hyphen last, got {identifier!r}"
        )
