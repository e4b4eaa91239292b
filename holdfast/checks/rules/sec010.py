"""SEC010: an image that was pushed is what runs, and is scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude, each, settled
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Region, Resource, ResourceGraph

REPOSITORY = "aws:ecr/repository:Repository"
SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
KEPT = ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")
BY_ITSELF = ("SCAN_ON_PUSH", "CONTINUOUS_SCAN")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each repository."""
    scanned = {one.region for one in graph.of_type(SCANNING) if _scans(one)}
    for repository in graph.of_type(REPOSITORY):
        yield _judge(repository, scanned)


def _scans(scanning: Resource) -> bool:
    return any(scanning.at(*at, "scanFrequency") in BY_ITSELF for at in each(scanning, "rules"))


def _judge(repository: Resource, scanned: set[Region]) -> Judgement:
    wrong, unclear = [], []
    tags = settled(repository, "imageTagMutability", default="MUTABLE")
    if not is_known(tags):
        unclear.append("imageTagMutability")
    elif tags not in KEPT:
        wrong.append("a tag can be moved to another image")
    pushed = settled(repository, "imageScanningConfiguration", "scanOnPush", default=False)
    if repository.region not in scanned or repository.region is Marker.UNKNOWN:
        if not is_known(pushed):
            unclear.append("imageScanningConfiguration.scanOnPush")
        elif pushed is not True:
            wrong.append("nothing scans its images")
    return conclude(repository, wrong, unclear, "its tags stay and its images are scanned")


RULE = Rule(
    id="SEC010-images-stay-and-are-scanned",
    title="Tags of an image repository cannot be moved, and its images are scanned.",
    explanation=(
        "With tags that move, an instance that starts during a failure may run another image than its "
        "neighbours, and nobody can say what ran yesterday. Without a scan a known flaw goes out with every "
        "release."
    ),
    severity=Severity.MEDIUM,
    fix="set imageTagMutability to IMMUTABLE, and scanOnPush here or for the whole registry",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    subject="image repositories",
    check=check,
    frameworks=("SEC06-BP01", "SEC06-BP04"),
)
