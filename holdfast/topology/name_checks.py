"""Names in AWS that a plan would give and that AWS would refuse."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.entrance_names import entrance_names
from holdfast.topology.names import (
    BACKUP_SELECTION,
    BACKUP_VAULT,
    BUCKET,
    CACHE,
    CANARY,
    CAPACITY_PROVIDER,
    CAPACITY_PROVIDER_PREFIXES,
    DASHBOARD,
    DATABASE,
    DATABASE_CLUSTER,
    ECS_CLUSTER,
    EKS_CLUSTER,
    EVENT_RULE,
    FUNCTION,
    KEY_ALIAS,
    LONGEST_SCALING_POLICY,
    NODE_GROUP,
    ROLE,
    ROUTING_CONTROL,
    TABLE,
    TRACE_GROUP,
    is_access_point_name,
    is_database_identifier,
)
from holdfast.topology.values import (
    BACKUP_TYPE_OF,
    BackupCopies,
    RdsShape,
    RecoveryAction,
    RecoverySubject,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.entrance_names import Named
    from holdfast.topology.values import Topology, VaultPlan

_BY_FUNCTION = (RecoverySubject.PROXIES, RecoverySubject.CACHE)
_SECTIONS = {
    RecoverySubject.CACHE: "caches",
    RecoverySubject.ENTRANCE: "entrances",
    RecoverySubject.PROXIES: "entrances",
    RecoverySubject.STORE: "stores",
}
"""Section of the settings in which a step's subject stands."""


def name_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield a mistake for each name that is too long, or that holds what its service does not take."""
    yield from _overlong_names(topology)
    yield from _refused_characters(topology)
    yield from _overlong_scaling_policies(topology)
    yield from _refused_identifiers(topology)
    yield from _reserved_prefixes(topology)


def _region_names(topology: Topology) -> Iterator[Named]:
    for region in topology.regions:
        if region.key_arn is None:
            yield KEY_ALIAS, f"{region.place}-key-alias", "project and stack", topology.project
        if region.network is not None:
            yield BUCKET, f"{region.place}-switches", "project and stack", topology.project
        for planned in region.services:
            noun = "role" if planned.ecs is None else "execution-role"
            name = f"{region.place}-{planned.key}-{noun}"
            yield ROLE, name, f"holdfast:services.{planned.key}", planned.key
            if planned.function is not None:
                name = f"{region.place}-{planned.key}-fn"
                yield FUNCTION, name, f"holdfast:services.{planned.key}", planned.key


def _cluster_names(topology: Topology) -> Iterator[Named]:
    for region in topology.regions:
        if region.ecs is not None:
            yield ECS_CLUSTER, f"{region.place}-ecs-cluster", "project and stack", topology.project
            if region.ecs.instances is not None:
                yield ROLE, f"{region.place}-ecs-instances-role", "project and stack", topology.project
        if region.eks is not None:
            yield EKS_CLUSTER, f"{region.place}-eks", "project and stack", topology.project
            yield NODE_GROUP, f"{region.place}-eks-nodes-a", "project and stack", topology.project
            # As long as the longest of the cluster's roles.
            yield ROLE, f"{region.place}-eks-autoscaler-role", "project and stack", topology.project


def _global_names(topology: Topology) -> Iterator[Named]:
    if topology.shield is not None and topology.shield.response_team_access:
        yield ROLE, "global-shield-response-role", "project and stack", topology.project
    if topology.zone_export is not None:
        for place in (topology.zone_export.place, *topology.zone_export.copies):
            yield BUCKET, f"{place}-zone-export-bucket", "project and stack", topology.project
            yield ROLE, f"{place}-zone-export-replication-role", "project and stack", topology.project


def _dashboard_names(topology: Topology) -> Iterator[Named]:
    places = [region.place for region in topology.regions if region.services]
    if topology.dashboards is not None:
        for place in ("global", *places):
            yield DASHBOARD, place, "project and stack", topology.project
    if topology.traces is not None:
        for place in places:
            yield TRACE_GROUP, f"{place}-watched", "project and stack", topology.project


def _canary_names(topology: Topology) -> Iterator[Named]:
    plan = topology.canaries
    for place in plan.places if plan is not None else ():
        yield BUCKET, f"{place}-canaries", "project and stack", topology.project
        for entrance in plan.entrances if plan is not None else ():
            key = f"holdfast:entrances.{entrance.key}"
            yield CANARY, f"{place}-{entrance.key}-canary", key, entrance.key
            yield ROLE, f"{place}-{entrance.key}-canary-role", key, entrance.key


def _experiment_names(topology: Topology) -> Iterator[Named]:
    plan = topology.experiments
    for place, experiments in ({} if plan is None else plan.places).items():
        for one in experiments:
            yield (
                ROLE,
                f"{place}-{one.key}-fis-role",
                f"holdfast:{one.kind.section}.{one.subject}",
                one.subject,
            )


def _store_names(topology: Topology) -> Iterator[Named]:
    for store in topology.stores:
        for member in store.aurora.members if store.aurora else ():
            path = f"holdfast:stores.{store.key}"
            for instance in member.instances:
                yield DATABASE, f"{member.place}-{store.key}-db-{instance.key}", path, store.key
            yield ROLE, f"{member.place}-{store.key}-db-monitoring", path, store.key
        for place in store.places if store.rds else ():
            path = f"holdfast:stores.{store.key}"
            limit = DATABASE_CLUSTER if store.rds and store.rds.shape is RdsShape.CLUSTER else DATABASE
            yield limit, f"{place}-{store.key}-db", path, store.key
            yield ROLE, f"{place}-{store.key}-db-monitoring", path, store.key
        for place in store.places if store.s3 else ():
            path = f"holdfast:stores.{store.key}"
            yield BUCKET, f"{place}-{store.key}-bucket-logs", path, store.key
            yield ROLE, f"{place}-{store.key}-replication-role", path, store.key
        for place in store.places if store.elasticache else ():
            yield CACHE, f"{place}-{store.key}-cache", f"holdfast:stores.{store.key}", store.key


def _cache_names(topology: Topology) -> Iterator[Named]:
    for cache in topology.caches:
        for place in cache.places:
            yield CACHE, f"{place}-{cache.key}-cache", f"holdfast:caches.{cache.key}", cache.key


def _backup_names(topology: Topology) -> Iterator[Named]:
    plan, what = topology.backups, "project and stack"
    if plan is None:
        return
    hourly = {one.key for one in plan.classes if one.hourly is not None}
    others = [
        str(kind)
        for kind, there in ((BackupCopies.BUNKER, plan.bunker), (BackupCopies.AIR_GAPPED, plan.air_gapped))
        if there is not None
    ]
    for vault in plan.vaults:
        yield BACKUP_VAULT, f"{vault.place}-backup-vault", what, topology.project
        for backup_class in vault.classes:
            name = f"{vault.place}-{backup_class}-{'hourly' if backup_class in hourly else 'daily'}"
            yield BACKUP_SELECTION, name, f"holdfast:backups.classes.{backup_class}", backup_class
        for one in sorted(_backed_up(topology, vault)):
            for target in (*vault.copy_to, *others):
                yield EVENT_RULE, f"{vault.place}-{one.lower()}-{target}-uncopied", what, topology.project
    if plan.bunker is not None and plan.bunker.adopted is None:
        yield BACKUP_VAULT, f"{plan.bunker.place}-bunker-vault", what, topology.project
    if plan.air_gapped is not None:
        yield BACKUP_VAULT, f"{plan.air_gapped.place}-air-gapped-vault", what, topology.project


def _backed_up(topology: Topology, vault: VaultPlan) -> set[str]:
    """Types of the stores that are backed up into a vault."""
    return {
        BACKUP_TYPE_OF[store.kind]
        for store in topology.stores
        if store.backup_class in vault.classes and vault.place in store.places
    }


def _recovery_names(topology: Topology) -> Iterator[Named]:
    plan = topology.recovery
    controls = None if plan is None else plan.routing_control
    for key, places in ({} if controls is None else controls.controls).items():
        for place in places:
            logical_name = f"global-recovery-{key}-{place}"
            yield ROUTING_CONTROL, logical_name, f"holdfast:entrances.{key}", key
    if plan is None or plan.region_switch is None:
        return
    for workflow in plan.workflows:
        for step in (step for group in workflow.ungraceful for step in group):
            if step.action is RecoveryAction.ROUTE or step.subject_kind in _BY_FUNCTION:
                key = f"holdfast:{_SECTIONS[step.subject_kind]}.{step.subject}"
                yield ROLE, f"{workflow.to[0]}-{step.key}-role", key, step.subject


def _names(topology: Topology) -> Iterator[Named]:
    return chain(
        entrance_names(topology),
        _global_names(topology),
        _region_names(topology),
        _cluster_names(topology),
        _canary_names(topology),
        _dashboard_names(topology),
        _store_names(topology),
        _cache_names(topology),
        _backup_names(topology),
        _recovery_names(topology),
        _experiment_names(topology),
    )


def _overlong_names(topology: Topology) -> Iterator[Mistake]:
    for limit, logical_name, key, value in _names(topology):
        excess = limit.length(topology.project, topology.stack, logical_name) - limit.longest
        if excess > 0:
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=key,
                value=value,
                message=(
                    f"the name of the {limit.noun} '{logical_name}' would be {excess} characters too long: "
                    f"AWS allows {limit.longest}, random digits included ({limit.source}); shorten the key"
                ),
            )


def _refused_characters(topology: Topology) -> Iterator[Mistake]:
    """Names of project and stack that begin names in AWS, with characters that AWS does not take there.

    One mistake for each of them and each kind of name, however many resources have such a name.
    """
    told = set()
    for limit, logical_name, *_ in _names(topology):
        for noun, text, used in (
            ("project", topology.project, limit.with_project),
            ("stack", topology.stack, limit.with_project or limit.with_stack),
        ):
            refused = limit.refused_in(text) if used else ""
            if refused and (noun, limit.noun) not in told:
                told.add((noun, limit.noun))
                yield Mistake(
                    file="Pulumi.yaml" if noun == "project" else f"Pulumi.{topology.stack}.yaml",
                    key=f"name of the {noun}",
                    value=f"'{text}'",
                    message=(
                        f"begins the name of the {limit.noun} '{logical_name}', in which AWS takes no "
                        f"'{refused}' ({limit.source}): a {noun}'s name is letters, digits and hyphens"
                    ),
                )


def _overlong_scaling_policies(topology: Topology) -> Iterator[Mistake]:
    """Indexes whose capacity scales by policies that are named after table and index."""
    for store in topology.stores:
        if store.dynamodb is None or store.dynamodb.write is None:
            continue
        table = TABLE.length(topology.project, topology.stack, f"{store.home}-{store.key}-table")
        fixed = len("DynamoDBWriteCapacityUtilization:table//index/")
        longest = LONGEST_SCALING_POLICY - fixed - table
        for index in store.dynamodb.indexes:
            if len(index.key) > longest:
                yield Mistake(
                    file=f"Pulumi.{topology.stack}.yaml",
                    key=f"holdfast:stores.{store.key}.dynamodb.indexes.{index.key}",
                    value=f"{len(index.key)} characters",
                    message=(
                        f"with provisioned capacity an index of this table can have at most {longest} "
                        "characters: its scaling policies are named after table and index, and AWS allows "
                        f"them {LONGEST_SCALING_POLICY} (https://registry.terraform.io/providers/hashicorp/"
                        "aws/latest/docs/resources/appautoscaling_policy)"
                    ),
                )


def _refused_identifiers(topology: Topology) -> Iterator[Mistake]:
    stored = [("stores", store.elasticache) for store in topology.stores if store.elasticache is not None]
    for section, cache in [*(("caches", cache) for cache in topology.caches), *stored]:
        if cache.identifier is not None and not is_database_identifier(cache.identifier):
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=f"holdfast:{section}.{cache.key}",
                value=cache.identifier,
                message="ends the name of the Global Datastore in AWS, made of project, stack and cache: a "
                "lower-case letter, then letters, digits and single hyphens, at most 63",
            )
    for store in topology.stores:
        if store.s3 is not None and not is_access_point_name(store.s3.access_point or "none"):
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=f"holdfast:stores.{store.key}.s3.access_point",
                value=store.s3.access_point,
                message="is the name of the Multi-Region Access Point in AWS, made of project, stack and "
                "store: 3 to 50 lower-case letters, digits and hyphens, a letter or a digit at each end "
                "(https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
                "MultiRegionAccessPointRestrictions.html)",
            )
        if store.aurora is not None and not is_database_identifier(store.aurora.identifier):
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=f"holdfast:stores.{store.key}",
                value=store.aurora.identifier,
                message="is the name of the global database in AWS, made of project, stack and store, and "
                "not one that RDS takes: a lower-case letter, then letters, digits and single hyphens, at "
                "most 63 (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/"
                "API_CreateGlobalCluster.html)",
            )
        if store.rds is not None and not is_database_identifier(store.rds.identifier):
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=f"holdfast:stores.{store.key}",
                value=store.rds.identifier,
                message="begins the names of the databases in AWS, made of project, stack and store, with "
                "nothing that RDS takes: a lower-case letter, then letters, digits and single hyphens "
                "(https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html)",
            )


def _reserved_prefixes(topology: Topology) -> Iterator[Mistake]:
    """A project whose name begins the capacity providers of EC2 instances with what AWS keeps for itself."""
    name = topology.project.lower()
    if not name.startswith(CAPACITY_PROVIDER_PREFIXES):
        return
    if any(region.ecs is not None and region.ecs.instances is not None for region in topology.regions):
        yield Mistake(
            file="Pulumi.yaml",
            key="name of the project",
            value=f"'{topology.project}'",
            message=(
                f"begins the name of each {CAPACITY_PROVIDER.noun}, which must not begin with "
                f"{', '.join(CAPACITY_PROVIDER_PREFIXES)} ({CAPACITY_PROVIDER.source}): run the tasks on "
                "Fargate, or give the project another name"
            ),
        )
