"""Every check, in the order in which a person meets them."""

from __future__ import annotations

from holdfast.doctor.checks import (
    backend,
    credentials,
    endpoints,
    hosted_zones,
    images,
    operations,
    packages,
    plugins,
    program,
    pulumi_cli,
    python,
    quotas,
    regions,
    secrets,
    settings,
)

CHECKS = (
    python,
    packages,
    settings,
    program,
    pulumi_cli,
    plugins,
    backend,
    credentials,
    regions,
    quotas,
    hosted_zones,
    images,
    secrets,
    operations,
    endpoints,
)
"""Modules, each with what it is for (``PURPOSE``), what it looks at (``SUBJECT``) and ``check(world)``."""
