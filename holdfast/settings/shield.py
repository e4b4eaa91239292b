"""Settings of AWS Shield Advanced."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import SettingsModel


class ContactSettings(SettingsModel):
    """Somebody whom AWS's response team calls during an attack."""

    email: Annotated[str, AfterValidator(formats.email)]
    """E-mail address."""
    phone: Annotated[str, AfterValidator(formats.phone_number)]
    """Telephone number with its country's code, quoted: `"+353871234567"`."""
    notes: Annotated[str, Field(min_length=1, max_length=1024, pattern=r"^[\w\s.\-,:/()+@]*$")] | None = None
    """What the team should know, such as hours. Default: nothing."""


class ShieldSettings(SettingsModel):
    """AWS Shield Advanced on what the stack makes public.

    It costs USD 3,000 a month for a whole organisation and binds for one year, besides a fee per GB that
    leaves protected resources (https://aws.amazon.com/shield/pricing/, 2026-11).
    """

    subscribe: bool
    """Whether this stack subscribes the account. True binds for one year at USD 3,000 a month, and
    `pulumi destroy` does not end it. False: the account is subscribed already, as every account but one of a
    stack's must be. No default: somebody says it."""
    auto_renew: bool = True
    """Whether the subscription goes on after its year. AWS makes one that does, and takes false only in the
    last 30 days of the year. Default: true."""
    hosted_zones: bool = True
    """Whether the hosted zones of the entrances are protected too. Default: true."""
    contacts: Annotated[tuple[ContactSettings, ...], Field(max_length=10)] = ()
    """Whom the response team calls when a protected resource's health check fails during an attack; needs a
    Business or Enterprise support plan. Default: nobody."""
    response_team_access: bool = False
    """Whether AWS's response team may change web ACLs of this account during an attack. Default: false."""
