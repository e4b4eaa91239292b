"""Buckets: what spans regions, what locks, what their replication can promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_stores
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import AccessPoint, NatStrategy, ObjectLockMode, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.s3 import S3Settings
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
_TIME_CONTROL_SECONDS = 900
"""Replication time control: 99.9 % of objects within 15 minutes.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html.
"""
_MOST_REGIONS = 20
"""Regions of one Multi-Region Access Point.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html.
"""
_OF_REPLICATION = ("access_point", "access_point_routes", "delete_markers", "replication_time_control")
"""Settings that say nothing of a bucket that is alone."""


def of_each_store(settings: Settings) -> Iterator[Problem]:
    """What buckets say that their regions cannot do."""
    for key, store, asked in _declared(settings):
        path = ("stores", key, "s3")
        held = effective_stores.store_places(store, settings)
        if len(held) == 1:
            for name in sorted(asked.model_fields_set.intersection(_OF_REPLICATION)):
                yield Problem(
                    path=(*path, name),
                    message=f"the store lies in {held[0]} alone, where nothing is copied and nothing is to "
                    "choose: leave this out, or add a region",
                    value=_text(getattr(asked, name)),
                )
        elif asked.access_point is AccessPoint.NONE and "access_point_routes" in asked.model_fields_set:
            yield Problem(
                path=(*path, "access_point_routes"),
                message="does nothing without access_point 'multi-region': leave this out",
                value=str(asked.access_point_routes),
            )
        if asked.access_point is AccessPoint.MULTI_REGION and len(held) > _MOST_REGIONS:
            yield Problem(
                path=(*path, "access_point"),
                message=f"a Multi-Region Access Point spans at most {_MOST_REGIONS} regions, not {len(held)} "
                f"({_GUIDE}/MultiRegionAccessPointRestrictions.html)",
                value=str(asked.access_point),
            )


def of_adopted_stores(settings: Settings) -> Iterator[Problem]:
    """Existing buckets: one in each place of the store, and no place too many."""
    for key, store in settings.stores.items():
        adopt = effective_stores.s3(store).adopt
        if adopt is None or store.kind is not StoreKind.S3:
            continue
        path = ("stores", key, "s3", "adopt", "buckets")
        held = effective_stores.store_places(store, settings)
        if missing := [place for place in held if place not in adopt.buckets]:
            yield Problem(
                path=path,
                message=f"has none in {', '.join(missing)}, where {key_text(('stores', key))} lies: add "
                "them, or name the store's regions",
            )
        for place in adopt.buckets:
            if place not in held:
                yield Problem(path=(*path, place), message="the store does not lie there", allowed=held)
        named = [*adopt.buckets]
        for index, place in enumerate(named):
            same = next((one for one in named[:index] if adopt.buckets[one] == adopt.buckets[place]), None)
            if same is not None:
                yield Problem(
                    path=(*path, place),
                    message=f"is the bucket of {same} too, and a bucket lies in one region: name the other",
                    value=adopt.buckets[place],
                )


def of_locks(settings: Settings) -> Iterator[Problem]:
    """Locks that nobody can end, where everything is to be deleted."""
    if settings.protection != "lifted":
        return
    for key, _, asked in _declared(settings):
        if asked.object_lock is not None and asked.object_lock.mode is ObjectLockMode.COMPLIANCE:
            yield Problem(
                path=("stores", key, "s3", "object_lock", "mode"),
                message="nobody can end a 'compliance' lock, AWS included, and holdfast:protection is lifted "
                f"so that everything can be deleted ({_GUIDE}/object-lock.html): choose 'governance', or "
                "enforce protection",
                value="compliance",
            )


def of_objectives(settings: Settings) -> Iterator[Problem]:
    """Recovery point objectives below what replication promises."""
    rpo = settings.objectives.rpo_seconds
    if not rpo:
        return
    for key, store, asked in _declared(settings):
        if len(effective_stores.store_places(store, settings)) == 1:
            continue
        if not asked.replication_time_control:
            yield _unpromised(
                rpo,
                f"{key_text(('stores', key))} copies without replication time control, and AWS publishes no "
                "time for that: turn replication_time_control on, or promise nothing",
            )
        elif rpo < _TIME_CONTROL_SECONDS:
            yield _unpromised(
                rpo,
                f"{key_text(('stores', key))} copies within {_TIME_CONTROL_SECONDS} seconds, 99.9 % of its "
                f"objects ({_GUIDE}/replication-time-control.html): promise at least that",
            )


def of_closed_networks(settings: Settings) -> Iterator[Problem]:
    """Services without a way out: no gateway endpoint leads to a Multi-Region Access Point."""
    for key, service in settings.services.items():
        spanned = [
            (store, setting) for store in service.stores if (setting := _spanned(settings.stores.get(store)))
        ]
        closed = [
            place
            for place in effective.service_places(key, settings)
            if settings.regions[place].adopt is None
            and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
        ]
        if spanned and closed:
            store, (path, value) = spanned[0]
            yield Problem(
                path=("stores", store, "s3", *path),
                message=f"holdfast:services.{key} runs without NAT ({', '.join(closed)}), and gateway "
                f"endpoints do not lead to a Multi-Region Access Point ({_GUIDE}/"
                "MultiRegionAccessPointRestrictions.html): give the network NAT, or leave this out",
                value=value,
            )


def _declared(settings: Settings) -> Iterator[tuple[str, StoreSettings, S3Settings]]:
    for key, store in settings.stores.items():
        if store.kind is StoreKind.S3 and not effective_stores.is_adopted(store):
            yield key, store, effective_stores.s3(store)


def _spanned(store: StoreSettings | None) -> tuple[SettingPath, str] | None:
    """Which setting, of what value, says that services are told a Multi-Region Access Point."""
    if store is None or store.kind is not StoreKind.S3:
        return None
    asked = effective_stores.s3(store)
    if asked.adopt is not None and asked.adopt.access_point_arn is not None:
        return ("adopt", "access_point_arn"), asked.adopt.access_point_arn
    if asked.access_point is AccessPoint.MULTI_REGION:
        return ("access_point",), str(asked.access_point)
    return None


def _unpromised(rpo: int, message: str) -> Problem:
    path: SettingPath = ("objectives", "rpo_seconds")
    return Problem(path=path, message=message, value=rpo)


def _text(value: object) -> object:
    return value if isinstance(value, bool) else str(value)
