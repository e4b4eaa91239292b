"""Where the parts of an RDS database are declared, and its arguments."""

from dataclasses import dataclass

import pulumi
import pulumi_random as random

from holdfast.components.backup_tags import CONTINUOUS_BACKUP_TAG
from holdfast.components.database_scope import DatabaseScope
from holdfast.components.rds_args import RdsDatabaseArgs

BACKUP_CHANGES = ("backupRetentionPeriod",)
"""Inputs that AWS Backup sets once it backs up continuously; AWS then refuses other values.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html
(2026-11).
"""
_RANDOM_BYTES = 2


@dataclass(frozen=True, kw_only=True)
class RdsScope(DatabaseScope):
    """What all children of one ``RdsDatabase`` have in common."""

    args: RdsDatabaseArgs
    """Arguments of the component, checked."""

    @property
    def source(self) -> str:
        """Place from which replicas are copied that are made from now on."""
        return self.args.get("source", self.args["home"])

    @property
    def kept_by_backup(self) -> tuple[str, ...]:
        """Inputs that AWS Backup keeps."""
        return BACKUP_CHANGES if CONTINUOUS_BACKUP_TAG in self.args.get("backup_tags", {}) else ()

    def identifier(self, place: str) -> pulumi.Input[str]:
        """Name a member in AWS: as given, else made once, before the member.

        RDS would make the log groups that its databases write to, so those that are declared must be there
        first, and bear its name. It stays when the member is made anew, and so does the host name.

        Args:
            place: Place of the member.
        """
        given = self.args["members"][place].get("identifier")
        if given is not None:
            return given
        return random.RandomId(
            self.noun(place, "id"),
            prefix=f"{pulumi.get_project()}-{pulumi.get_stack()}-{self.noun(place)}-",
            byte_length=_RANDOM_BYTES,
            opts=self.options(),
        ).hex
