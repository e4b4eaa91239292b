"""The TLS certificates of an entrance: one per region, each validated by DNS in its own region."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import acm, route53

_RECORD_TTL_SECONDS = 300  # assumption: the record never changes, so any time to live will do

# ACM sees the record within minutes where the zone is delegated (assumption); the provider itself would wait
# 75 minutes: hashicorp/terraform-provider-aws internal/service/acm/certificate_validation.go.
_VALIDATION_TIMEOUT = "15m"


class CertificateArgs(TypedDict):
    """What one region's certificate needs."""

    region: str
    """AWS region of the certificate: that of the load balancer that shows it."""
    domain: str
    """Name that clients call, for example ``api.example.com``; at most 64 characters, as ACM asks."""
    alternative_names: NotRequired[Sequence[str]]
    """Further names of this region, such as its own endpoint ``use1.api.example.com``; changing them replaces
    the certificate. Default: none."""


class CertificatesArgs(TypedDict):
    """What the certificates of an entrance need."""

    entrance: str
    """Key of the entrance; part of each certificate's name."""
    zone_id: NotRequired[pulumi.Input[str]]
    """Id of the public Route 53 zone that gets the validation records. Default: none, then
    ``cloudflare_zone_id`` names one."""
    cloudflare_zone_id: NotRequired[pulumi.Input[str]]
    """Id of the zone at Cloudflare that gets the validation records, beside Route 53's or in its place: ACM
    asks whichever provider resolvers happen to ask, at renewals too. Default: none."""
    delegated: bool
    """Whether the parent domain delegates to the zone, or to one of two, already. While it does not,
    certificates and validation records are declared but nothing waits for them and ``certificate_arns`` is
    empty. ACM gives up on a certificate 72 hours after its request
    (https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-timed-out.html)."""
    regions: Mapping[str, CertificateArgs]
    """Place (``use1``) → its certificate."""
    key_algorithm: NotRequired[str]
    """Key of the certificates: ``RSA_2048``, or ``EC_prime256v1`` where every client knows elliptic curves;
    changing it replaces them. Default: ``RSA_2048``."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class Certificates(pulumi.ComponentResource):
    """One ACM certificate per region for an entrance, renewed by AWS as long as its records stand.

    Declares: per region a certificate and, where the zone is delegated, the wait for its validation; per
    distinct name one validation record for all regions, in each of the zones. A certificate is replaced by
    creating the new one first: listeners change over in place and the old one goes when nothing uses it any
    more.

    Survives: the loss of a region; every region has its own certificate. Adding or removing a region leaves
    the others' certificates and records as they are.
    Does not survive: removal of the validation records, after which ACM cannot renew (certificates then
    end with their term).
    """

    certificate_arns: pulumi.Output[Mapping[str, str]]
    """Place → ARN of its validated certificate; empty while the zone is not delegated."""
    validated: pulumi.Output[bool]
    """Whether the certificates are validated, thus fit for a listener."""

    def __init__(self, name: str, args: CertificatesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``CertificatesArgs``.

        Raises:
            ValueError: A domain is too long, or there is no zone for the validation records.
        """
        super().__init__("holdfast:index:Certificates", name, {**args}, opts)
        self._args = args
        places = sorted(args["regions"])
        _refuse_long_domains(args["regions"])
        if "zone_id" not in args and "cloudflare_zone_id" not in args:
            raise ValueError(f"certificates {name!r} need 'zone_id', 'cloudflare_zone_id' or both, got none")
        certificates = {place: self._certificate(place) for place in places}
        # From one's own names, never from the certificates' outputs, which a preview does not know.
        sources = {fqdn: place for place in reversed(places) for fqdn in _fqdns(args["regions"][place])}
        proofs = {fqdn: certificates[sources[fqdn]] for fqdn in sorted(sources)}
        records = {fqdn: self._record(fqdn, proof) for fqdn, proof in proofs.items() if "zone_id" in args}
        others = {
            fqdn: self._cloudflare_record(fqdn, args["cloudflare_zone_id"], proof)
            for fqdn, proof in proofs.items()
            if "cloudflare_zone_id" in args
        }
        self._validated_arns: dict[str, pulumi.Output[str]] = {}
        if args["delegated"]:
            self._validated_arns = {
                place: self._validation(place, certificates[place], records, others).certificate_arn
                for place in places
            }
        arns = self._validated_arns
        self.certificate_arns = pulumi.Output.all(**arns) if arns else pulumi.Output.from_input({})
        self.validated = pulumi.Output.from_input(args["delegated"])
        self.register_outputs(
            {
                "certificate_arns": self.certificate_arns,
                "validated": self.validated,
                "origin": dict(args.get("origin", {})),
            }
        )

    def certificate_arn(self, place: str) -> pulumi.Output[str]:
        """ARN of a place's validated certificate, for its listener; known once ACM has validated it.

        Raises:
            LookupError: The zone is not delegated, or no such place has a certificate.
        """
        if not self._args["delegated"]:
            raise LookupError(
                f"{self.pulumi_resource_name} has no validated certificate for {place!r}: its zone is not "
                "delegated yet. Point the parent domain at the zone's name servers, then set 'delegated' to "
                "true."
            )
        if place not in self._validated_arns:
            known = ", ".join(self._validated_arns)
            raise LookupError(
                f"{self.pulumi_resource_name} has no certificate for {place!r}; it has {known}."
            )
        return self._validated_arns[place]

    def _certificate(self, place: str) -> "acm.Certificate":
        wanted = self._args["regions"][place]
        alternatives = sorted({*wanted.get("alternative_names", ())} - {wanted["domain"]})
        return acm.Certificate(
            f"{place}-{self._args['entrance']}-cert",
            region=wanted["region"],
            domain_name=wanted["domain"],
            subject_alternative_names=alternatives or None,
            validation_method="DNS",
            key_algorithm=self._args.get("key_algorithm", "RSA_2048"),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _record(self, fqdn: str, certificate: "acm.Certificate") -> "route53.Record":
        option = certificate.domain_validation_options.apply(lambda options: _option_for(fqdn, options))
        return route53.Record(
            f"{self.pulumi_resource_name}-validation-{fqdn}",
            zone_id=self._args["zone_id"],
            name=option.apply(lambda one: one.resource_record_name or ""),
            type="CNAME",
            ttl=_RECORD_TTL_SECONDS,
            records=[option.apply(lambda one: one.resource_record_value or "")],
            # An adopted zone may hold this very record from an earlier certificate of the account.
            allow_overwrite=True,
            # For one account and one name ACM gives the same record in every region and at every request
            # (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html), and another name is
            # another logical name. So when the certificate that tells the values is replaced, or a region
            # that sorts before it is added, values that are unknown until then must not replace the record.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["name", "records"]),
        )

    def _cloudflare_record(
        self, fqdn: str, zone_id: pulumi.Input[str], certificate: "acm.Certificate"
    ) -> pulumi.Resource:
        from holdfast.components.cloudflare_validation import (  # noqa: PLC0415  # takes more than a second
            validation_record,
        )

        option = certificate.domain_validation_options.apply(lambda options: _option_for(fqdn, options))
        return validation_record(
            f"{self.pulumi_resource_name}-cloudflare-validation-{fqdn}",
            zone_id,
            record_name=option.apply(lambda one: one.resource_record_name or ""),
            content=option.apply(lambda one: one.resource_record_value or ""),
            ttl_seconds=_RECORD_TTL_SECONDS,
            tags=self._args.get("tags", {}),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _validation(
        self,
        place: str,
        certificate: "acm.Certificate",
        records: "Mapping[str, route53.Record]",
        others: Mapping[str, pulumi.Resource],
    ) -> "acm.CertificateValidation":
        wanted = self._args["regions"][place]
        return acm.CertificateValidation(
            f"{place}-{self._args['entrance']}-cert-validation",
            region=wanted["region"],
            certificate_arn=certificate.arn,
            # The names of Cloudflare's records are Route 53's: where it has none, waiting for them will do.
            validation_record_fqdns=[records[fqdn].fqdn for fqdn in _fqdns(wanted)] if records else None,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[others[fqdn] for fqdn in _fqdns(wanted)] if others else None,
                custom_timeouts=pulumi.CustomTimeouts(create=_VALIDATION_TIMEOUT),
            ),
        )


_LONGEST_DOMAIN = 64  # https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html


def _refuse_long_domains(regions: Mapping[str, CertificateArgs]) -> None:
    domains = sorted({one["domain"] for one in regions.values()})
    long = [f"{domain!r} ({len(domain)})" for domain in domains if len(domain) > _LONGEST_DOMAIN]
    if long:
        raise ValueError(
            f"'domain' of a certificate may have at most {_LONGEST_DOMAIN} characters, "
            f"got {', '.join(long)}; a longer name can only be an alternative name."
        )


def _fqdns(wanted: CertificateArgs) -> list[str]:
    """Names to prove, each once: a wildcard is proved by the record of the name below it."""
    names = (wanted["domain"], *wanted.get("alternative_names", ()))
    return sorted({one.removeprefix("*.") for one in names})


def _option_for(
    fqdn: str, options: "Sequence[acm.outputs.CertificateDomainValidationOption]"
) -> "acm.outputs.CertificateDomainValidationOption":
    for option in options:
        if (option.domain_name or "").removeprefix("*.") == fqdn:
            return option
    raise LookupError(f"ACM offers no validation record for {fqdn!r}")
