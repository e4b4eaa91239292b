"""The real engine would change no secret whose replica was promoted, and replace no key's replica."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.declared import ACCOUNT_ID
from tests.engine.engine import Stack, Step, copy_program
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.engine.standin import Cloud

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("failover-applications"),  # the stack is made once, not once per worker
]

PROGRAM = Path(__file__).parent / "programs" / "applications"
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "apne1": "ap-northeast-1"}
SECRET, KEY, REPLICA = (
    "aws:secretsmanager/secret:Secret",
    "aws:kms/key:Key",
    "aws:kms/replicaKey:ReplicaKey",
)
NOT_READ = "replicas are promoted, and nothing is read"
READ = "replicas are promoted, and read"
SAID = "the settings say so"
MADE_AGAIN = "the secret is whole again, and the settings say so no more"


def secret(key: str, *, without: str | None = None, **more: Any) -> dict[str, Any]:
    args = {
        "key": key,
        "name": f"shop/prod/{key}/secret",
        "home": "use1",
        "members": {
            place: {"region": region, "key_arn": f"arn:aws:kms:{region}:{ACCOUNT_ID}:key/{place}"}
            for place, region in REGIONS.items()
        },
        "source": "generated",
        "protection": False,
        **more,
    }
    return {"kind": "secret", "args": args, "without": without}


def key(name: str, *, without: str | None = None) -> dict[str, Any]:
    args = {
        "key": name,
        "alias": f"shop/prod/{name}",
        "home": "use1",
        "regions": REGIONS,
        "multi_region": True,
        "protection": False,
    }
    return {"kind": "key", "args": args, "without": without}


def settings(*, promoted: Sequence[str] = ()) -> dict[str, Any]:
    cases = [
        secret("told", promoted=promoted),
        secret("untold"),
        secret("unignored", without="replicas", promoted=promoted),
        key("whole"),
        key("primary", without="primaryKeyArn"),
    ]
    return {"aws:region": "us-east-1", "applications:cases": json.dumps(cases)}


@pytest.fixture(scope="module")
def told(cloud: Cloud, providers: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Step]]:
    """Event → what an update after it would do."""
    folder = copy_program(PROGRAM, tmp_path_factory.mktemp("applications") / "program", "__main__.py")
    stack = Stack(folder, "dev", providers)
    stack.configure(settings())
    stack.up()
    replicas = {one.id: one.state["replicas"] for one in cloud.of(SECRET)}
    primaries = {one.id: one.state["primaryKeyArn"] for one in cloud.of(REPLICA)}
    promote(cloud)
    found = {NOT_READ: stack.preview()}
    stack.refresh()
    found[READ] = stack.preview()
    stack.configure(settings(promoted=["euw1"]))
    found[SAID] = stack.preview()
    for one in cloud.of(SECRET):
        one.state["replicas"] = replicas[one.id]
    for one in cloud.of(REPLICA):
        one.state["primaryKeyArn"] = primaries[one.id]
    stack.refresh()
    stack.configure(settings())
    found[MADE_AGAIN] = stack.preview()
    return found


def promote(cloud: Cloud) -> None:
    """Promote the replicas of one region, as people do while the home is lost.

    A promoted secret is none of the home's replicas any more
    (https://docs.aws.amazon.com/secretsmanager/latest/userguide/standalone-secret.html). Every replica of a
    key names the new primary (``resourceReplicaKeyRead`` in internal/service/kms/replica_key.go of
    hashicorp/terraform-provider-aws). Both 2026-11.
    """
    for one in cloud.of(SECRET):
        one.state["replicas"] = [it for it in one.state["replicas"] if it["region"] != "eu-west-1"]
    for one in cloud.of(REPLICA):
        one.state["primaryKeyArn"] = one.state["primaryKeyArn"].replace("us-east-1", "eu-west-1")


def briefly(steps: Sequence[Step]) -> set[tuple[str, str, str]]:
    return {(step.op, step.name, property_) for step in steps for property_ in step.properties}


UNTOLD = ("update", "use1-untold-secret", "replicas")
UNIGNORED = ("update", "use1-unignored-secret", "replicas")
REPLACED = {("replace", f"{place}-primary-app-key", "primaryKeyArn") for place in REGIONS if place != "use1"}


def test_an_update_that_reads_nothing_does_nothing(told: dict[str, list[Step]]) -> None:
    assert told[NOT_READ] == []


def test_a_promoted_replica_is_left_alone_once_the_settings_say_so(told: dict[str, list[Step]]) -> None:
    secrets = {step for step in briefly(told[SAID]) if "-secret" in step[1]}

    # Of the others an update would ask for a replica where a secret of that name stands already.
    assert secrets == {UNTOLD, UNIGNORED}
    assert ("update", "use1-told-secret", "replicas") in briefly(told[READ])


def test_no_replica_of_a_key_is_replaced_for_its_primarys_sake(told: dict[str, list[Step]]) -> None:
    for event in (READ, SAID):
        keys = {step for step in briefly(told[event]) if step[1].endswith("-app-key")}
        # Of keys that do not ignore it every replica would be made anew, and its ciphertexts with it be lost.
        assert keys == REPLACED


def test_nothing_is_left_to_do_when_all_is_as_before(told: dict[str, list[Step]]) -> None:
    assert told[MADE_AGAIN] == []
