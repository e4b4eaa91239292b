"""Stores that every region writes: see that the one that takes over does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, under_way
from holdfast.operate.call import call
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.steps import StepState

TABLE_WRITES = frozenset({"ACTIVE", "UPDATING"})
"""Statuses of a table in which it takes reads and writes:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html (2026-11)."""
CLUSTER_WRITES = frozenset({"ACTIVE", "IDLE", "UPDATING"})
"""Statuses of a DSQL cluster that takes connections; an idle one wakes with the first:
https://docs.aws.amazon.com/aurora-dsql/latest/userguide/cluster-lifecycle.html (2026-11)."""
_NO_KEY = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"


def table_name(store: Store, place: str) -> str:
    """Name of the table in a region: a global table has one, an adopted one is known by its ARN."""
    return store["table"] or store["tables"][place].rpartition("/")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeeTable(PlannedStep):
    """See that a table's replica takes writes: nothing of DynamoDB is promoted."""

    table: str

    def state(self) -> StepState:
        """Read the replica's status in its own region."""
        place = self.planned.place
        found = call(
            self.planned.clients,
            "dynamodb",
            self.planned.region(place),
            "describe_table",
            TableName=self.table,
        )["Table"]
        status = found["TableStatus"]
        if status == _NO_KEY:
            raise StepError(f"the table in {place} cannot use its key: see its KMS key in that region")
        if status in TABLE_WRITES:
            return done(f"{place} takes writes ({status})")
        return under_way(f"the table in {place} is {status}")

    def act(self) -> None:
        """Nothing: every replica writes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeeDsql(PlannedStep):
    """See that a DSQL cluster takes writes: nothing of it is promoted."""

    identifier: str

    def state(self) -> StepState:
        """Read the cluster's status in its own region."""
        place = self.planned.place
        status = call(
            self.planned.clients,
            "dsql",
            self.planned.region(place),
            "get_cluster",
            identifier=self.identifier,
        )["status"]
        if status in CLUSTER_WRITES:
            return done(f"{place} takes writes ({status})")
        return under_way(f"the cluster in {place} is {status}")

    def act(self) -> None:
        """Nothing: every cluster writes."""
