"""Who owns a thing at Cloudflare: most things there take no tags, but a description."""

from collections.abc import Mapping

import pulumi

_LONGEST_COMMENT = 100


def description_of(tags: Mapping[str, str]) -> str | None:
    """Write tags as a description, ``Stack=prod, Team=orders``; none without tags."""
    return ", ".join(f"{key}={tags[key]}" for key in sorted(tags)) or None


def comment_of(tags: Mapping[str, str]) -> str | None:
    """Write the tags that fit into a record's comment, from the first on; none where none fits.

    Cloudflare refuses a comment of more than 100 characters on zones of plan ``free``, and the others' limit
    is higher (https://github.com/STRRL/cloudflare-tunnel-ingress-controller/issues/168, error 9313, and
    https://developers.cloudflare.com/dns/manage-dns-records/reference/record-attributes/, 2026-11).
    """
    kept: dict[str, str] = {}
    for key in sorted(tags):
        if len(description_of({**kept, key: tags[key]}) or "") > _LONGEST_COMMENT:
            break
        kept[key] = tags[key]
    return description_of(kept)


def cloudflare_name(name: str) -> str:
    """Name for people, such as ``orders-prod-global-public-use1``: Cloudflare's SDK makes up none."""
    return f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}"
