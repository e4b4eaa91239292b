"""Settings of dashboards, of what they find in logs, and of traces."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import SettingsModel


class DashboardSettings(SettingsModel):
    """Dashboards: one of the whole stack, one per region, with saved queries of its logs."""

    error_words: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{2,40}$")], ...], Field(min_length=1, max_length=10)
    ] = ("ERROR", "Error", "FATAL", "Exception", "Traceback")
    """Words, each as it is written, by which a line of a service's log counts as an error. Default: `ERROR`,
    `Error`, `FATAL`, `Exception`, `Traceback`."""


class TraceSettings(SettingsModel):
    """Traces of requests in AWS X-Ray, in every region that serves."""

    sampled_percent: Annotated[float, Field(ge=0, le=100)] = 5
    """Share of requests that are traced besides those of `per_second`. Default: 5, X-Ray's own."""
    per_second: Annotated[int, Field(ge=0, le=1000)] = 1
    """Requests that are traced each second whatever the share is, over all that send traces. Default: 1,
    X-Ray's own."""
    slow_seconds: Annotated[float, Field(gt=0, le=300)] = 1.0
    """From which duration a trace belongs to the group that is watched; those with errors do anyhow. Default:
    1, an assumption."""
