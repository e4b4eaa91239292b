"""Settings of stores of kind elasticache."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import KeyArn, Place, Port, SettingsModel
from holdfast.settings.cache import CacheShapeSettings
from holdfast.settings.rds import AdoptedInstanceSettings
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it


class AdoptedMemberSettings(AdoptedInstanceSettings):
    """One region's cache of an existing store, of nodes or serverless; in cluster mode its one endpoint."""


class AdoptedElasticacheSettings(SettingsModel):
    """An existing cache to use instead of making one: nothing of it is declared."""

    members: Annotated[dict[Place, AdoptedMemberSettings], Field(min_length=1)]
    """Its members, one per place of the store."""
    port: Port = 6379
    """Port of its endpoints. Default: 6379."""
    secret_arn: SecretArn
    """ARN of the secret with `username` and `password`, in which `{region}` stands for the region's name."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Customer key of the secret per place. Default: AWS's own key."""


class ElasticacheSettings(CacheShapeSettings):
    """What a cache that counts as a store is: of several regions it is a Global Datastore."""

    snapshot_days: Annotated[int, Field(ge=1, le=35)] = 1
    """Days for which its daily snapshots are kept, 1 to 35: AWS Backup takes none of ElastiCache, so these
    are the only ones. Default: 1."""
    adopt: AdoptedElasticacheSettings | None = None
    """An existing cache to use. Default: one is made."""
