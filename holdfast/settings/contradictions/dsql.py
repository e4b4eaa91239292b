"""DSQL databases: the regions that have them, the sets in which two are peers, and the third's witness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_stores
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import NatStrategy, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/aurora-dsql/latest/userguide"
_REGIONS_PAGE = f"{_GUIDE}/what-is-aurora-dsql.html"
_PRIVATE_PAGE = f"{_GUIDE}/privatelink-managing-clusters.html"
REGIONS = frozenset(
    {
        *("us-east-1", "us-east-2", "us-west-2", "ca-central-1", "ca-west-1", "sa-east-1"),
        *("eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"),
        *("ap-east-1", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
        *("ap-southeast-1", "ap-southeast-2", "ap-southeast-4"),
    }
)
"""AWS regions that have DSQL (``_REGIONS_PAGE``, 2026-11)."""
SETS = (
    frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    frozenset({"eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"}),
    frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
)
"""Sets of regions: two peers and their witness are of one (the same page, 2026-11). AWS Backup's page
(https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-aurora.html) names us-west-1 in the first,
where DSQL has no endpoint (https://docs.aws.amazon.com/general/latest/gr/dsql.html)."""
_MOST_PEERS = 2


def of_each_database(settings: Settings) -> Iterator[Problem]:
    """Where a database lies, and its witness."""
    for key, store in settings.stores.items():
        if store.kind is not StoreKind.DSQL:
            continue
        path, held = ("stores", key), effective_stores.store_places(store, settings)
        yield from _regions(path, held)
        if len(held) == 1 and not effective_stores.is_adopted(store):
            yield from _alone(path, store, held[0])
        elif len(held) == _MOST_PEERS and not effective_stores.is_adopted(store):
            yield from _peers(path, store, held)
        if len(held) > _MOST_PEERS:
            yield Problem(
                path=(*path, "regions"),
                message=f"a DSQL database has one cluster, or two that are peers ({_REGIONS_PAGE}): name one "
                f"or two regions, here {len(held)}",
                value=held,
            )


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Services without a way to the public endpoint, which is the only one that this stack gives."""
    databases = {key for key, store in settings.stores.items() if store.kind is StoreKind.DSQL}
    for key, service in settings.services.items():
        used = sorted(databases.intersection(service.stores))
        closed = [
            place
            for place in effective.service_places(key, settings)
            if settings.regions[place].adopt is None
            and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
        ]
        if used and closed:
            yield Problem(
                path=("services", key, "stores"),
                message=f"{key_text(('stores', used[0]))} answers under a public name, which nothing reaches "
                f"without NAT ({', '.join(closed)}): give the network NAT, or make an endpoint of "
                f"PrivateLink yourself and adopt the network ({_PRIVATE_PAGE})",
                value=used,
            )


def _regions(path: SettingPath, held: tuple[str, ...]) -> Iterator[Problem]:
    for place in held:
        if PLACES[place].name not in REGIONS:
            known = tuple(place for place, region in PLACES.items() if region.name in REGIONS)
            yield Problem(
                path=(*path, "regions"),
                message=f"DSQL is not in {PLACES[place].name} ({_REGIONS_PAGE})",
                value=place,
                allowed=known,
                suggestion=nearest(place, known),
            )


def _alone(path: SettingPath, store: StoreSettings, place: str) -> Iterator[Problem]:
    witness = effective_stores.dsql(store).witness
    if witness is not None:
        yield Problem(
            path=(*path, "dsql", "witness"),
            message=f"is of two peers, and the store lies in {place} alone: leave this out, or name a second "
            "region",
            value=witness,
        )


def _peers(path: SettingPath, store: StoreSettings, held: tuple[str, ...]) -> Iterator[Problem]:
    witness = effective_stores.dsql(store).witness
    names = {PLACES[place].name for place in held}
    fitting = next((regions for regions in SETS if names <= regions), None)
    if fitting is None:
        sets = "; ".join(", ".join(sorted(regions)) for regions in SETS)
        yield Problem(
            path=(*path, "regions"),
            message=f"two peers and their witness are of one set of regions ({sets}; {_REGIONS_PAGE})",
            value=held,
        )
        return
    thirds = tuple(place for place, region in PLACES.items() if region.name in fitting - names)
    if witness is None:
        yield Problem(
            path=(*path, "dsql"),
            message=f"a DSQL database in two regions has a witness in a third of their set ({_REGIONS_PAGE}):"
            " say which",
            allowed=thirds,
        )
    elif witness not in thirds:
        what = "holds a cluster already" if witness in held else "is of no set with the store's regions"
        yield Problem(
            path=(*path, "dsql", "witness"),
            message=f"{what}: the witness is in a third region of their set ({_REGIONS_PAGE})",
            value=witness,
            allowed=thirds,
            suggestion=nearest(witness, thirds),
        )
