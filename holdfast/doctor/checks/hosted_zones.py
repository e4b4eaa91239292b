"""The hosted zones that the settings name by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "hosted zones"
_ROUTE53 = "us-east-1"


def check(world: World) -> Iterator[Finding]:
    """Ask Route 53 for each; what is made has none yet."""
    from botocore.exceptions import ClientError  # noqa: PLC0415  # see operate/aws.py

    for entrance in () if world.plan is None else world.plan.entrances:
        zone = entrance.zone
        if zone is None:
            continue
        subject = f"hosted zone {zone.name}"
        if zone.zone_id is None:
            yield Finding(
                PURPOSE, subject, State.OK, "the stack makes it, and its parent then delegates to it"
            )
        elif world.unasked:
            yield Finding(PURPOSE, subject, State.UNKNOWN, world.unasked)
        else:
            try:
                told = world.clients("route53", _ROUTE53).get_hosted_zone(Id=zone.zone_id)
            except ClientError as error:
                if error.response["Error"]["Code"] != "NoSuchHostedZone":
                    raise
                fix = f"find it: aws route53 list-hosted-zones-by-name --dns-name {zone.name}"
                yield Finding(PURPOSE, subject, State.MISSING, f"the account has no zone {zone.zone_id}", fix)
                continue
            yield _named(subject, zone.name, told["HostedZone"])


def _named(subject: str, wanted: str, told: dict[str, object]) -> Finding:
    name = str(told["Name"]).rstrip(".")
    is_private = bool(dict(told.get("Config") or {}).get("PrivateZone"))  # type: ignore[call-overload]  # of boto3
    if name != wanted:
        return Finding(
            PURPOSE,
            subject,
            State.MISSING,
            f"that id is of the zone {name}",
            "correct zone.id or zone.name in the stack file",
        )
    if is_private:
        return Finding(
            PURPOSE, subject, State.MISSING, "is private, and clients ask a public one", "name a public zone"
        )
    return Finding(PURPOSE, subject, State.OK, f"{told['Id']}".replace("/hostedzone/", ""))
