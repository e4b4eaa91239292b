"""Promises that the rest of the settings cannot keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import cloudflare_defaults, effective, effective_backups, effective_stores
from holdfast.settings.aws_regions import rests_within, where
from holdfast.settings.contradictions.store_traffic import reaches
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import (
    STORE_TRAITS,
    BackupCopies,
    Consistency,
    Door,
    Mode,
    Role,
    Strategy,
    Survives,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.aurora import AuroraSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_HOUR_SECONDS = 3600
_LOG_SECONDS = 300
_LOG_SOURCE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html"
"""RDS saves transaction logs every five minutes (2026-11); no page says how long their copy takes."""
_LEAST_BOUND_SECONDS = 20
"""Least value of rds.global_db_rpo (source: the same page as of promotion)."""
_LEAST_RTO_SECONDS = {Strategy.BACKUP_AND_RESTORE: _HOUR_SECONDS, Strategy.PILOT_LIGHT: 600}
"""AWS's disaster recovery strategies: hours to restore backups, tens of minutes for a pilot light.

Source: https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/
disaster-recovery-options-in-the-cloud.html.
"""
_SEVERAL_REGIONS_FROM_PERCENT = 99.99
"""AWS's availability goals: two or more regions from 99.99 % on.

Source: https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/s-99.99-scenario.html.
"""
_WITNESSES = {
    "dynamodb": (
        "holds what is written to the replicas",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
    ),
    "dsql": (
        "keeps the newest of the transaction log",
        "https://docs.aws.amazon.com/aurora-dsql/latest/userguide/configuring-multi-region-clusters.html",
    ),
}
"""What a witness keeps, by the section that names it, and the page that says so (2026-11)."""


def of_residency(settings: Settings) -> Iterator[Problem]:
    """Regions and copies outside of where data may rest."""
    allowed = settings.objectives.residency
    if not allowed:
        return
    copies = () if settings.backups is None else settings.backups.copy_to
    for index, place in enumerate(copies):
        if not rests_within(place, allowed):
            yield Problem(
                path=("backups", "copy_to", index),
                message=f"a copy in {where(place)} lies outside holdfast:objectives.residency "
                f"({', '.join(allowed)})",
                value=place,
            )
    for path, place in _vaults(settings):
        if not rests_within(place, allowed):
            yield Problem(
                path=path,
                message=f"a copy in {where(place)} lies outside holdfast:objectives.residency "
                f"({', '.join(allowed)})",
                value=place,
            )
    for place in settings.regions:
        if not rests_within(place, allowed) and place not in copies:
            held = ", ".join(_held(place, settings))
            what = f"{held} and logs" if held else "logs"
            yield Problem(
                path=("regions", place),
                message=f"{where(place)} lies outside holdfast:objectives.residency "
                f"({', '.join(allowed)}), and {what} "
                "would rest there",
            )
    for key, store in settings.stores.items():
        section = effective_stores.store_section(store)
        witness = getattr(getattr(store, section), "witness", None)
        if witness is not None and not rests_within(witness, allowed):
            keeps, page = _WITNESSES[section]
            yield Problem(
                path=("stores", key, section, "witness"),
                message=f"a witness in {where(witness)} lies outside holdfast:objectives.residency "
                f"({', '.join(allowed)}), and {keeps} ({page})",
                value=witness,
            )


def _held(place: str, settings: Settings) -> Iterator[str]:
    """Say what rests in a region besides logs; where images are launched, that is, not in one for backups."""
    stores = [
        key
        for key, store in settings.stores.items()
        if place in effective_stores.store_places(store, settings)
    ]
    if stores:
        yield f"stores {', '.join(stores)}"
    if settings.registry is not None:
        yield "container images"
    if settings.machine_images and place in effective.serving(settings):
        yield f"machine images {', '.join(settings.machine_images)}"
    for section in ("packages", "parameters", "secrets", "keys"):
        if declared := getattr(settings, section):
            yield f"{section} {', '.join(declared)}"
    if settings.zone_export is not None and place in (
        settings.zone_export.place,
        *settings.zone_export.copy_to,
    ):
        yield "exports of DNS zones"


def _vaults(settings: Settings) -> Iterator[tuple[SettingPath, str]]:
    """Give the vaults besides the regions' own that receive copies, each with the setting of its place."""
    if settings.backups is None:
        return
    if settings.backups.bunker is not None:
        yield ("backups", "bunker", "place"), settings.backups.bunker.place
    if settings.backups.air_gapped is not None:
        yield ("backups", "air_gapped", "place"), settings.backups.air_gapped.place


def of_data(settings: Settings) -> Iterator[Problem]:
    """Recovery point objectives that stores cannot keep."""
    rpo = settings.objectives.rpo_seconds
    if rpo is None:
        return
    path = ("objectives", "rpo_seconds")
    for key, store in settings.stores.items():
        name = key_text(("stores", key))
        held = effective_stores.store_places(store, settings)
        if rpo == 0 and (effective_stores.consistency(store) is Consistency.EVENTUAL or len(held) == 1):
            how = "replicates asynchronously" if len(held) > 1 else "lies in one region"
            yield Problem(
                path=path,
                message=f"{name} {how}, so a lost region loses its last writes: promise more than 0, or use "
                "a store with "
                "consistency 'strong'",
                value=rpo,
            )
        elif len(held) > 1 and effective_stores.is_aurora(store):
            yield from _bounded_lag(("stores", key, "aurora"), effective_stores.aurora(store), rpo)
        elif len(held) == 1:
            yield from _alone(key, rpo, settings)


def _alone(key: str, rpo: int, settings: Settings) -> Iterator[Problem]:
    """Check a store of one region, of which copies alone survive that region."""
    store, path = settings.stores[key], ("objectives", "rpo_seconds")
    name, (place,) = key_text(("stores", key)), effective_stores.store_places(store, settings)
    copied = effective_stores.rds(store).backup_copy is not None
    if not copied and place not in _copied_from(key, settings):
        backups = (
            " or copies of its backups in holdfast:backups" if effective_backups.needs_backups(store) else ""
        )
        yield Problem(
            path=path,
            message=f"{name} lies in {place} alone and has no copy elsewhere: add a region{backups}",
            value=rpo,
        )
    elif copied and rpo < _LOG_SECONDS:
        yield Problem(
            path=path,
            message=f"{name} lies in {place} alone, and its transaction logs, which backup_copy copies, are "
            f"saved every 5 minutes ({_LOG_SOURCE}): promise at least {_LOG_SECONDS}, or add a region",
            value=rpo,
        )
    elif not copied and rpo < _HOUR_SECONDS:
        yield Problem(
            path=path,
            message=f"{name} lies in {place} alone, and backup copies are hours old (AWS's backup and "
            "restore strategy): promise at least 3600, or add a region",
            value=rpo,
        )


def _copied_from(key: str, settings: Settings) -> tuple[str, ...]:
    """Give the places from which a store's backups are copied to another one."""
    store = settings.stores[key]
    name = effective_backups.backup_class(store, settings)
    found = None if settings.backups is None or name is None else settings.backups.classes.get(name)
    if settings.backups is None or found is None:
        return ()
    asked = settings.backups
    vaults = {
        BackupCopies.REGIONS: asked.copy_to,
        BackupCopies.BUNKER: () if asked.bunker is None else (asked.bunker.place,),
        BackupCopies.AIR_GAPPED: () if asked.air_gapped is None else (asked.air_gapped.place,),
    }
    targets = {
        place for copies in effective_backups.backup_copies(found, settings) for place in vaults[copies]
    }
    return tuple(place for place in effective_backups.backup_sources(store, settings) if targets - {place})


def _bounded_lag(path: SettingPath, asked: AuroraSettings, rpo: int) -> Iterator[Problem]:
    """Check a bound on lag that allows more loss than is promised, where a lower one can be set."""
    bound = asked.global_db_rpo_seconds
    if bound is not None and rpo >= _LEAST_BOUND_SECONDS and bound > rpo:
        yield Problem(
            path=(*path, "global_db_rpo_seconds"),
            message=f"lets a lost region lose more than holdfast:objectives.rpo_seconds, {rpo}: set at most "
            "that",
            value=bound,
        )


def of_promotion(settings: Settings) -> Iterator[Problem]:
    """Recovery time objectives below what it takes until a store with one writer takes writes again."""
    rto = settings.objectives.rto_seconds
    if rto is None:
        return
    for key, store in settings.stores.items():
        traits = STORE_TRAITS[store.kind]
        if traits.promotion_seconds is None or len(effective_stores.store_places(store, settings)) == 1:
            continue
        promotion = traits.promotion_seconds[1]
        waits = [
            _detection_seconds(entrance, settings)
            for entrance in settings.entrances.values()
            if len(effective.endpoints(entrance, settings)) > 1 and reaches(entrance, key, settings)
        ]
        least = max(waits, default=0) + promotion
        if waits and max(waits) <= rto < least:
            yield Problem(
                path=("objectives", "rto_seconds"),
                message=f"{key_text(('stores', key))} has one writer, and writes come back after detection "
                f"({max(waits)} seconds) and the promotion of another region ({promotion}, "
                f"{traits.promotion_source}): promise at least {least}",
                value=rto,
            )


def of_recovery(settings: Settings) -> Iterator[Problem]:
    """Recovery time objectives below what detection and strategy take."""
    rto = settings.objectives.rto_seconds
    if rto is None:
        return
    path = ("objectives", "rto_seconds")
    for key, entrance in settings.entrances.items():
        name, mode = key_text(("entrances", key)), effective.mode(entrance, settings)
        strategy = effective.strategy(entrance, settings)
        if mode is Mode.SINGLE_REGION:
            least, why = _HOUR_SECONDS, "has one region, and to build another from backups takes hours"
        elif strategy in _LEAST_RTO_SECONDS:
            least = _LEAST_RTO_SECONDS[strategy]
            length = "hours" if least >= _HOUR_SECONDS else "tens of minutes"
            why = f"has strategy {strategy}, which takes {length}"
        else:
            least = _detection_seconds(entrance, settings)
            why = f"is left {least} seconds after a failure: {_detection(entrance, settings)}"
        if rto < least:
            yield Problem(
                path=path, message=f"{name} {why}: promise at least {least} or change it", value=rto
            )
            continue
        keep_alive = entrance.load_balancer.client_keep_alive_seconds
        if mode is not Mode.SINGLE_REGION and keep_alive > rto and _keeps_clients(entrance):
            yield Problem(
                path=("entrances", key, "load_balancer", "client_keep_alive_seconds"),
                message="keeps clients that never ask DNS again with a failed region for longer than "
                f"holdfast:objectives.rto_seconds, {rto}",
                value=keep_alive,
            )


def _keeps_clients(entrance: EntranceSettings) -> bool:
    """Whether a load balancer's connections can hold clients, or CloudFront, at a failed region.

    Where Cloudflare proxies, it chooses a pool for each request, whatever connections it keeps. How long API
    Gateway keeps a connection, nobody sets and AWS does not publish.
    """
    return effective.door(entrance) is Door.LOAD_BALANCER and not cloudflare_defaults.is_proxied(entrance)


def of_losses(settings: Settings) -> Iterator[Problem]:
    """Losses that running capacity cannot absorb, and availability that one region cannot give."""
    asked = settings.objectives
    for key, entrance in settings.entrances.items():
        name = key_text(("entrances", key))
        if asked.survives is Survives.REGION and not _absorbs_region(entrance, settings):
            yield Problem(
                path=("objectives", "survives"),
                message=f"{name} has no second region that runs all of the needed capacity: make it "
                "active-active, or "
                "active-passive with a hot standby",
                value="region",
            )
        if (
            asked.availability_percent is not None
            and asked.availability_percent >= _SEVERAL_REGIONS_FROM_PERCENT
            and len(effective.endpoints(entrance, settings)) == 1
        ):
            yield Problem(
                path=("objectives", "availability_percent"),
                message=f"{name} serves from one region, and AWS's goals ask for two or more from 99.99 on "
                "(https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/s-99.99-scenario.html)",
                value=asked.availability_percent,
            )


def _detection_seconds(entrance: EntranceSettings, settings: Settings) -> int:
    """Give the seconds from a failure until clients follow, whoever answers them."""
    return max(_route53_seconds(entrance, settings), cloudflare_defaults.detection_seconds(entrance))


def _route53_seconds(entrance: EntranceSettings, settings: Settings) -> int:
    """Give the seconds until clients of Route 53 follow: checks in a row, then answers in caches.

    The addresses of an accelerator stay: there no cache is in the way.

    Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/
    dns-failover-determining-health-of-endpoints.html.
    """
    if entrance.zone is None:
        return 0
    if entrance.accelerator is not None:
        return effective.accelerator_seconds(entrance, settings)
    ttl = effective.ttl_seconds(entrance, settings)
    return entrance.health.interval_seconds * entrance.health.failure_threshold + ttl


def _detection(entrance: EntranceSettings, settings: Settings) -> str:
    """Say what the longest detection is made of."""
    health, asked = entrance.health, entrance.cloudflare
    route53 = _route53_seconds(entrance, settings)
    if asked is not None and cloudflare_defaults.detection_seconds(entrance) > route53:
        monitor = asked.monitor
        caches = "" if cloudflare_defaults.is_proxied(entrance) else f" + TTL {asked.ttl_seconds}"
        return (
            f"Cloudflare's interval {monitor.interval_seconds} x {monitor.consecutive_down} in a row + "
            f"timeout {monitor.timeout_seconds} x {monitor.retries + 1}{caches}"
        )
    if entrance.accelerator is not None:
        return f"the load balancers' own checks and the accelerator's, {route53} together"
    return (
        f"interval {health.interval_seconds} x threshold {health.failure_threshold} + TTL "
        f"{route53 - health.interval_seconds * health.failure_threshold}"
    )


def _absorbs_region(entrance: EntranceSettings, settings: Settings) -> bool:
    mode = effective.mode(entrance, settings)
    if mode is Mode.ACTIVE_ACTIVE:
        return (
            sum(settings.regions[place].role is Role.ACTIVE for place in effective.places(entrance, settings))
            > 1
        )
    return mode is Mode.ACTIVE_PASSIVE and effective.strategy(entrance, settings) is Strategy.HOT_STANDBY
