"""Encryption that gets weaker: no longer, by AWS's key, or with older versions of TLS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.traffic import LISTENERS
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.weakening import Row, Weakness, off, removed, weaknesses
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Value
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention

_VERSION = re.compile(r"(?<!\d)1[-._]([0-3])(?!\d)")
_CLEAR = frozenset({"HTTP", "TCP", "UDP"})


def _floor(value: Value) -> int | None:
    """The least version of TLS 1 that a policy's name stands for, such as 2 of ``TLSv1.2_2021``."""
    if not isinstance(value, str):
        return None
    found = _VERSION.search(value)
    return int(found[1]) if found else 0


def _older(was: Value, will: Value) -> bool:
    left, right = _floor(was), _floor(will)
    return left is not None and (will is None or (right is not None and right < left))


def _in_clear(was: Value, will: Value) -> bool:
    return isinstance(was, str) and was not in _CLEAR and will in _CLEAR


def _less(was: Value, will: Value) -> bool:
    return isinstance(was, str) and was.startswith("aws:kms") and will in (None, "AES256")


_BY_AWS = "AWS's key takes the place of your own"
_NOT = "it is no longer encrypted"
_OLDER = "older versions of TLS are spoken"
_KEYS = ("kmsKeyId", "kmsKeyArn", "kmsMasterKeyId", "kmsKey", "encryptionKeyId", "customerManagedKmsKeyId")
_ALL = (
    *(Row(path=name, worse=removed, says=_BY_AWS, severity=Severity.HIGH, silent=True) for name in _KEYS),
    Row(
        path="serverSideEncryption.kmsKeyArn",
        worse=removed,
        says=_BY_AWS,
        severity=Severity.HIGH,
        silent=True,
    ),
    Row(
        path="encryptionConfiguration.kmsKey",
        worse=removed,
        says=_BY_AWS,
        severity=Severity.HIGH,
        silent=True,
    ),
    *(
        Row(path=name, worse=off, says=_NOT, severity=Severity.CRITICAL)
        for name in (
            "storageEncrypted",
            "encrypted",
            "atRestEncryptionEnabled",
            "sqsManagedSseEnabled",
        )
    ),
    *(
        Row(path=name, worse=off, says="what passes is no longer encrypted", severity=Severity.CRITICAL)
        for name in ("transitEncryptionEnabled", "encryptInTransit.inCluster", "requireTls", "requireSsl")
    ),
    Row(path="enableKeyRotation", worse=off, says="the key stays the same for ever"),
    Row(path="sslPolicy", worse=_older, says=_OLDER, severity=Severity.HIGH),
    Row(path="securityPolicy", worse=_older, says=_OLDER, severity=Severity.HIGH),
    Row(path="viewerCertificate.minimumProtocolVersion", worse=_older, says=_OLDER, severity=Severity.HIGH),
    Row(path="domainNameConfiguration.securityPolicy", worse=_older, says=_OLDER, severity=Severity.HIGH),
)
_SSE = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
_RULE = "rules[0].applyServerSideEncryptionByDefault"
TABLE = {
    "*": _ALL,
    "aws:dax/cluster:Cluster": (
        Row(path="serverSideEncryption.enabled", worse=off, says=_NOT, severity=Severity.CRITICAL),
    ),
    # A table is always encrypted: off stands for a key that AWS owns
    # (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html, 2026-11).
    "aws:dynamodb/table:Table": (
        Row(
            path="serverSideEncryption.enabled",
            worse=off,
            says="a key that AWS owns takes the place of one in your account",
            severity=Severity.HIGH,
        ),
    ),
    _SSE: (
        Row(path=f"{_RULE}.sseAlgorithm", worse=_less, says=_BY_AWS, severity=Severity.HIGH),
        Row(path=f"{_RULE}.kmsMasterKeyId", worse=removed, says=_BY_AWS, severity=Severity.HIGH, silent=True),
    ),
    **dict.fromkeys(
        LISTENERS,
        (
            Row(path="protocol", worse=_in_clear, says="it speaks without TLS", severity=Severity.CRITICAL),
            Row(
                path="certificateArn",
                worse=removed,
                says="it has no certificate",
                severity=Severity.HIGH,
                silent=True,
            ),
        ),
    ),
}
"""Inputs as https://www.pulumi.com/registry/packages/aws/ names them (2026-11)."""


def encryption(context: Context) -> Iterator[Attention]:
    """Items for what is encrypted less than before.

    Args:
        context: The change.
    """
    gone = (
        Weakness(severity=Severity.HIGH, line=f"it is taken away: {_BY_AWS}", changes=changes)
        for changes in context.alike
        if changes[0].kind is Kind.DELETE
        and changes[0].resource.type == _SSE
        and not context.goes_along(changes[0])
    )
    yield from of_weaknesses(
        "encryption-weakened",
        [*weaknesses(context.alike, TABLE), *gone],
        "Weakens the encryption of {}".format,
        fix="keep the key and the versions of TLS that it had",
        source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-at-rest.html",
    )
