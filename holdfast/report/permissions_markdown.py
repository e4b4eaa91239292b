"""What deploying takes, as Markdown: notes first, each policy folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.markdown_text import block, code, prose
from holdfast.report.permissions_json import policy_json
from holdfast.report.permissions_words import headline, levels, notes

if TYPE_CHECKING:
    from holdfast.permissions import Permissions, Policy


def permissions_markdown(found: Permissions, policies: tuple[Policy, ...]) -> str:
    """The whole report.

    Args:
        found: What deploying takes.
        policies: The policies that are told: its own, or its boundary.
    """
    parts = [f"# {prose(headline(found, policies))}", "", prose(levels(found)), "", "| | |", "|---|---|"]
    parts += [f"| {prose(title)} | {prose(text)} |" for title, text in notes(found, policies)]
    if found.cloudflare:
        parts += ["", "| Cloudflare's token | for |", "|---|---|"]
        parts += [f"| {prose(name)} | {prose(types)} |" for name, types in found.cloudflare]
    for one in policies:
        parts += ["", f"## {code(one.name)}", "", block(policy_json(one).splitlines(), "json")]
    return "\n".join(parts) + "\n"
