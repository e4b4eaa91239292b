"""Writes the tables of ``docs/limits.md``: ``python -m tests.docs.limits_page``.

They are the figures that the code reckons with, each with its source; a test holds the page to them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.checks import noticing, pools, routing
from holdfast.inventory import figures
from holdfast.inventory.model import Age
from holdfast.review.outlook import entrances
from holdfast.settings.recovery import RecoverySettings
from holdfast.topology import names, recovery_steps
from holdfast.topology.names import NameLimit
from holdfast.topology.values import STORE_TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"
MARKS = ("ages", "stores", "noticing", "assumed", "names")
_WORDS = {
    "AURORA_GLOBAL": "a secondary of an Aurora global database",
    "RDS_REPLICA": "a read replica of RDS",
    "RDS_BACKUP_REPLICATION": "automated backups of RDS in another region",
    "RDS_POINT_IN_TIME": "point in time of RDS",
    "AURORA_POINT_IN_TIME": "point in time of Aurora",
    "DYNAMODB_GLOBAL": "a replica of a DynamoDB table",
    "DYNAMODB_STRONG": "the same with strong consistency",
    "DYNAMODB_POINT_IN_TIME": "point in time of DynamoDB",
    "DSQL_PEER": "a peer of Aurora DSQL",
    "ELASTICACHE_GLOBAL": "a secondary of a Global Datastore",
    "ELASTICACHE_SNAPSHOT": "an automatic snapshot of ElastiCache",
    "S3_TIME_CONTROL": "objects of S3, replication time control",
    "S3_REPLICATION": "objects of S3, without",
    "EFS_REPLICATION": "a replica of EFS",
    "EFS_AUTOMATIC_BACKUP": "automatic backups of EFS",
    "FSX_AUTOMATIC_BACKUP": "automatic backups of FSx",
    "REDSHIFT_SNAPSHOT": "automatic snapshots of Redshift",
    "OPENSEARCH_SNAPSHOT": "automatic snapshots of OpenSearch",
    "ECR_REPLICATION": "an image in another region",
    "SECRET_REPLICA": "a replica of a secret",
    "MULTI_REGION_KEY": "a multi-Region key",
    "CONTINUOUS_BACKUP": "a continuous backup of AWS Backup",
    "CONTINUOUS_BACKUP_S3": "the same of S3",
}


def tables() -> dict[str, str]:
    """Mark → the table that stands behind it."""
    found = {
        "ages": _ages(),
        "stores": _stores(),
        "noticing": _noticing(),
        "assumed": _assumed(),
        "names": _names(),
    }
    return {mark: "\n".join(rows) for mark, rows in found.items()}


def written(page: str) -> str:
    """The page with its tables made anew.

    Args:
        page: Its text.
    """
    for mark, table in tables().items():
        before, begin, rest = page.partition(f"<!-- {mark}: made by python -m tests.docs.limits_page -->\n")
        if not begin:
            raise ValueError(f"the page has no place for {mark}")
        page = f"{before}{begin}\n{table}\n\n<!-- end -->{rest.partition('<!-- end -->')[2]}"
    return page


def sourced() -> set[str]:
    """Names of the published ages."""
    return {name for name, one in vars(figures).items() if isinstance(one, Age) and one.source}


def _ages() -> Iterator[str]:
    yield from _head("how old a copy is", "counted as", "source")
    for name in sorted(sourced(), key=list(_WORDS).index):
        one = vars(figures)[name]
        yield _row(_WORDS[name], one.text, _page(one.source))


def _stores() -> Iterator[str]:
    yield from _head("store", "promotion takes", "by itself", "source")
    for kind, one in STORE_TRAITS.items():
        span = one.promotion_seconds
        length = "no published figure" if span is None else f"{span[1]} s at most" if span[1] else "nothing"
        automatic = "yes" if one.promotion_automatic else f"no: `{one.promotion_command}`"
        yield _row(f"`{kind}`", length, automatic, _page(one.promotion_source))


def _noticing() -> Iterator[str]:
    check = "Route 53 health check, where nothing else is said"
    rows = (
        (check, f"{noticing.CHECK_INTERVAL_SECONDS} s, {noticing.CHECK_FAILURES} times", entrances.ROUTE_53),
        (
            "target group, where nothing else is said",
            f"{noticing.TARGET_INTERVAL_SECONDS} s, {noticing.TARGET_FAILURES} times",
            entrances.TARGET_HEALTH,
        ),
        (
            "Global Accelerator, after its load balancer",
            f"{noticing.ACCELERATOR_SECONDS} s",
            entrances.ACCELERATOR,
        ),
        ("an alias record's answer", f"{routing.ALIAS_LIFETIME_SECONDS} s", _TTL),
        (
            "an answer of Cloudflare's load balancer",
            f"{pools.CLOUDFLARE_LIFETIME_SECONDS} s",
            entrances.CLOUDFLARE,
        ),
    )
    yield from _head("who notices, and how long answers live", "counted as", "source")
    yield from (_row(what, figure, _page(source)) for what, figure, source in rows)


_TTL = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html"


def _assumed() -> Iterator[str]:
    yield from _head("assumed, since nobody publishes it", "seconds", "yours by")
    settings = RecoverySettings()
    replica, proxy, call = (
        recovery_steps._REPLICA_SECONDS,
        recovery_steps._PROXY_SECONDS,
        recovery_steps._CALL_SECONDS,
    )
    rows = (
        ("people decide that a region is left", settings.decision_minutes * 60, "recovery.decision_minutes"),
        ("a read replica of RDS is promoted", replica, "recovery.promotion_seconds"),
        ("proxies of one's own are as many as needed", proxy, "recovery.capacity_seconds"),
        ("a call changes what it is to change", call, ""),
        ("somebody looks from outside", settings.verify_seconds, "recovery.verify_seconds"),
    )
    yield from (
        _row(what, f"{seconds}", f"`{setting}`" if setting else "") for what, seconds, setting in rows
    )


def _names() -> Iterator[str]:
    yield from _head("name of", "characters at most", "made of", "source")
    limits = {id(one): one for one in vars(names).values() if isinstance(one, NameLimit)}
    for one in sorted(limits.values(), key=lambda limit: (limit.longest, limit.noun)):
        front = "project, stack, " if one.with_project else "stack, " if one.with_stack else ""
        end = f", {one.hex_digits} random digits" if one.hex_digits else ""
        yield _row(
            f"{_article(one.noun)} {one.noun}", f"{one.longest}", f"{front}name{end}", _page(one.source)
        )


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiouAEIO" else "a"


def _page(source: str) -> str:
    return f"[{source.removeprefix('https://').partition('/')[0]}]({source})" if source else ""


def _head(*titles: str) -> Iterable[str]:
    return (_row(*titles), "|---" * len(titles) + "|")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
