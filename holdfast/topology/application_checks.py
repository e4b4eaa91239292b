"""Names of images, packages, configuration and secrets that AWS would refuse, or that lead nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import ApplicationsPlan, Topology

_LONGEST_BUCKET = 63
"""Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-11)."""
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]*[a-z0-9]")
_REPOSITORY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*")
"""Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html (2026-11)."""
_RESERVED = ("aws", "ssm")
"""What no parameter's name begins with, in any case.

Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html.
"""


def application_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield a mistake for each name that AWS refuses, and for each image in an undeclared repository."""
    plan = topology.applications
    if plan is None:
        return
    yield from _buckets(topology, plan)
    yield from _repositories(topology, plan)
    yield from _parameters(topology, plan)
    yield from _images(topology, plan)


def _mistake(topology: Topology, key: str, value: str, message: str) -> Mistake:
    return Mistake(file=f"Pulumi.{topology.stack}.yaml", key=key, value=f"'{value}'", message=message)


def _buckets(topology: Topology, plan: ApplicationsPlan) -> Iterator[Mistake]:
    for packages in plan.packages:
        longest = max(packages.buckets.values(), key=len)
        if len(longest) > _LONGEST_BUCKET:
            yield _mistake(
                topology,
                f"holdfast:packages.{packages.key}",
                packages.key,
                f"the bucket '{longest}' would have {len(longest) - _LONGEST_BUCKET} characters too many: S3 "
                f"allows {_LONGEST_BUCKET}, and its name is fixed, since builds write to it; shorten the key",
            )
        elif not _BUCKET.fullmatch(longest):
            yield _mistake(
                topology,
                f"holdfast:packages.{packages.key}",
                packages.key,
                f"S3 takes no bucket '{longest}': letters, digits, hyphens and dots alone, and project and "
                "stack begin its name",
            )


def _repositories(topology: Topology, plan: ApplicationsPlan) -> Iterator[Mistake]:
    registry = plan.registry
    if registry is not None and not _REPOSITORY.fullmatch(registry.prefix):
        yield _mistake(
            topology,
            "holdfast:registry.prefix",
            registry.prefix,
            "no repository's name begins so: lower-case letters and digits, with single . _ - between them; "
            "project and stack are the default, give another",
        )


def _parameters(topology: Topology, plan: ApplicationsPlan) -> Iterator[Mistake]:
    if (plan.parameters or plan.machine_images) and topology.project.lower().startswith(_RESERVED):
        yield _mistake(
            topology,
            "name of the project",
            topology.project,
            "begins the names of parameters, and Systems Manager keeps those for itself that begin with aws "
            "or ssm: rename the project, or declare no parameters and machine images",
        )


def _images(topology: Topology, plan: ApplicationsPlan) -> Iterator[Mistake]:
    """Images that would have to lie in a repository of the stack which it does not declare."""
    if plan.registry is None:
        return
    known = {one.name for one in plan.registry.repositories}
    told = set[str]()
    for region in topology.regions:
        registry = f"{topology.account_id}.dkr.ecr.{region.region}.amazonaws.com/"
        for service in region.services:
            image = service.image or ""
            name = re.split(r"[:@]", image.removeprefix(registry))[0]
            own = image.startswith(registry) and name.startswith(f"{plan.registry.prefix}/")
            if own and name not in known and service.key not in told:
                told.add(service.key)
                yield _mistake(
                    topology,
                    f"holdfast:services.{service.key}.image",
                    image,
                    f"lies in a repository that holdfast:registry does not declare, so that no other region "
                    f"would have it; declared: {', '.join(sorted(known))}",
                )
