"""What a person must do, or must know, after an update."""

from holdfast.components.alert_next_steps import listeners
from holdfast.components.backup_plan_args import data_key_guests
from holdfast.topology.values import Door, SecretSource, Topology

_NO_WAF = {Door.PROXY: "a Network Load Balancer", Door.HTTP_API: "an HTTP API"}

_JOIN_CONTROLS = (
    "Switch every routing control on, which are Off when they are made: for each ARN in the output "
    "'operations' under recovery.routing_control.controls run aws route53-recovery-cluster "
    "update-routing-control-state --routing-control-arn ARN --routing-control-state On, with --region and "
    "--endpoint-url of one of recovery.routing_control.endpoints. Then run: pulumi config set --path "
    "'holdfast:recovery.routing_control.joined' true && pulumi up"
)
_SUBSCRIBES = (
    "This stack subscribes the account to AWS Shield Advanced: USD 3,000 a month for one year, which "
    "'pulumi destroy' does not end (https://aws.amazon.com/shield/pricing/)"
)


def next_steps(topology: Topology) -> list[str]:
    """Return what a person must do after an update, in order, and then what a person should know."""
    return [
        *_delegations(topology),
        *_without_config(topology),
        *_unjoined_controls(topology),
        *notices(topology),
    ]


def notices(topology: Topology) -> list[str]:
    """Return what a person should know after an update."""
    return [
        *_subscription(topology),
        *_without_waf(topology),
        *_bunker(topology),
        *_unwritten(topology),
        *_dsql(topology),
        *listeners(topology),
        *_monitoring(topology),
    ]


def undelegated(topology: Topology) -> dict[str, list[str]]:
    """Return each zone that its parent does not delegate to yet, and the settings that then say so.

    Entrances of one zone must agree on it, so that all of them are told before the next update.
    """
    waiting: dict[str, list[str]] = {}
    for entrance in topology.entrances:
        path = f"entrances.{entrance.key}"
        if entrance.zone is not None and not entrance.zone.delegated:
            waiting.setdefault(entrance.zone.name, []).append(f"{path}.zone.delegated")
        if entrance.cloudflare is not None and not entrance.cloudflare.zone.delegated:
            waiting.setdefault(entrance.cloudflare.zone.name, []).append(f"{path}.cloudflare.zone.delegated")
    return waiting


def _delegations(topology: Topology) -> list[str]:
    return [
        f"Delegate {zone} to the name servers in the output 'name_servers', then run: "
        + "".join(f"pulumi config set --path 'holdfast:{path}' true && " for path in paths)
        + "pulumi up"
        for zone, paths in undelegated(topology).items()
    ]


def _unjoined_controls(topology: Topology) -> list[str]:
    controls = None if topology.recovery is None else topology.recovery.routing_control
    if controls is None or controls.joined:
        return []
    return [_JOIN_CONTROLS]


def _without_config(topology: Topology) -> list[str]:
    audit = None if topology.backups is None else topology.backups.audit
    if audit is None or audit.config_recorder:
        return []
    places = ", ".join(place.region for place in audit.places)
    step = (
        f"Let AWS Config record in {places} (at least what "
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/choosing-controls.html names), then run: "
        "pulumi config set --path 'holdfast:backups.audit.config_recorder' true && pulumi up. Until then "
        "backups are reported but no control is judged"
    )
    return [step]


def _subscription(topology: Topology) -> list[str]:
    if topology.shield is None or not topology.shield.subscribe:
        return []
    return [_SUBSCRIBES]


def _without_waf(topology: Topology) -> list[str]:
    steps = []
    for entrance in topology.entrances:
        if entrance.lacks_waf:
            path = f"holdfast:entrances.{entrance.key}"
            steps.append(
                f"Entrance '{entrance.key}' has no AWS WAF, which cannot be attached to "
                f"{_NO_WAF[entrance.door]}: put CloudFront in front ('{path}.cloudfront') or agree that "
                f"there is none ('{path}.waf.enabled' false)"
            )
    return steps


def _unwritten(topology: Topology) -> list[str]:
    """Secrets whose values people write, which no update can see."""
    regions = {one.place: one.region for one in topology.regions}
    return [
        f"The value of the secret '{one.key}' is written by people, and services that name it start only "
        f"once it is there: aws secretsmanager put-secret-value --region {regions[one.home]} "
        f"--secret-id {one.name} --secret-string …"
        for one in (topology.applications.secrets if topology.applications else ())
        if one.source is SecretSource.PEOPLE
    ]


def _dsql(topology: Topology) -> list[str]:
    """What no preview shows: what a DSQL cluster was made as is ignored, so that no survivor is replaced."""
    alone = (
        "has one region for ever: for two make a store under another key, and restore a backup of this one "
        "into it"
    )
    peers = (
        "is two clusters that were made as peers: one that was made alone does not become one, and an update "
        "that wants it fails at its peering. Run 'pulumi refresh' before an update that changes the key or "
        "the protection of a cluster, or its peer may be taken from it"
    )
    return [
        f"The DSQL database '{store.key}' {peers if len(store.places) > 1 else alone} (docs/dsql.md)"
        for store in topology.stores
        if store.dsql is not None
    ]


def _monitoring(topology: Topology) -> list[str]:
    """What the vendor of application performance monitoring must be told."""
    if topology.apm is None or topology.apm.integration is None:
        return []
    step = (
        f"Give the role's ARN (output 'operations', apm.role_arn) to the page for AWS of "
        f"{topology.apm.backend.value}, with the external id that it showed (docs/apm.md)"
    )
    return [step]


def _bunker(topology: Topology) -> list[str]:
    """What copies to a second account need that this stack cannot do."""
    plan = topology.backups
    if plan is None or plan.bunker is None:
        return []
    account = plan.bunker.account_id
    switch = (
        f"Copies to account {account} need cross-account backup, which the organization's management account "
        "alone switches on: aws backup update-global-settings --global-settings "
        "isCrossAccountBackupEnabled=true (https://docs.aws.amazon.com/aws-backup/latest/devguide/"
        "create-cross-account-backup.html)"
    )
    steps = [switch]
    keys = {
        f"holdfast:regions.{region.place}.key_arn": region.key_arn
        for region in topology.regions
        if region.key_arn is not None and data_key_guests(topology, region.place)
    }
    keys.update(
        {
            f"holdfast:backups.key_arns.{vault.place}": vault.key_arn
            for vault in plan.vaults
            if vault.key_arn is not None and vault.shared_with and vault.adopted is None
        }
    )
    steps.extend(
        f"The policy of the existing key {arn} ({path}) must let account {account} use it, or copies fail "
        "(https://repost.aws/knowledge-center/backup-cross-account-copy-error)"
        for path, arn in keys.items()
    )
    steps.extend(
        f"The key of the existing vault {vault.adopted} (holdfast:backups.adopt.{vault.place}) must let "
        f"account {account} use it, or copies fail "
        "(https://repost.aws/knowledge-center/backup-cross-account-copy-error)"
        for vault in plan.vaults
        if vault.adopted is not None and vault.shared_with
    )
    if plan.bunker.adopted is not None:
        steps.append(
            f"The policy of the existing vault {plan.bunker.adopted} in account {account} must allow account "
            f"{topology.account_id} backup:CopyIntoBackupVault, or copies fail "
            "(https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html)"
        )
    return steps
