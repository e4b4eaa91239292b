from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TASK, FUNCTION = "aws:ecs/taskDefinition:TaskDefinition", "aws:lambda/function:Function"
TEMPLATE, REPOSITORY = "aws:ec2/launchTemplate:LaunchTemplate", "aws:ecr/repository:Repository"
REPLICATION, BALANCER = (
    "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    "aws:lb/loadBalancer:LoadBalancer",
)
NEAR, FAR = (f"111122223333.dkr.ecr.{region}.amazonaws.com/api:1" for region in ("eu-west-1", "us-east-1"))
TWO = [step(BALANCER, "a", {"region": "us-east-1"}), step(BALANCER, "b", {"region": "eu-west-1"})]


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (step(FUNCTION, "x", {"region": "eu-west-1", "imageUri": NEAR}), PASS),
        (step(FUNCTION, "x", {"region": "eu-west-1", "imageUri": FAR}), FAIL),
        (step(TASK, "x", {"region": "eu-west-1", "containerDefinitions": f'[{{"image": "{NEAR}"}}]'}), PASS),
        (step(TASK, "x", {"region": "eu-west-1", "containerDefinitions": f'[{{"image": "{FAR}"}}]'}), FAIL),
        (
            step(
                TASK,
                "x",
                {"region": "eu-west-1", "containerDefinitions": LATER},
                links={"containerDefinitions": [urn(REPOSITORY, "r")]},
            ),
            FAIL,
        ),
        (step(FUNCTION, "x", {"region": LATER, "imageUri": NEAR}), UNKNOWN),
    ],
)
def test_what_is_started_from_an_image(made: dict[str, Any], verdict: str) -> None:
    replicated = {"rules": [{"destinations": [{"region": "eu-west-1"}]}]}
    steps = [
        step(REPOSITORY, "r", {"name": "api", "region": "us-east-1"}),
        step(REPLICATION, "c", {"region": "us-east-1", "replicationConfiguration": replicated}),
    ]

    assert verdicts("DEP001", *TWO, *steps, made)["x"] == verdict


@pytest.mark.parametrize(("regions", "verdict"), [(["eu-west-1"], PASS), ([], FAIL)])
def test_a_repository(regions: list[str], verdict: str) -> None:
    rules = [{"destinations": [{"region": region} for region in regions]}]
    steps = [
        step(REPOSITORY, "r", {"name": "api", "region": "us-east-1"}),
        step(REPLICATION, "c", {"region": "us-east-1", "replicationConfiguration": {"rules": rules}}),
    ]

    assert verdicts("DEP001", *TWO, *steps) == {"r": verdict}


def test_one_id_of_a_machine_image_in_two_regions() -> None:
    templates = [
        step(TEMPLATE, region, {"region": region, "imageId": "ami-0123456789abcdef0"})
        for region in ("us-east-1", "eu-west-1")
    ]

    assert verdicts("DEP001", *templates) == {"us-east-1": FAIL, "eu-west-1": FAIL}
    assert verdicts("DEP001", templates[0]) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    "steps", [[], [step(FUNCTION, "x", {"handler": "a.b"})], [step(FUNCTION, "x", {"imageUri": LATER})]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DEP001", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("beside", "judged"), [(TWO, {"r": FAIL}), (TWO[:1], {"stack": NOT_APPLICABLE})])
def test_a_repository_of_one_region(beside: list[dict[str, Any]], judged: dict[str, str]) -> None:
    other = step("aws:s3/bucket:Bucket", "copies", {"region": "eu-west-1"})

    assert verdicts("DEP001", *beside, other, step(REPOSITORY, "r", {"region": "us-east-1"})) == judged
