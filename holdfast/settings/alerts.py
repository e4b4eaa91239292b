"""Settings of who is told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import SettingsModel


class AlertSettings(SettingsModel):
    """Whom alarms tell, by a topic in each region."""

    emails: Annotated[tuple[Annotated[str, AfterValidator(formats.email)], ...], Field(max_length=10)] = ()
    """Addresses; each must confirm once per region. Default: none, the topics are there to subscribe to."""
    certificate_days: Annotated[int, Field(ge=1, le=44)] = 30
    """Days before a certificate's end from which its alarm rings. ACM renews certificates of 198 days, which
    it issues since February 2026, 45 days before (https://nottinfra.co.uk/signals/
    aws-acm-certificate-validity-period-update), so one with 30 days left was not renewed. Default: 30."""
