"""The stack file: there, readable, without a mistake, and with nothing that only stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State
from holdfast.preview import PreviewError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.PREVIEW, "settings"
_EXAMPLE_ACCOUNTS = frozenset({"111122223333", "123456789012", "444455556666", "777788889999"})
"""Accounts of AWS's documentation: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
names 123456789012 as an example (2026-11); the others are those of its other guides."""
_EXAMPLE_DOMAINS = ("example.com", "example.net", "example.org")
"""Names that nobody owns: https://www.rfc-editor.org/rfc/rfc2606#section-3."""
_EXAMPLE_ZONE = re.compile(r"EXA?MPL")
"""What ids in examples hold, AWS's own and ours."""
_MOST = 5


def check(world: World) -> Iterator[Finding]:
    """Read the settings and plan them."""
    from holdfast.settings import SettingsError  # noqa: PLC0415  # half a second, see World
    from holdfast.topology.plan import plan  # noqa: PLC0415  # see above

    try:
        if not world.is_ours:
            yield Finding(
                PURPOSE, SUBJECT, State.OK, f"{world.stack} has no settings of Holdfast: any program previews"
            )
            return
        plan(world.settings, project=world.project.name, stack=world.stack)
    except PreviewError as error:
        yield Finding(
            PURPOSE, SUBJECT, State.MISSING, str(error), "holdfast init writes a project and a stack file"
        )
        return
    except SettingsError as error:
        mistakes = [str(one) for one in error.mistakes]
        more = f"\nand {len(mistakes) - _MOST} more" if len(mistakes) > _MOST else ""
        yield Finding(
            PURPOSE, SUBJECT, State.MISSING, "\n".join(mistakes[:_MOST]) + more, "correct the stack file"
        )
        return
    yield Finding(PURPOSE, SUBJECT, State.OK, f"the settings of {world.stack} have no mistake")
    yield from _stand_ins(world)


def _stand_ins(world: World) -> Iterator[Finding]:
    settings = world.settings
    found = [f"holdfast:account {settings.account}"] if settings.account in _EXAMPLE_ACCOUNTS else []
    for key, entrance in settings.entrances.items():
        if entrance.domain.endswith(_EXAMPLE_DOMAINS):
            found.append(f"holdfast:entrances.{key}.domain {entrance.domain}")
        if entrance.zone is not None and _EXAMPLE_ZONE.search(entrance.zone.id or ""):
            found.append(f"holdfast:entrances.{key}.zone.id {entrance.zone.id}")
    yield Finding(
        Purpose.DEPLOY,
        "stand-ins",
        State.MISSING if found else State.OK,
        ", ".join(found) or "no account or domain of an example",
        fix="write your own into the stack file" if found else "",
    )
