"""The table by which a person decides where to read on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.model import Row

if TYPE_CHECKING:
    from collections.abc import Collection

_ROWS = (
    (At.EXPERIMENT, "An experiment or a drill is under way", "It is us, on purpose: judge or stop it"),
    (At.MAINTENANCE, "A region's switch is put, and nobody knows why", "It is us: somebody left it"),
    (At.RELEASE, "It began with a release", "It is us: undo it first"),
    (At.ATTACK, "Many more requests than usual, or many blocked", "An attack, or a guard that is wrong"),
    (
        At.REGION_LOST,
        "Every entrance of one region fails from outside, seen by two or more, and other regions are well",
        "A region",
    ),
    (
        At.ZONE_LOST,
        "One region errs a little; targets, errors or latency are bad in one zone",
        "A zone",
    ),
    (At.INSTANCE_LOST, "Some targets are unhealthy, in every zone", "Instances, tasks or pods"),
    (At.STORE_LOST, "Writes fail, reads do not; or one store's errors everywhere", "A store"),
    (At.REPLICATION, "All is well but copies are behind", "Replication: a failover would lose data"),
    (
        At.DNS,
        "Regions answer by their own names, and the public name does not",
        "DNS, or its provider",
    ),
    (
        At.NETWORK_PATH,
        "All is well from every canary, and clients of one city, provider or partner complain",
        "A carrier",
    ),
    (At.PRIVATE_ACCESS, "Only partners on a private way complain", "The private way"),
    (At.CERTIFICATE, "Browsers and clients refuse the certificate", "A certificate"),
    (At.SATURATION, "Everything is slow, and something is full", "Load"),
    (At.THROTTLED, "Answers 429, or errors of throttling", "A limit"),
    (At.QUEUE, "Requests are well and their effects do not come", "A queue"),
    (At.LATENCY, "Answers are right and late", "Not known yet"),
    (At.ERRORS, "Errors everywhere, and nothing of the above", "Not known yet"),
    (At.RESTORE, "Data is wrong or gone", "Data: no failover mends it"),
    (At.ACCOUNT_LOST, "Nobody can sign in, or somebody else did", "The account"),
)


def decision_table(anchors: Collection[str]) -> tuple[Row, ...]:
    """Who or what it is, by what is seen; the first row that fits.

    Args:
        anchors: Sections that the runbook has.
    """
    return tuple(Row(seen, means, at.value) for at, seen, means in _ROWS if at.value in anchors)
