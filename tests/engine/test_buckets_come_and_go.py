"""The engine makes replicated buckets in an order that S3 takes, also after a refusal, and deletes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.bucket_sample import REGIONS, access_point_arguments, bucket_arguments
from tests.components.declared import ACCOUNT_ID
from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import Cloud, s3, serve
from tests.engine.standin.faults import Fault, Faults
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_engine

PROGRAM = Path(__file__).parent / "programs" / "buckets"
LOCK = {"mode": "governance", "days": 1}


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def stack(cloud: Cloud, faults: Faults, tmp_path: Path) -> Iterator[Stack]:
    folder = copy_program(PROGRAM, tmp_path / "program", "__main__.py")
    with serve(cloud, faults) as providers:
        yield Stack(folder, "dev", providers)


def settings(**more: Any) -> dict[str, Any]:
    case = {
        "buckets": bucket_arguments(
            *REGIONS, object_lock=LOCK, access_logs={"account_id": ACCOUNT_ID}, **more
        ),
        "access_point": access_point_arguments(*REGIONS, protection=more.get("protection", True)),
        "without": None,
    }
    return {"aws:region": "us-east-1", "buckets:cases": json.dumps([case])}


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ("*-replication", "InvalidRequest: Destination bucket must have versioning enabled."),
        ("*-lock", "InvalidBucketState: Versioning must be 'Enabled' on the bucket"),
        ("*-routes", "InvalidRequest: the access point is not ready"),
    ],
)
def test_a_first_update_that_s3_interrupts_goes_on(
    stack: Stack, faults: Faults, refused: str, said: str
) -> None:
    stack.configure(settings())
    faults.rules.append(Fault(operation="create", name=refused, nth=1, message=said))
    with pytest.raises(EngineError, match=said.partition(":")[0]):
        stack.up()
    stack.up()
    assert stack.preview() == []


def test_protection_that_is_lifted_lets_go_of_full_and_locked_buckets(stack: Stack, cloud: Cloud) -> None:
    stack.configure(settings())
    stack.up()
    for bucket in cloud.of(s3.BUCKET):
        bucket.filled = True
    with pytest.raises(EngineError, match="protect"):
        stack.destroy()

    stack.configure(settings(protection=False))
    stack.up()
    stack.destroy()
    assert cloud.is_empty()
