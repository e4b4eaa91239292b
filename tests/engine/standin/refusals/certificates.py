"""ACM: certificates are issued once their records exist, and are used only then.

Sources (2026-11): ``missing %s DNS validation record`` in
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/acm/certificate_validation.go;
https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html (a common name has 64 characters at most);
``UnsupportedCertificate`` in
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud
    from tests.engine.standin.refusals.wanted import Rule, Wanted

CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
_LONGEST_NAME, _MOST_NAMES = 64, 10


def _names_fit(_cloud: Cloud, wanted: Wanted) -> str | None:
    domain, others = wanted.text("domainName"), wanted.texts("subjectAlternativeNames")
    if len(domain) > _LONGEST_NAME:
        return (
            "InvalidDomainValidationOptionsException: The first domain name can be no longer than 64 "
            "characters"
        )
    if len({domain, *others}) > _MOST_NAMES:
        return "LimitExceededException: Cannot request more than 10 domain names"
    return None


def _every_name_has_its_record(cloud: Cloud, wanted: Wanted) -> str | None:
    certificate = cloud.named(wanted.text("certificateArn"))
    given = {one.rstrip(".").lower() for one in wanted.texts("validationRecordFqdns")}
    if certificate is None or not given:
        return None
    for option in certificate.state["domainValidationOptions"]:
        name = str(option["resourceRecordName"]).rstrip(".").lower()
        if name not in given:
            return f"missing {option['domainName']} DNS validation record: {name}"
        for record in cloud.of("aws:route53/record:Record"):
            values = {str(one).rstrip(".") for one in record.state.get("records") or ()}
            wrong = str(option["resourceRecordValue"]).rstrip(".") not in values
            if str(record.state["fqdn"]).rstrip(".").lower() == name and wrong:
                return (
                    f"waiting for ACM Certificate ({certificate.id}) to be issued: timeout while waiting "
                    "for state"
                )
    return None


def _is_issued(cloud: Cloud, wanted: Wanted) -> str | None:
    arn = wanted.text("certificateArn")
    certificate = cloud.named(arn)
    if certificate is None or certificate.adopted or certificate.state.get("validationMethod") != "DNS":
        return None
    if any(thing.state["certificateArn"] == arn for thing in cloud.of(VALIDATION)):
        return None
    return (
        f"UnsupportedCertificate: The certificate '{arn}' must have a fully-qualified domain name, a "
        "supported "
        "signature, and a supported key size."
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    CERTIFICATE: (_names_fit,),
    VALIDATION: (_every_name_has_its_record,),
    "aws:lb/listener:Listener": (_is_issued,),
    "aws:lb/listenerCertificate:ListenerCertificate": (_is_issued,),
}
