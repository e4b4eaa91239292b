"""What brings data back: backups, their copies, restores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.model import Do, Section
from holdfast.runbook.sections.common import bake, each, of_each, regions, section, settings, tail
from holdfast.runbook.sections.stores import CLUSTER, INSTANCE, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.runbook.stack import Stack

VAULT = "aws:backup/vault:Vault"
RESTORE_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"


def backups(stack: Stack) -> Section:
    """A backup or a copy of one failed, or is late."""
    vaults = stack.of_type(VAULT)
    return section(
        At.BACKUPS,
        "A backup, or its copy to another region or account, failed, is late or was stopped.",
        decide=(
            (
                "Failed once: read why; the next one comes by schedule. If it is the only one within the "
                "objective, start one."
            ),
            "Failed every time: a key, a role or a vault's policy changed. See who changed what.",
            (
                "Somebody stopped it or deletes recovery points: treat it as an attack: section "
                "`account-lost`."
            ),
        ),
        do=(
            *each(
                "See what failed, and why",
                (
                    aws(
                        region,
                        what,
                        "--by-state",
                        "FAILED",
                        "--query",
                        f"{found}[].[CreationDate,ResourceType,ResourceArn,StatusMessage]",
                        "--output",
                        "table",
                    )
                    for region in regions(stack, vaults)
                    for what, found in (
                        ("backup list-backup-jobs", "BackupJobs"),
                        ("backup list-copy-jobs", "CopyJobs"),
                    )
                ),
            ),
            *each("See what each vault has", (_points(stack, one) for one in vaults)),
        ),
        back=(
            Do("It is over when the next backup and its copies are there."),
            *each("See that everything has a copy again", [command("holdfast", "inventory", stack.name)]),
        ),
        never=("Do not delete recovery points to make room while a backup fails.",),
    )


def restore(stack: Stack) -> Section:
    """Data must come back from a backup, or a restore test failed."""
    plans = stack.of_type(RESTORE_PLAN)
    logs = [
        one for one in stack.of_type("aws:cloudwatch/logGroup:LogGroup") if one.name.endswith("-restore-logs")
    ]
    return section(
        At.RESTORE,
        "Data is gone or wrong, or a restore test failed or did not happen.",
        decide=(
            "A restore test: the data of today is well. Read the verdict, mend within days.",
            (
                "Data is wrong: since when? Stop what writes it, then restore to the moment before, beside "
                "the store, never "
                "over it."
            ),
            (
                "Data is gone with its region: a copy in another region that takes over is newer than any "
                "backup: section "
                "`region-lost`."
            ),
            "Copies are gone too: the newest recovery point of a vault that is left.",
        ),
        do=(
            *each(
                "See how each thing comes back, with the commands for it, and how old its copies can be",
                [command("holdfast", "inventory", stack.name)],
            ),
            *each(
                "Try the newest copy elsewhere: it restores, asks, deletes, and says how long that took",
                [command("holdfast", "restore-test", stack.name)]
                if stack.ours and stack.of_type(RESTORE_PLAN)
                else [],
            ),
            *each(
                "See the recovery points of each vault", (_points(stack, one) for one in stack.of_type(VAULT))
            ),
            *of_each(
                stack,
                "See the verdicts of restore tests",
                plans,
                "backup list-restore-jobs",
                "--by-restore-testing-plan-arn ARN",
                "--query",
                "RestoreJobs[].[SourceResourceArn,Status,ValidationStatus,ValidationStatusMessage,DeletionStatus]",
            ),
            *each("Read what the function that judges them says", (tail(stack, one, "7d") for one in logs)),
            *_to_a_moment(stack),
        ),
        back=(
            Do(
                "Compare what was restored with what is there, copy back what was lost, and only then "
                "let writers in."
            ),
            *settings(
                stack,
                "Take over a restored store by the settings (`adopt` or `holdfast:imports`), see its page",
            ),
            *bake(stack),
        ),
        never=(
            "Do not restore over a store that still has newer data.",
            "Do not delete the broken store before the restored one serves.",
        ),
    )


def _points(stack: Stack, vault: Resource) -> str:
    return aws(
        stack.region(vault),
        "backup list-recovery-points-by-backup-vault",
        "--backup-vault-name",
        stack.called("NAME", vault, "name"),
        "--max-items",
        "20",
        "--query",
        "RecoveryPoints[].[CreationDate,Status,ResourceType,ResourceArn,RecoveryPointArn]",
        "--output",
        "table",
    )


def _to_a_moment(stack: Stack) -> Iterator[Do]:
    yield from of_each(
        stack,
        "DynamoDB: a new table as the old one was at a moment",
        stack.of_type(TABLE),
        "dynamodb restore-table-to-point-in-time",
        "--source-table-name NAME:name",
        "--target-table-name",
        "NEW_TABLE",
        "--restore-date-time",
        "YYYY-MM-DDTHH:MM:SSZ",
    )
    yield from of_each(
        stack,
        "Aurora: a new cluster as the old one was at a moment; it comes without instances",
        stack.of_type(CLUSTER),
        "rds restore-db-cluster-to-point-in-time",
        "--source-db-cluster-identifier NAME:clusterIdentifier",
        "--db-cluster-identifier",
        "NEW_CLUSTER",
        "--restore-to-time",
        "YYYY-MM-DDTHH:MM:SSZ",
    )
    yield from of_each(
        stack,
        "RDS: a new instance as the old one was at a moment",
        stack.of_type(INSTANCE),
        "rds restore-db-instance-to-point-in-time",
        "--source-db-instance-identifier NAME:identifier",
        "--target-db-instance-identifier",
        "NEW_INSTANCE",
        "--restore-time",
        "YYYY-MM-DDTHH:MM:SSZ",
    )
