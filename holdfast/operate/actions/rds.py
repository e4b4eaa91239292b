"""Promote a read replica of RDS, and close the old writer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo, under_way
from holdfast.operate.aws import AvoidedRegionError
from holdfast.operate.call import call
from holdfast.operate.metrics import newest
from holdfast.operate.read_replicas import FENCED_TAG, caught_up, lag_metric, read_instance
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.read_replicas import Instance
    from holdfast.operate.steps import StepState

_AVAILABLE = "available"
_WRITES = frozenset({"available", "backing-up"})
_BUSY = frozenset({"modifying", "rebooting", "backing-up", "promoting", "creating", "upgrading"})
_LEAST_BACKUP_DAYS = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PromoteReplica(PlannedStep):
    """Make a region's read replica a database of its own, which takes writes; replication ends with it.

    AWS has no switchover here: SwitchoverReadReplica is Oracle's
    (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SwitchoverReadReplica.html, 2026-11).
    Graceful, it waits until the closed writer's last write has arrived, so that nothing is lost.
    """

    def state(self) -> StepState:
        """Read whether the instance still copies another."""
        mine, place = self._instance(self.planned.place), self.planned.place
        if mine.source is None:
            self._refuse_two_writers()
            if mine.status not in _WRITES:
                return under_way(f"{place} was promoted, it is {mine.status}")
            return done(f"{place} takes writes")
        if (writer := self._place_of(mine.source)) != self.planned.away_from:
            return done(f"{writer} takes writes, and is not left")
        if mine.status != _AVAILABLE:
            return under_way(f"the replica in {place} is {mine.status}: it is promoted when it is available")
        if not self.planned.graceful:
            return todo(f"{place} copies {_name(mine.source)}")
        return self._graceful(mine)

    def act(self) -> None:
        """Ask for the promotion, with the backups that the replica keeps already."""
        mine = self._instance(self.planned.place)
        if mine.source is None:
            return
        call(
            self.planned.clients,
            "rds",
            self.planned.region(self.planned.place),
            "promote_read_replica",
            DBInstanceIdentifier=mine.identifier,
            # Without it AWS keeps them for a day:
            # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html (2026-11)
            BackupRetentionPeriod=max(mine.backup_days, _LEAST_BACKUP_DAYS),
        )

    def _refuse_two_writers(self) -> None:
        """Refuse, before traffic moves: nobody knows which of two single databases is the one."""
        other = self.planned.away_from
        if not self.planned.graceful or other not in self.planned.store["rds_members"]:
            return
        found = self._instance(other)
        if found.source is None and found.fenced_at is None:
            raise StepError(
                f"{self.planned.place} and {other} are databases of their own, each with its own writes: "
                "have the one to be given up made anew as a replica of the other, then run it again"
            )

    def _graceful(self, mine: Instance) -> StepState:
        source_place = self._place_of(str(mine.source))
        source = self._instance(source_place)
        if source.fenced_at is None:
            return under_way(
                f"{source_place} still takes writes: it is promoted once {source_place} is fenced"
            )
        regions = self.planned.region(source_place), self.planned.region(self.planned.place)
        if caught_up(
            self.planned.clients,
            source=source,
            source_region=regions[0],
            replica=mine.identifier,
            replica_region=regions[1],
        ):
            return todo(f"{self.planned.place} has every write of {source_place}")
        lag = newest(self.planned.clients, regions[1], lag_metric(mine.identifier))
        behind = "by an unknown time" if lag.value is None else f"{lag.value:g} s at {lag.at:%H:%M} UTC"
        return under_way(f"waits for the last writes of {source_place}: behind {behind}")

    def _instance(self, place: str) -> Instance:
        member = self.planned.store["rds_members"][place]
        return read_instance(self.planned.clients, self.planned.region(place), member["identifier"])

    def _place_of(self, source: str) -> str:
        for place, member in self.planned.store["rds_members"].items():
            if source in {member["identifier"], member["arn"]}:
                return place
        raise StepError(f"{self.planned.place} copies {source}, which the contract does not name")


@dataclass(frozen=True, kw_only=True, slots=True)
class FenceInstance(PlannedStep):
    """Close the old writer: nobody gets a connection, and the restart ends those there are.

    Its security groups lose every rule that lets somebody in; replication goes another way and continues. A
    tag keeps when. It is for good: the instance is deleted and made anew as a replica, or opened again by
    ``pulumi refresh`` and ``pulumi up``. Rules alone would not do: "its tracked connections are not
    immediately interrupted"
    (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html, 2026-11).
    """

    def state(self) -> StepState:
        """Read whether it is closed; a region that is not called cannot be fenced, which is said."""
        place = self.planned.place
        try:
            instance = self._instance()
        except AvoidedRegionError:
            return done(
                f"NOT FENCED: {place} is not called, so its database takes writes from whoever still reaches "
                f"it. Traffic alone is kept away. When {place} is back, let nobody write there"
            )
        if instance.source is not None:
            return done(f"{place} copies another and takes no writes")
        if instance.fenced_at is not None:
            if instance.status != _AVAILABLE:
                return under_way(f"{place} is closed and restarts ({instance.status})")
            return done(f"{place} lets nobody in since {instance.fenced_at:%H:%M} UTC")
        if instance.status in _BUSY:
            return under_way(f"{place} is {instance.status}, and is closed when that is over")
        if self.planned.graceful and not instance.replicas:
            raise StepError(
                f"nobody copies {place}: were it closed, nobody would have its writes. Have a replica made "
                "of it first"
            )
        return todo(f"{place} takes writes")

    def act(self) -> None:
        """Take the rules away, restart, and then say when: whoever is interrupted does it again."""
        instance, region = self._instance(), self.planned.region(self.planned.place)
        if instance.source is not None or instance.fenced_at is not None:
            return
        for group in instance.security_groups:
            self._close(region, group)
        call(
            self.planned.clients,
            "rds",
            region,
            "reboot_db_instance",
            DBInstanceIdentifier=instance.identifier,
        )
        call(
            self.planned.clients,
            "rds",
            region,
            "add_tags_to_resource",
            ResourceName=instance.arn,
            Tags=[{"Key": FENCED_TAG, "Value": datetime.now(UTC).isoformat(timespec="seconds")}],
        )

    def _close(self, region: str, group: str) -> None:
        found = call(
            self.planned.clients,
            "ec2",
            region,
            "describe_security_group_rules",
            Filters=[{"Name": "group-id", "Values": [group]}],
        )
        inward = [
            rule["SecurityGroupRuleId"]
            for rule in found.get("SecurityGroupRules", [])
            if not rule.get("IsEgress")
        ]
        if inward:
            call(
                self.planned.clients,
                "ec2",
                region,
                "revoke_security_group_ingress",
                GroupId=group,
                SecurityGroupRuleIds=inward,
            )

    def _instance(self) -> Instance:
        place = self.planned.place
        member = self.planned.store["rds_members"][place]
        return read_instance(self.planned.clients, self.planned.region(place), member["identifier"])


def _name(source: str) -> str:
    return source.rpartition(":")[2]
