"""The real engine would change no RDS database after a promotion, and makes the old home anew as a replica.

A promotion ends replication: the old home is deleted by a person, and the settings' ``source`` says of which
instance it is copied when it is made anew. So the roles move to the other region and back. Until the
source is said the home is held, and nothing is made there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.backup_tags import CONTINUOUS_BACKUP_TAG
from tests.components.declared import ACCOUNT_ID
from tests.components.rds_sample import MYSQL, arguments, build
from tests.engine.engine import EngineError, Stack, Step, copy_program
from tests.engine.standin import rds
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.engine.standin import Cloud

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("failover-rds"),  # a module's stack is made once, not once per worker
]

PROGRAM = Path(__file__).parent / "programs" / "stores"
INSTANCE = "aws:rds/instance:Instance"
COPIES = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
BACKED_UP = {CONTINUOUS_BACKUP_TAG: "daily"}
HOME, OTHER = "use1", "euw1"
NOT_READ, PROMOTED, UNSAID, GONE, REBUILT, BACK, ANEW, WHOLE_AGAIN = (
    "the replica is promoted, and nothing is read",
    "the replica is promoted",
    "the replica is promoted without a number of days",
    "the old home is gone, and the promoted one is the source",
    "the old home is a replica",
    "the home is promoted again",
    "the other is gone, and the home is the source",
    "the other is a replica again",
)
QUIET = (NOT_READ, PROMOTED, REBUILT, BACK, WHOLE_AGAIN)
WHOLE: dict[str, dict[str, Any]] = {
    "pg": {},
    "my": dict(MYSQL),
    "copies": {
        "backup_copy": {
            "place": "usw2",
            "region": "us-west-2",
            "key_arn": f"arn:aws:kms:us-west-2:{ACCOUNT_ID}:key/usw2",
            "retention_days": 7,
        }
    },
    "backed": {"backup_tags": BACKED_UP},
}
REFUSED = {"dbName", "username"}
"""What the provider would refuse beside a source; without the others a step would follow."""


def args(key: str, source: str, **more: Any) -> Any:
    return arguments(HOME, OTHER, store=key, source=source, protection=False, **more)


def ignored() -> set[str]:
    return {property_ for one in build(backup_tags=BACKED_UP) for property_ in one.ignore_changes}


def cases(source: str, *, without: Sequence[str] | None = None) -> list[dict[str, Any]]:
    whole = [
        {"kind": "rds", "without": None, "args": args(key, source, **more)} for key, more in WHOLE.items()
    ]
    return whole + [
        {
            "kind": "rds",
            "without": property_,
            "args": args(property_.lower(), source, backup_tags=BACKED_UP),
        }
        for property_ in sorted(ignored() if without is None else without)
    ]


def identifiers(cloud: Cloud, place: str) -> Iterator[str]:
    for one in list(cloud.of(rds.INSTANCE)):
        if f"-{place}-" in one.state["identifier"]:
            yield one.state["identifier"]


class Told:
    """What an update after each event would do, by the key of the store."""

    def __init__(self, stack: Stack, cloud: Cloud) -> None:
        """Run the whole story, once."""
        self._stack = stack
        self.steps: dict[str, list[Step]] = {}
        self.sources: dict[str, set[str]] = {}
        self.refusals: dict[str, str] = {}
        self.unfounded: dict[str, list[str]] = {}
        self._configure(HOME)
        stack.up()
        self._promote(cloud, OTHER, not_read=NOT_READ, read=PROMOTED)
        self._make_anew(cloud, HOME, source=OTHER, gone=GONE, again=REBUILT)
        self._promote(cloud, HOME, read=BACK)
        self._refused(HOME)
        self._make_anew(cloud, OTHER, source=HOME, gone=ANEW, again=WHOLE_AGAIN)

    def _configure(self, source: str, *, founding: bool = True, **more: Any) -> None:
        listed = cases(source, **more)
        for case in listed:
            case["args"]["founding"] = founding
        self._stack.configure({"aws:region": "us-east-1", "stores:cases": json.dumps(listed)})

    def _promote(self, cloud: Cloud, place: str, *, read: str, not_read: str | None = None) -> None:
        for identifier in identifiers(cloud, place):
            rds.promote(cloud, identifier, retention_days=7)
        rds.back_up(cloud, CONTINUOUS_BACKUP_TAG)
        if not_read is not None:
            self.steps[not_read] = self._stack.preview()
        self._stack.refresh()
        self.steps[read] = self._stack.preview()
        if place == OTHER:
            self._unsaid(cloud, place)

    def _unsaid(self, cloud: Cloud, place: str) -> None:
        for one in cloud.of(rds.INSTANCE):
            if f"-{place}-" in one.state["identifier"] and not one.state.get("tags", {}).keys() & BACKED_UP:
                one.state["backupRetentionPeriod"] = 1
        self._stack.refresh()
        self.steps[UNSAID] = self._stack.preview()

    def _make_anew(self, cloud: Cloud, place: str, *, source: str, gone: str, again: str) -> None:
        for identifier in identifiers(cloud, place):
            rds.lose(cloud, identifier)
        self._stack.refresh()
        if place == HOME:
            self._held(cloud)
        self._configure(source, without=())
        self.steps[gone] = self._stack.preview()
        self._stack.up()
        self.sources[again] = {rds.source_of(cloud, one) for one in identifiers(cloud, place)}
        self.steps[again] = self._stack.preview()
        self._stack.refresh()
        self.steps[again] += self._stack.preview()

    def _held(self, cloud: Cloud) -> None:
        """Update while nobody has said another source, and the lost home is on hold."""
        self._configure(HOME, without=(), founding=False)
        with pytest.raises(EngineError) as refused:
            self._stack.up()
        self.unfounded[str(refused.value)] = list(identifiers(cloud, HOME))

    def _refused(self, source: str) -> None:
        """Ask for the home as the source again, of a store that ignores one of the two no more."""
        for property_ in sorted(REFUSED):
            case = {"kind": "rds", "without": property_, "args": args("pg", source)}
            self._stack.configure({"aws:region": "us-east-1", "stores:cases": json.dumps([case])})
            try:
                self._stack.preview()
            except EngineError as error:
                self.refusals[property_] = str(error)


@pytest.fixture(scope="module")
def told(cloud: Cloud, providers: str, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = copy_program(PROGRAM, tmp_path_factory.mktemp("rds") / "program", "__main__.py")
    return Told(Stack(folder, "dev", providers), cloud)


def of_whole(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if any(f"-{key}-db" in step.name for key in WHOLE)]


def briefly(steps: Sequence[Step]) -> set[tuple[str, str, str, tuple[str, ...]]]:
    return {(step.op, step.type, step.name, step.properties) for step in steps}


@pytest.mark.parametrize("event", QUIET)
def test_nothing_of_a_database_changes_after(event: str, told: Told) -> None:
    assert of_whole(told.steps[event]) == []


def test_days_that_a_promotion_was_not_told_come_back_and_nothing_else(told: Told) -> None:
    assert briefly(of_whole(told.steps[UNSAID])) == {
        ("update", INSTANCE, f"{OTHER}-{key}-db", ("backupRetentionPeriod",))
        for key in WHOLE
        if key != "backed"
    }


@pytest.mark.parametrize(
    ("event", "gone", "source", "region"),
    [(GONE, HOME, OTHER, "eu-west-1"), (ANEW, OTHER, HOME, "us-east-1")],
)
def test_the_lost_one_is_made_anew_as_a_replica_and_the_other_stays(
    event: str, gone: str, source: str, region: str, told: Told
) -> None:
    steps = of_whole(told.steps[event])
    on_instances = [step for step in steps if step.type == INSTANCE]
    days = {"backupRetentionPeriod"} if event == GONE else set()

    assert {step.type for step in steps} == {INSTANCE, COPIES}
    assert {(step.op, step.name) for step in on_instances} == {
        *(("create", f"{gone}-{key}-db") for key in WHOLE),
        *(("update", f"{source}-{key}-db") for key in WHOLE),
    }
    # The password can be changed at the source alone, and is written there once more: the same one.
    for step in on_instances:
        if step.op == "update":
            assert set(step.properties) - days == {"passwordWoVersion"}
    made = told.sources[REBUILT if event == GONE else WHOLE_AGAIN]
    assert {arn.split(":")[3] for arn in made} == {region}
    assert {(step.op, step.name) for step in steps if step.type == COPIES} == {
        ("replace", "usw2-copies-db-backups")
    }


def test_a_lost_home_that_is_held_is_never_made_as_an_empty_database(told: Told) -> None:
    ((said, made),) = told.unfounded.items()

    assert '"engine": required field is not set' in said
    assert made == []


def test_each_change_that_were_not_ignored_would_do_harm(told: Told) -> None:
    done = {
        (property_, step.op, step.type, changed)
        for steps in (told.steps[event] for event in (NOT_READ, PROMOTED))
        for step in steps
        for property_ in ignored()
        if f"-{property_.lower()}-db" in step.name
        for changed in step.properties
    }

    assert done == {
        ("backupRetentionPeriod", "update", INSTANCE, "backupRetentionPeriod"),
        # It fails: "cannot elect new source database for replication".
        ("replicateSourceDb", "update", INSTANCE, "replicateSourceDb"),
    }
    assert told.refusals.keys() == REFUSED
    for property_, said in told.refusals.items():
        assert f"{property_}: conflicts with another input" in said
    assert {property_ for property_, *_ in done} | REFUSED == ignored()
