"""Settings of canaries: what asks every region and the public name, from every region."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from holdfast.settings.base import DomainName, Key, OneOf, Path, Place, SettingsModel
from holdfast.settings.service import SecretPerRegion  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import CANARY_RETENTION_DAYS

_HeaderName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9-]+$")]


class NameServerSettings(SettingsModel):
    """Name servers of the entrance's zone by DNS provider, where their names do not tell whose they are."""

    route53: Annotated[tuple[DomainName, ...], Field(min_length=1, max_length=8)]
    """Route 53's name servers of the zone."""
    cloudflare: Annotated[tuple[DomainName, ...], Field(min_length=1, max_length=8)]
    """Cloudflare's name servers of the zone."""


class CanaryEntranceSettings(SettingsModel):
    """How an entrance is asked, and what is right as an answer."""

    path: Path | None = None
    """Path that is asked for; it must change nothing. Default: the entrance's health path."""
    method: Literal["GET", "HEAD"] = "GET"
    """Method. Default: `GET`."""
    statuses: Annotated[tuple[Annotated[int, Field(ge=100, le=599)], ...], Field(min_length=1)] = (200,)
    """Status codes that are right. Default: 200."""
    text: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """Text that the first 65,536 bytes of the body must hold. Default: the entrance's
    `health.search_string`."""
    headers: Annotated[dict[_HeaderName, SecretPerRegion], Field(max_length=5)] = Field(default_factory=dict)
    """Headers whose values are secrets: ARN of a secret in Secrets Manager, in each region that watches. Its
    text is the value; `{region}` is replaced, or one per place. Default: none."""
    name_servers: NameServerSettings | None = None
    """The zone's name servers at Route 53 and at Cloudflare, asked separately where both answer for the
    entrance. Default: those of the delegation that have the provider's own names."""


class CanariesSettings(SettingsModel):
    """CloudWatch Synthetics canaries: from every place that watches, every region and the public name."""

    places: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places of the stack that watch; one with the role `backup` can. Each region must be seen from another.
    Default: every region that is not for backups alone."""
    entrances: dict[Key, CanaryEntranceSettings] | None = None
    """Entrances that are watched, by name. Default: every one that the internet can reach, by its health
    path."""
    every_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    """Minutes between two runs; each run costs. Default: 5 (assumption: health checks move traffic, canaries
    say what is wrong)."""
    timeout_seconds: Annotated[int, Field(ge=1, le=60)] = 10
    """Seconds for each request, names included. Default: 10."""
    failures: Annotated[int, Field(ge=1, le=10)] = 2
    """Runs in a row that must fail before an alarm rings. Default: 2."""
    retries: Annotated[int, Field(ge=0, le=2)] = 0
    """Times that Synthetics runs a failed canary again at once; each costs as a run. Default: 0."""
    quorum: Annotated[int, Field(ge=1, le=32)] | None = None
    """Places that must see a region fail before it counts as failed. Default: more than half of those that
    watch it from elsewhere."""
    retention_days: Annotated[int, OneOf("retention of a canary's runs, in days", CANARY_RETENTION_DAYS)] = 14
    """Days for which runs, their logs and their artifacts are kept. Default: 14."""
    runtime: Annotated[str, Field(pattern=r"^syn-python-selenium-\d{1,3}\.\d{1,3}$")] = (
        "syn-python-selenium-12.0"
    )
    """Runtime of Synthetics, one for Python. Default: the newest in 2026-11
    (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
    CloudWatch_Synthetics_Library_python_selenium.html)."""
