"""Settings of who may call an entrance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, Tag

from holdfast.settings import formats
from holdfast.settings.base import PER_REGION, Place, SettingsModel

HttpsUrl = Annotated[str, Field(max_length=256), AfterValidator(formats.https_url)]
BucketName = Annotated[str, AfterValidator(formats.bucket_name)]
ObjectKey = Annotated[str, Field(min_length=1, max_length=1024)]
ObjectVersion = Annotated[str, Field(min_length=1, max_length=1024, pattern=r"^\S+$")]
BucketPerRegion = Annotated[
    Annotated[BucketName, Tag("<text>")] | Annotated[dict[Place, BucketName], Tag("<places>")],
    PER_REGION,
]
VersionPerRegion = Annotated[
    Annotated[ObjectVersion, Tag("<text>")] | Annotated[dict[Place, ObjectVersion], Tag("<places>")],
    PER_REGION,
]


class ClaimSettings(SettingsModel):
    """What a further claim of a token must say."""

    values: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=256)], ...], Field(min_length=1, max_length=10)
    ]
    """Values; a token passes with those that `format` asks for."""
    format: Literal["single-string", "string-array", "space-separated-values"] = "single-string"
    """How the claim holds its values; a single string has one. Default: `single-string`."""


class TokenSettings(SettingsModel):
    """Tokens that the load balancer checks before it forwards a request.

    Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html.
    """

    issuer: Annotated[str, Field(min_length=1, max_length=256)]
    """What the claim `iss` says, such as `https://cognito-idp.eu-west-1.amazonaws.com/<pool>`."""
    jwks_endpoint: HttpsUrl
    """Where the issuer publishes its keys: at most 10 keys, RS256."""
    claims: Annotated[
        dict[Annotated[str, Field(min_length=1, max_length=256)], ClaimSettings], Field(max_length=10)
    ] = Field(default_factory=dict)
    """Further claims by name, such as `scope`; `iss`, `exp`, `nbf` and `iat` are always checked. Default:
    none."""


class TrustObjectSettings(SettingsModel):
    """An object that lies in a bucket of each region, in one pinned version."""

    bucket: BucketPerRegion
    """Bucket: per place, or one text with `{region}` in it."""
    key: ObjectKey
    """Key of the object."""
    version: VersionPerRegion
    """Version of the object, per place or the same everywhere; replication keeps versions' ids."""


class ClientCertificateSettings(SettingsModel):
    """Certificates that clients show."""

    mode: Literal["verify", "passthrough"] = "verify"
    """`verify`: the load balancer admits whom a certificate of the bundle has signed. `passthrough`: it hands
    the certificate on and the service judges. Default: `verify`."""
    bundle: TrustObjectSettings | None = None
    """Certificates of the authorities, in PEM; needed with `verify`. Default: none."""
    revocations: Annotated[tuple[TrustObjectSettings, ...], Field(max_length=30)] = ()
    """Revocation lists. Default: none."""
    ignore_expiry: bool = False
    """Whether expired client certificates pass. Default: false."""
    advertise_authorities: bool = False
    """Whether clients are told which authorities are trusted. Default: false."""


class AuthorizationSettings(SettingsModel):
    """Who may call an entrance."""

    jwt: TokenSettings | None = None
    """Tokens. Default: none."""
    mutual_tls: ClientCertificateSettings | None = None
    """Client certificates. Default: none."""
