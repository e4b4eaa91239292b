"""Promotion and fencing of RDS, by a script: moto's promotion leaves the replica a replica."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import ANY

from holdfast.operate.read_replicas import FENCED_TAG
from holdfast.operate.steps import Stage, StepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

EUW1, USE1 = "eu-west-1", "us-east-1"
REGIONS = {"euw1": EUW1, "use1": USE1}
FENCED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Database:
    """What AWS says of a database's instances, one answer after the other."""

    def __init__(self, script: Aws, contract: Operations, key: str) -> None:
        self.script, self.key = script, key
        self.engine = "postgres" if key == "users" else "mysql"
        self.members = contract["stores"][key]["rds_members"]

    def instance(
        self,
        place: str,
        *,
        copies: str | None = None,
        status: str = "available",
        fenced: datetime | None = None,
        replicas: tuple[str, ...] = ("euw1",),
    ) -> None:
        one: dict[str, Any] = {
            "DBInstanceArn": self.members[place]["arn"],
            "Engine": self.engine,
            "DBInstanceStatus": status,
            "BackupRetentionPeriod": 14,
            "ReadReplicaDBInstanceIdentifiers": [self.members[one]["arn"] for one in replicas],
            "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1", "Status": "active"}],
            "TagList": [{"Key": FENCED_TAG, "Value": fenced.isoformat()}] if fenced else [],
        }
        if copies is not None:
            one["ReadReplicaSourceDBInstanceIdentifier"] = self.members[copies]["arn"]
        self.script.answers(
            "rds",
            REGIONS[place],
            "describe_db_instances",
            {"DBInstances": [one]},
            DBInstanceIdentifier=self.members[place]["identifier"],
        )

    def metric(self, place: str, name: str, values: list[tuple[datetime, float]]) -> None:
        self.script.answers(
            "cloudwatch",
            REGIONS[place],
            "get_metric_statistics",
            {
                "Datapoints": [
                    {"Timestamp": at, "Minimum": value, "Maximum": value, "Sum": value}
                    for at, value in values
                ]
            },
            Namespace="AWS/RDS",
            MetricName=name,
            Dimensions=[{"Name": "DBInstanceIdentifier", "Value": self.members[place]["identifier"]}],
            StartTime=ANY,
            EndTime=ANY,
            Period=60,
            Statistics=["Minimum", "Maximum", "Sum"],
        )


@pytest.fixture
def users(script: Aws, contract: Operations) -> Database:
    return Database(script, contract, "users")


@pytest.fixture
def bills(script: Aws, contract: Operations) -> Database:
    return Database(script, contract, "bills")


def test_ungraceful_promotes_at_once_and_keeps_the_backups(
    step: Callable[..., Step], script: Aws, users: Database
) -> None:
    promote = step("promote-users")
    script.avoided = {USE1}
    users.instance("euw1", copies="use1")
    state = promote.state()
    assert state.stage is Stage.TODO
    assert state.detail.startswith("euw1 copies ")

    users.instance("euw1", copies="use1")
    script.answers(
        "rds",
        EUW1,
        "promote_read_replica",
        {},
        DBInstanceIdentifier=users.members["euw1"]["identifier"],
        BackupRetentionPeriod=14,
    )
    promote.act()

    users.instance("euw1", status="modifying")
    assert promote.state().stage is Stage.UNDER_WAY
    users.instance("euw1")
    assert promote.state().stage is Stage.DONE


def test_promoting_what_was_promoted_does_nothing(step: Callable[..., Step], users: Database) -> None:
    users.instance("euw1")
    step("promote-users").act()


def test_a_replica_that_is_busy_is_waited_for(step: Callable[..., Step], users: Database) -> None:
    users.instance("euw1", copies="use1", status="backing-up")
    state = step("promote-users").state()
    assert (state.stage, "backing-up" in state.detail) == (Stage.UNDER_WAY, True)


def test_graceful_waits_for_the_fence(step: Callable[..., Step], users: Database) -> None:
    users.instance("euw1", copies="use1")
    users.instance("use1")
    state = step("promote-users", graceful=True).state()
    assert state.stage is Stage.UNDER_WAY
    assert "use1 still takes writes" in state.detail


def test_graceful_of_mysql_waits_until_nothing_is_behind(step: Callable[..., Step], bills: Database) -> None:
    promote = step("promote-bills", graceful=True)
    before, after = FENCED - timedelta(minutes=1), FENCED + timedelta(minutes=2)

    bills.instance("euw1", copies="use1")
    bills.instance("use1", fenced=FENCED)
    bills.metric("euw1", "ReplicaLag", [(before, 0), (after, 7)])
    bills.metric("euw1", "ReplicaLag", [(before, 0), (after, 7)])
    state = promote.state()
    assert state.stage is Stage.UNDER_WAY
    assert "behind 7 s at 10:02 UTC" in state.detail

    bills.instance("euw1", copies="use1")
    bills.instance("use1", fenced=FENCED)
    bills.metric("euw1", "ReplicaLag", [(after, 0)])
    assert promote.state().stage is Stage.TODO


def test_graceful_of_postgres_asks_the_source_what_it_still_holds(
    step: Callable[..., Step], users: Database
) -> None:
    """Its replica's lag grows while nobody writes, so that it says nothing."""
    users.instance("euw1", copies="use1")
    users.instance("use1", fenced=FENCED)
    users.metric("use1", "OldestReplicationSlotLag", [(FENCED + timedelta(minutes=1), 0)])
    state = step("promote-users", graceful=True).state()
    assert (state.stage, state.detail) == (Stage.TODO, "euw1 has every write of use1")


def test_a_source_that_the_contract_does_not_name_stops_it(
    step: Callable[..., Step], contract: Operations, script: Aws, users: Database
) -> None:
    users.instance("euw1", copies="use1")
    contract["stores"]["users"]["rds_members"]["use1"]["arn"] = "arn:aws:rds:us-east-1:1:db:other"
    with pytest.raises(StepError, match="which the contract does not name"):
        step("promote-users", graceful=True).state()
    del script


def test_fencing_closes_the_old_writer_and_says_when(
    step: Callable[..., Step], script: Aws, users: Database
) -> None:
    fence = step("fence-users", graceful=True)
    users.instance("use1")
    state = fence.state()
    assert (state.stage, state.detail) == (Stage.TODO, "use1 takes writes")

    users.instance("use1")
    rules = [
        {"SecurityGroupRuleId": "sgr-in", "IsEgress": False},
        {"SecurityGroupRuleId": "sgr-out", "IsEgress": True},
    ]
    script.answers("ec2", USE1, "describe_security_group_rules", {"SecurityGroupRules": rules})
    script.answers(
        "ec2",
        USE1,
        "revoke_security_group_ingress",
        {"Return": True},
        GroupId="sg-1",
        SecurityGroupRuleIds=["sgr-in"],
    )
    identifier = users.members["use1"]["identifier"]
    script.answers("rds", USE1, "reboot_db_instance", {}, DBInstanceIdentifier=identifier)
    script.answers("rds", USE1, "add_tags_to_resource", {})
    fence.act()

    users.instance("use1", status="rebooting", fenced=FENCED)
    assert fence.state().stage is Stage.UNDER_WAY
    users.instance("use1", fenced=FENCED)
    state = fence.state()
    assert state.stage is Stage.DONE
    assert "lets nobody in since 10:00 UTC" in state.detail


def test_fencing_that_was_interrupted_is_done_again(
    step: Callable[..., Step], script: Aws, users: Database
) -> None:
    """Without the tag nobody knows whether connections were ended."""
    fence = step("fence-users", graceful=True)
    users.instance("use1")
    script.answers("ec2", USE1, "describe_security_group_rules", {"SecurityGroupRules": []})
    script.answers("rds", USE1, "reboot_db_instance", {})
    script.answers("rds", USE1, "add_tags_to_resource", {})
    fence.act()


@pytest.mark.parametrize("fenced", [True, False])
def test_fencing_what_takes_no_writes_does_nothing(
    step: Callable[..., Step], users: Database, *, fenced: bool
) -> None:
    fence = step("fence-users", graceful=True)
    for _ in range(2):
        users.instance("use1", copies=None if fenced else "euw1", fenced=FENCED if fenced else None)
    assert fence.state().stage is Stage.DONE
    fence.act()


def test_a_writer_that_nobody_copies_is_not_closed(step: Callable[..., Step], users: Database) -> None:
    """After a promotion it may be the only one that has the newest writes."""
    users.instance("use1", replicas=())
    with pytest.raises(StepError, match="nobody copies use1: were it closed"):
        step("fence-users", graceful=True).state()


def test_two_databases_of_their_own_stop_a_move(step: Callable[..., Step], users: Database) -> None:
    users.instance("euw1")
    users.instance("use1", replicas=())
    with pytest.raises(StepError, match="euw1 and use1 are databases of their own"):
        step("promote-users", graceful=True).state()


@pytest.mark.parametrize("closed", [True, False])
def test_a_move_that_was_done_stays_done(step: Callable[..., Step], users: Database, *, closed: bool) -> None:
    """The old writer was closed, or is a replica of the new one already."""
    users.instance("euw1", status="backing-up")
    users.instance("use1", copies=None if closed else "euw1", fenced=FENCED if closed else None)
    assert step("promote-users", graceful=True).state().stage is Stage.DONE


def test_a_lost_region_cannot_be_fenced_which_is_said_loudly(step: Callable[..., Step], script: Aws) -> None:
    fence = step("fence-users")
    script.avoided = {USE1}
    state = fence.state()
    assert state.stage is Stage.DONE
    assert state.detail.startswith("NOT FENCED: use1 is not called")


def test_a_writer_that_is_not_left_keeps_its_replicas(
    step: Callable[..., Step], script: Aws, contract: Operations
) -> None:
    members = contract["stores"]["users"]["rds_members"]
    members["usw2"] = {**members["use1"], "identifier": "usw2", "arn": "arn:aws:rds:us-west-2:1:db:usw2"}
    Database(script, contract, "users").instance("euw1", copies="usw2", replicas=())

    state = step("promote-users").state()
    assert (state.stage, state.detail) == (Stage.DONE, "usw2 takes writes, and is not left")
