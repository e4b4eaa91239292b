"""An API's description, planned: the text that every region of an entrance serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin

DESCRIPTION_PRIORITY = 2
"""Priority of a load balancer's rule for the description: after the health path's, before every service's."""
DESCRIPTION_KEY = "openapi"
"""What stands for the description where services have their keys, so no service may be called that."""
LONGEST_CACHE_SECONDS = 86_400
"""A day, an assumption: a description that is older is no help after a change."""
LARGEST_ANSWER_BYTES = 1_000_000
"""Largest answer of a function behind a load balancer, as JSON, body included: 1 MB.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html (2026-11).
"""
HEAD_BYTES = 2_048
"""Room for all of an answer but its body."""
LARGEST_HAPROXY_BYTES = 60_000
"""Largest description for HAProxy, which answers from one buffer: 64 KiB, four times its own default.

Source: https://docs.haproxy.org/2.6/configuration.html#4.2-http-request%20return (2026-11), and measured.
"""


class DescriptionAccess(StrEnum):
    """Who may read an API's description."""

    CLIENTS = "clients"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenapiPlan:
    """The description of one entrance's API, alike in every region.

    ``is_open``: whoever reaches the entrance may read it, whatever the API asks of its clients. ``text`` is
    JSON in one line, ``etag`` its hash, in quotes as in the header. ``source`` is the file.
    """

    source: str
    path: str
    is_open: bool
    cache_control: str
    cors: bool
    text: str
    etag: str
    origin: Origin = field(default_factory=no_origin)
