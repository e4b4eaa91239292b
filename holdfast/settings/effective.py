"""What settings come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.aurora import AuroraSettings, CapacitySettings
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.dsql import DsqlSettings
from holdfast.settings.dynamodb import DynamodbSettings
from holdfast.settings.elasticache import ElasticacheSettings
from holdfast.settings.rds import RdsSettings
from holdfast.settings.s3 import S3Settings
from holdfast.topology.values import (
    BACKUP_TYPE_OF,
    BACKUP_TYPES,
    STORE_TRAITS,
    BackupCopies,
    BackupSources,
    Consistency,
    Door,
    InsightsMode,
    Mode,
    OriginLock,
    RdsShape,
    Role,
    RoutingPolicy,
    ServiceKind,
    StoreKind,
    Strategy,
    WafAttachment,
)

if TYPE_CHECKING:
    from holdfast.settings.backup import BackupClassSettings
    from holdfast.settings.base import SettingsModel
    from holdfast.settings.entrance import EntranceSettings, ZoneSettings
    from holdfast.settings.network import RegionSettings
    from holdfast.settings.restore_testing import RestoreTestingSettings
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

DEFAULT_POLICY = {
    Mode.SINGLE_REGION: RoutingPolicy.SIMPLE,
    Mode.ACTIVE_PASSIVE: RoutingPolicy.FAILOVER,
    Mode.ACTIVE_ACTIVE: RoutingPolicy.LATENCY,
}
SECTIONS = {
    ServiceKind.INSTANCES: "instance",
    ServiceKind.ECS: "ecs",
    ServiceKind.LAMBDA: "function",
    ServiceKind.EKS: "eks",
}
"""Section of a service that says what it runs on, by kind."""
STORE_SECTIONS = {
    StoreKind.AURORA_POSTGRESQL: "aurora",
    StoreKind.AURORA_MYSQL: "aurora",
    StoreKind.DYNAMODB: "dynamodb",
    StoreKind.RDS_POSTGRESQL: "rds",
    StoreKind.RDS_MYSQL: "rds",
    StoreKind.DSQL: "dsql",
    StoreKind.ELASTICACHE: "elasticache",
    StoreKind.S3: "s3",
}
"""Section of a store that says what it is, by kind."""
_IN_NETWORKS = {"aurora", "rds", "elasticache"}
"""Sections of stores that stand in a region's network."""
_RESTORABLE = frozenset({"Aurora", "DynamoDB", "RDS", "S3"})
DEFAULT_BACKUP_CLASS = "standard"
SERVERLESS = "db.serverless"
LEAST_ACU = 0.5
"""Least capacity of an instance that never pauses."""
LEAST_GLOBAL_ACU = 8.0
"""Least capacity that AWS recommends for the writer of a global database, which any region may become.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
aurora-global-database.configuration.requirements.html.
"""
DEFAULT_VERSION = {
    StoreKind.AURORA_POSTGRESQL: "17.7",
    StoreKind.AURORA_MYSQL: "8.0.mysql_aurora.3.10.4",
}
"""Long-term support versions, the newest of each engine in 2026-11.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html and
https://github.com/aws/agent-toolkit-for-aws (upgrade-planning-lts-recommendation.md) for PostgreSQL 17.7;
 https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Update.SpecialVersions.html for
MySQL 3.10, its patches in https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/doc-history.html.
"""
PORTS = {StoreKind.AURORA_POSTGRESQL: 5432, StoreKind.AURORA_MYSQL: 3306}
"""Default ports of the engines.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (Port).
"""
_LOG_EXPORTS = {
    StoreKind.AURORA_POSTGRESQL: ("postgresql", "iam-db-auth-error"),
    StoreKind.AURORA_MYSQL: ("audit", "error", "slowquery"),
}
_INSIGHTS_DAYS = {InsightsMode.STANDARD: 7, InsightsMode.ADVANCED: 465}
_ACCELERATOR_SECONDS = 30
_PROXY_CHECK_SECONDS = 20
"""Until a Network Load Balancer has given up a proxy: two checks, 10 seconds apart."""
_ALIAS_TTL_SECONDS = 60
"""TTL of aliases of load balancers.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html.
"""


def serving(settings: Settings) -> tuple[str, ...]:
    """Give the places that are not for backups alone, sorted."""
    return tuple(
        sorted(place for place, region in settings.regions.items() if region.role is not Role.BACKUP)
    )


def release_order(settings: Settings) -> tuple[str, ...]:
    """Give the places in the order in which they get a release: as set, else standbys first."""
    places = serving(settings)
    standby_first = sorted(
        places, key=lambda place: (settings.regions[place].role is not Role.STANDBY, place)
    )
    return settings.releases.order or tuple(standby_first)


def cidr(place: str, region: RegionSettings) -> str:
    """Give the block of a region's VPC, adopted or made."""
    return region.adopt.cidr if region.adopt is not None else region.cidr or PLACES[place].cidr


def zone_count(region: RegionSettings) -> int:
    """Give the number of zones of a region."""
    return region.zones if isinstance(region.zones, int) else len(region.zones)


def is_delegated(zone: ZoneSettings) -> bool:
    """Whether the parent domain delegates to a zone: as said, else true of a zone that exists."""
    return zone.id is not None if zone.delegated is None else zone.delegated


def has_accelerated_recovery(zone: ZoneSettings) -> bool:
    """Whether a zone that is made gets accelerated recovery."""
    return zone.accelerated_recovery is not False


def places(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the known places behind an entrance, sorted."""
    known = serving(settings)
    return known if entrance.regions is None else tuple(place for place in known if place in entrance.regions)


def mode(entrance: EntranceSettings, settings: Settings) -> Mode:
    """Give an entrance's mode: as set, else what the roles of its regions amount to."""
    if entrance.mode is not None:
        return entrance.mode
    roles = [settings.regions[place].role for place in places(entrance, settings)]
    if len(roles) == 1:
        return Mode.SINGLE_REGION
    return Mode.ACTIVE_PASSIVE if Role.STANDBY in roles else Mode.ACTIVE_ACTIVE


def policy(entrance: EntranceSettings, settings: Settings) -> RoutingPolicy:
    """Give an entrance's routing policy: as set, else the one that its mode wants."""
    return entrance.policy or DEFAULT_POLICY[mode(entrance, settings)]


def ttl_seconds(entrance: EntranceSettings, settings: Settings) -> int:
    """Give the seconds that resolvers keep an answer: only multivalue records have a TTL of their own."""
    if policy(entrance, settings) is RoutingPolicy.MULTIVALUE:
        return entrance.ttl_seconds
    return _ALIAS_TTL_SECONDS


def strategy(entrance: EntranceSettings, settings: Settings) -> Strategy | None:
    """Give the standby strategy of an active-passive entrance, None in other modes."""
    if mode(entrance, settings) is not Mode.ACTIVE_PASSIVE:
        return None
    return entrance.standby.strategy if entrance.standby else Strategy.WARM_STANDBY


def endpoints(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places in which an entrance has load balancers: with backup-and-restore no standby has."""
    found = places(entrance, settings)
    if strategy(entrance, settings) is Strategy.BACKUP_AND_RESTORE:
        return tuple(place for place in found if settings.regions[place].role is Role.ACTIVE)
    return found


def services(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the known services behind an entrance, sorted."""
    wanted = settings.services if entrance.services is None else entrance.services
    return tuple(sorted(key for key in set(wanted) if key in settings.services))


def unit_rps(service: ServiceSettings) -> float:
    """Give the requests per second that one instance, task, concurrent execution or pod carries."""
    section = service.instance or service.ecs or service.function or service.eks
    if section is None:
        raise ValueError("a service without a section for its kind is refused before anything reads it")
    return section.rps


def unit_section(service: ServiceSettings) -> str:
    """Give the name of the section that says what one unit of a service of this kind is."""
    return SECTIONS[service.kind]


def runs(kind: ServiceKind, place: str, settings: Settings) -> bool:
    """Whether a service of this kind runs in a place."""
    return any(
        service.kind is kind and place in service_places(key, settings)
        for key, service in settings.services.items()
    )


def door(entrance: EntranceSettings) -> Door:
    """Give what receives an entrance's requests in a region."""
    if entrance.proxy is not None:
        return Door.PROXY
    if entrance.api_gateway is not None:
        return Door(f"{entrance.api_gateway.kind}-api")
    return Door.LOAD_BALANCER


def waf_attachments(entrance: EntranceSettings) -> tuple[WafAttachment, ...]:
    """Give where an entrance's web ACLs stand; empty where AWS WAF can be attached to nothing.

    At the edge alone where clients cannot go past it. Source: https://docs.aws.amazon.com/waf/latest/
    developerguide/how-aws-waf-works-resources.html (2026-11): load balancers, REST stages and CloudFront,
    not Network Load Balancers, HTTP APIs and accelerators.
    """
    edge = (WafAttachment.EDGE,) if entrance.cloudfront is not None else ()
    locked = entrance.cloudfront is not None and entrance.cloudfront.origin_lock is not OriginLock.NONE
    carries = door(entrance) in {Door.LOAD_BALANCER, Door.REST_API}
    return (*edge, *((WafAttachment.REGIONS,) if carries and not locked else ()))


def dial_percent(place: str, entrance: EntranceSettings, settings: Settings) -> float:
    """Give the share of the clients nearest to a place that an accelerator leads there: none to a standby."""
    dials = {} if entrance.accelerator is None else entrance.accelerator.dials
    standby = mode(entrance, settings) is Mode.ACTIVE_PASSIVE and settings.regions[place].role is Role.STANDBY
    return dials.get(place, 0.0 if standby else 100.0)


def accelerator_seconds(entrance: EntranceSettings, settings: Settings) -> int:
    """Give the seconds until an accelerator sends new connections elsewhere: its own after the balancer's.

    Before proxies the balancer asks the proxies alone, whatever stands behind them.

    Source: https://intro-to-global-accelerator.workshop.aws/en/failover.html (each up to 30 seconds there).
    """
    if door(entrance) is Door.PROXY:
        return _PROXY_CHECK_SECONDS + _ACCELERATOR_SECONDS
    checks = [settings.services[key].target.health_check for key in services(entrance, settings)]
    failed = [check.interval_seconds * check.unhealthy_threshold for check in checks]
    return max(failed, default=0) + _ACCELERATOR_SECONDS


def can_read_elsewhere(entrance: EntranceSettings, settings: Settings) -> bool:
    """Whether CloudFront can be told a name that leads a failed read to another region."""
    led = policy(entrance, settings) in (RoutingPolicy.LATENCY, RoutingPolicy.FAILOVER)
    return led and len(endpoints(entrance, settings)) > 1


def reads_fail_over(entrance: EntranceSettings, settings: Settings) -> bool:
    """Whether CloudFront tries a failed read in another region."""
    if entrance.cloudfront is None:
        return False
    if entrance.cloudfront.reads_fail_over is not None:
        return entrance.cloudfront.reads_fail_over
    read_alone = any(not paths.accepts_writes for paths in entrance.cloudfront.paths.values())
    return read_alone and can_read_elsewhere(entrance, settings)


def service_places(service: str, settings: Settings) -> tuple[str, ...]:
    """Give the places in which a service runs, sorted."""
    return tuple(
        sorted(
            {
                place
                for entrance in settings.entrances.values()
                if service in services(entrance, settings)
                for place in endpoints(entrance, settings)
            }
        )
    )


def store_places(store: StoreSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places that hold a store, sorted."""
    return serving(settings) if store.regions is None else tuple(sorted(set(store.regions)))


def store_home(store: StoreSettings, settings: Settings) -> str | None:
    """Give the place in which a store was first created; None where the settings do not say it."""
    held = store_places(store, settings)
    return store.home or (held[0] if len(held) == 1 else None)


def store_writer(store: StoreSettings, settings: Settings) -> str | None:
    """Give the place that takes a store's writes now: as set, else the one active region, else its home.

    None where the settings do not say it.
    """
    active = [
        place
        for place in store_places(store, settings)
        if place in settings.regions and settings.regions[place].role is Role.ACTIVE
    ]
    return store.writer or (active[0] if len(active) == 1 else store_home(store, settings))


def has_one_writer(store: StoreSettings) -> bool:
    """Whether only one place takes a store's writes."""
    return STORE_TRAITS[store.kind].one_writer


def consistency(store: StoreSettings) -> Consistency:
    """Give whether a store's writes wait for other regions: as set, else as its kind does."""
    return store.consistency or STORE_TRAITS[store.kind].consistencies[0]


def is_aurora(store: StoreSettings) -> bool:
    """Whether a store is an Aurora database."""
    return store.kind in DEFAULT_VERSION


def is_adopted(store: StoreSettings) -> bool:
    """Whether a store exists already and nothing of it is declared."""
    return adopted(store) is not None


def adopted(store: StoreSettings) -> SettingsModel | None:
    """Give what a store says of an existing one that it uses; None where one is made."""
    section = getattr(store, store_section(store))
    found: SettingsModel | None = getattr(section, "adopt", None)
    return found


def store_section(store: StoreSettings) -> str:
    """Give the name of the section that says what a store of this kind is."""
    return STORE_SECTIONS[store.kind]


def is_in_network(store: StoreSettings) -> bool:
    """Whether a store stands in the networks of its regions."""
    return store_section(store) in _IN_NETWORKS


def aurora(store: StoreSettings) -> AuroraSettings:
    """Give what an Aurora database is: as set, else all defaults."""
    return store.aurora or AuroraSettings.model_construct()


def dynamodb(store: StoreSettings) -> DynamodbSettings:
    """Give what a table is: as set, else all defaults."""
    return store.dynamodb or DynamodbSettings.model_construct()


def rds(store: StoreSettings) -> RdsSettings:
    """Give what an RDS database is: as set, else all defaults."""
    return store.rds or RdsSettings.model_construct()


def dsql(store: StoreSettings) -> DsqlSettings:
    """Give what a DSQL database is: as set, else all defaults."""
    return store.dsql or DsqlSettings.model_construct()


def elasticache(store: StoreSettings) -> ElasticacheSettings:
    """Give what a cache that counts as a store is: as set, else all defaults."""
    return store.elasticache or ElasticacheSettings.model_construct()


def s3(store: StoreSettings) -> S3Settings:
    """Give what replicated buckets are: as set, else all defaults."""
    return store.s3 or S3Settings.model_construct()


def engine_version(store: StoreSettings) -> str:
    """Give the version of an Aurora database's engine: as set, else the long-term support version."""
    return aurora(store).engine_version or DEFAULT_VERSION[store.kind]


def database_name(key: str, store: StoreSettings) -> str:
    """Give the name of the database in an Aurora database: as set, else its key."""
    return aurora(store).database or key.replace("-", "_")


def capacity(store: StoreSettings, settings: Settings) -> tuple[float, float] | None:
    """Give the least and the largest ACU of an Aurora database's instances; None of provisioned ones."""
    asked = aurora(store)
    if asked.instance_class != SERVERLESS:
        return None
    found = asked.capacity or CapacitySettings.model_construct()
    least = LEAST_GLOBAL_ACU if len(store_places(store, settings)) > 1 else LEAST_ACU
    return (least if found.min_acu is None else found.min_acu), found.max_acu


def log_exports(store: StoreSettings) -> tuple[str, ...]:
    """Give the logs that an Aurora database sends to CloudWatch Logs: as set, else by engine."""
    chosen = aurora(store).log_exports
    return _LOG_EXPORTS[store.kind] if chosen is None else chosen


def insights_retention_days(store: StoreSettings) -> int:
    """Give the days for which Performance Insights keeps an Aurora database's data."""
    settings = aurora(store)
    return settings.insights_retention_days or _INSIGHTS_DAYS[settings.insights_mode]


def backup_class(store: StoreSettings, settings: Settings) -> str | None:
    """Give the class by which a store is backed up; None for one that AWS Backup does not back up.

    These are adopted ones, caches, those left out on purpose, and all without ``holdfast:backups``.
    """
    if settings.backups is None or not needs_backups(store) or store.not_backed_up_because is not None:
        return None
    classes = tuple(settings.backups.classes)
    return store.backup_class or (classes[0] if len(classes) == 1 else DEFAULT_BACKUP_CLASS)


def needs_backups(store: StoreSettings) -> bool:
    """Whether AWS Backup must cover a store, unless it says why not: declared, of a kind that it knows."""
    return store.kind in BACKUP_TYPE_OF and not is_adopted(store)


def is_rds_cluster(store: StoreSettings) -> bool:
    """Whether a store is an RDS Multi-AZ cluster."""
    return store_section(store) == "rds" and rds(store).shape is RdsShape.CLUSTER


def has_continuous_backups(store: StoreSettings) -> bool:
    """Whether AWS Backup keeps continuous backups of a store of this kind."""
    found = BACKUP_TYPES.get(BACKUP_TYPE_OF.get(store.kind, ""))
    return found is not None and found.continuous and not is_rds_cluster(store)


def backup_copies(found: BackupClassSettings, settings: Settings) -> tuple[BackupCopies, ...]:
    """Give the kinds of places that a class is copied to: as set, else all that there are."""
    if found.copies is not None:
        return tuple(sorted(set(found.copies)))
    return tuple(sorted(known_copies(settings)))


def known_copies(settings: Settings) -> tuple[BackupCopies, ...]:
    """Give the kinds of places that backups can be copied to."""
    if settings.backups is None:
        return ()
    asked = {
        BackupCopies.REGIONS: settings.backups.copy_to,
        BackupCopies.BUNKER: settings.backups.bunker,
        BackupCopies.AIR_GAPPED: settings.backups.air_gapped,
    }
    return tuple(kind for kind, value in asked.items() if value)


def backup_sources(store: StoreSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places in which a store is backed up, sorted; none for one that is not."""
    if settings.backups is None or backup_class(store, settings) is None:
        return ()
    if settings.backups.sources is BackupSources.EVERYWHERE:
        return store_places(store, settings)
    home = store_home(store, settings)
    return () if home is None else (home,)


def vault_places(settings: Settings) -> tuple[str, ...]:
    """Give the places with a backup vault, sorted: those of all stores that are backed up, and of copies."""
    if settings.backups is None:
        return ()
    sources = {place for store in settings.stores.values() for place in backup_sources(store, settings)}
    return tuple(sorted(sources | set(settings.backups.copy_to)))


def restore_test_places(settings: Settings) -> tuple[str, ...]:
    """Give the places whose backups are restored in tests: as set, else those of copies."""
    asked = None if settings.backups is None else settings.backups.restore_testing
    if settings.backups is None or asked is None:
        return ()
    return settings.backups.copy_to if asked.places is None else asked.places


def restorable_stores(place: str, settings: Settings) -> tuple[str, ...]:
    """Give the stores of which a place's vault has backups or copies that restore tests can restore.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html (2026-11).
    """
    if settings.backups is None:
        return ()
    found = []
    for key, store in settings.stores.items():
        name = backup_class(store, settings)
        if name not in settings.backups.classes or BACKUP_TYPE_OF.get(store.kind) not in _RESTORABLE:
            continue
        sources = backup_sources(store, settings)
        copied = BackupCopies.REGIONS in backup_copies(settings.backups.classes[name], settings)
        if place in sources or (copied and place in settings.backups.copy_to and sources):
            found.append(key)
    return tuple(found)


def restore_function_seconds(asked: RestoreTestingSettings) -> int:
    """Give how long the function of restore tests may run: to change a password, to ask, and to tidy up."""
    return asked.query_timeout_seconds + 240
