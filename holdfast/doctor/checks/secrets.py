"""The secrets and parameters that services read, each in its own region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "secrets"
_PARAMETER = ":parameter/"
_ABSENT = {"ResourceNotFoundException"}


def check(world: World) -> Iterator[Finding]:
    """Look for each; no value is read."""
    if world.plan is None:
        return
    found = {
        (region.region, arn): f"{region.place} {variable}"
        for region in world.plan.regions
        for service in region.services
        for variable, arn in service.secrets.items()
        if arn.startswith("arn:")
    }
    for (region, arn), subject in sorted(found.items(), key=lambda one: one[1]):
        if world.unasked:
            yield Finding(PURPOSE, subject, State.UNKNOWN, f"{arn}: {world.unasked}")
        elif _is_there(world, region, arn):
            yield Finding(PURPOSE, subject, State.OK, arn)
        else:
            yield Finding(
                PURPOSE,
                subject,
                State.MISSING,
                f"{arn} is not there",
                "make it there, or replicate it to there",
            )


def _is_there(world: World, region: str, arn: str) -> bool:
    from botocore.exceptions import ClientError  # noqa: PLC0415  # see operate/aws.py

    if _PARAMETER in arn:
        name = arn.partition(":parameter")[2]
        options = [{"Key": "Name", "Option": "Equals", "Values": [name, name.lstrip("/")]}]
        return bool(world.clients("ssm", region).describe_parameters(ParameterFilters=options)["Parameters"])
    try:
        world.clients("secretsmanager", region).describe_secret(SecretId=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _ABSENT:
            raise
        return False
    return True
