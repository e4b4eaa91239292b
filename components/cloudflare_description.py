"""Who owns a thing at Cloudflare: most things there take no tags, but a description."""

from collections.abc import Mapping

import pulumi


def description_of(tags: Mapping[str, str]) -> str | None:
    """Write tags as a description, ``Stack=prod, Team=orders``; none without tags."""
    return ", ".join(f"{key}={tags[key]}" for key in sorted(tags)) or None


def cloudflare_name(name: str) -> str:
    """Name for people, such as ``orders-prod-global-public-use1``: Cloudflare's SDK makes up none."""
    return f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}"
