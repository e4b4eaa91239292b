from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.components.certificates import Certificates
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.certificates import CertificateArgs, CertificatesArgs

USE1: CertificateArgs = {
    "region": "us-east-1",
    "domain": "api.example.com",
    "alternative_names": ["use1.api.example.com"],
}
EUW1: CertificateArgs = {
    "region": "eu-west-1",
    "domain": "api.example.com",
    "alternative_names": ["euw1.api.example.com"],
}
ARGS: CertificatesArgs = {
    "entrance": "public",
    "zone_id": "Z123",
    "delegated": True,
    "regions": {"use1": USE1, "euw1": EUW1},
    "tags": {"stack": "prod"},
    "origin": {"delegated": "entrances.public.delegated"},
}
UNDELEGATED: CertificatesArgs = {**ARGS, "delegated": False}


def _found(args: CertificatesArgs = ARGS) -> Resources:
    return declared(lambda: Certificates("global-public", args))


WITHOUT_THE_WAIT = {
    ("holdfast:index:Certificates", "global-public"),
    ("aws:acm/certificate:Certificate", "use1-public-cert"),
    ("aws:acm/certificate:Certificate", "euw1-public-cert"),
    ("aws:route53/record:Record", "global-public-validation-api.example.com"),
    ("aws:route53/record:Record", "global-public-validation-use1.api.example.com"),
    ("aws:route53/record:Record", "global-public-validation-euw1.api.example.com"),
}
WAIT = {
    ("aws:acm/certificateValidation:CertificateValidation", "use1-public-cert-validation"),
    ("aws:acm/certificateValidation:CertificateValidation", "euw1-public-cert-validation"),
}


def test_declares_a_certificate_per_region_and_a_record_per_name() -> None:
    found = _found()
    assert found.pairs() == WITHOUT_THE_WAIT | WAIT
    assert {one.parent for one in found if one.custom} == {"global-public"}
    certificate = found("use1-public-cert")
    assert certificate.inputs == {
        "region": "us-east-1",
        "domainName": "api.example.com",
        "subjectAlternativeNames": ["use1.api.example.com"],
        "validationMethod": "DNS",
        "keyAlgorithm": "RSA_2048",
        "tags": {"stack": "prod"},
    }
    assert found("euw1-public-cert").region == "eu-west-1"


def test_a_record_proves_its_name() -> None:
    record = _found()("global-public-validation-use1.api.example.com")
    assert record.inputs == {
        "zoneId": "Z123",
        "name": "_0.use1.api.example.com.",
        "type": "CNAME",
        "ttl": 300,
        "records": ["_1.use1.api.example.com.acm-validations.aws."],
        "allowOverwrite": True,
    }
    assert record.property_depends_on["name"] == {"use1-public-cert"}
    assert record.region is None


def test_a_shared_name_is_proved_once_and_keeps_its_values() -> None:
    alone = _found({**ARGS, "regions": {"use1": USE1}})("global-public-validation-api.example.com")
    joined = _found()("global-public-validation-api.example.com")
    assert alone.property_depends_on["name"] == {"use1-public-cert"}
    assert joined.property_depends_on["name"] == {"euw1-public-cert"}
    assert alone.urn == joined.urn
    assert joined.ignore_changes == ("name", "records")


def test_each_region_waits_for_its_own_names() -> None:
    found = _found()
    wait = found("use1-public-cert-validation")
    assert wait.region == "us-east-1"
    assert wait.inputs["certificateArn"] == found("use1-public-cert").arn
    assert wait.property_depends_on["validationRecordFqdns"] == {
        "global-public-validation-api.example.com",
        "global-public-validation-use1.api.example.com",
    }
    assert wait.custom_timeouts == {"create": "15m"}
    assert found("global-public").outputs == {
        "certificate_arns": {place: found(f"{place}-public-cert").arn for place in ("euw1", "use1")},
        "validated": True,
        "origin": {"delegated": "entrances.public.delegated"},
    }


def test_an_undelegated_zone_waits_for_nothing() -> None:
    found = _found(UNDELEGATED)
    assert found.pairs() == WITHOUT_THE_WAIT
    outputs = found("global-public").outputs
    assert (outputs["certificate_arns"], outputs["validated"]) == ({}, False)


def test_gives_the_validated_arn_of_a_place() -> None:
    arns: list[str] = []

    def build() -> None:
        Certificates("global-public", ARGS).certificate_arn("use1").apply(arns.append)

    found = declared(build)
    assert arns == [found("use1-public-cert").arn]


@pytest.mark.parametrize(
    ("args", "place", "message"),
    [
        (UNDELEGATED, "use1", "zone is not delegated yet"),
        (ARGS, "usw2", "no certificate for 'usw2'; it has euw1, use1"),
    ],
)
def test_fails_where_there_is_no_validated_arn(args: CertificatesArgs, place: str, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        declared(lambda: Certificates("global-public", args).certificate_arn(place))


def test_fails_on_a_domain_that_acm_refuses() -> None:
    long = f"{'a' * 53}.example.com"
    with pytest.raises(ValueError, match=r"at most 64 characters, got 'a+\.example\.com' \(65\)"):
        _found({**ARGS, "regions": {"use1": {**USE1, "domain": long}}})


def test_a_wildcard_shares_the_record_of_its_name() -> None:
    regions: dict[str, CertificateArgs] = {
        "use1": {
            "region": "us-east-1",
            "domain": "example.com",
            "alternative_names": ["*.example.com", "example.com"],
        }
    }
    found = _found({**ARGS, "regions": regions})
    assert found.names("Record") == {"global-public-validation-example.com"}
    assert found("use1-public-cert").inputs["subjectAlternativeNames"] == ["*.example.com"]


def test_order_of_regions_and_names_changes_nothing() -> None:
    turned: CertificatesArgs = {**ARGS, "regions": {"euw1": EUW1, "use1": USE1}}
    # By URN: in which order independent resources register is left to threads.
    assert sorted((one.urn, one.inputs) for one in _found(turned) if one.custom) == sorted(
        (one.urn, one.inputs) for one in _found() if one.custom
    )


def test_key_algorithm_can_be_chosen() -> None:
    found = _found({**ARGS, "key_algorithm": "EC_prime256v1"})
    assert {one.inputs["keyAlgorithm"] for one in found.of("Certificate")} == {"EC_prime256v1"}


def test_both_providers_hold_the_proofs() -> None:
    found = _found({**ARGS, "cloudflare_zone_id": "C123"})
    own = {
        ("cloudflare:index/dnsRecord:DnsRecord", f"global-public-cloudflare-validation-{host}")
        for host in ("api.example.com", "use1.api.example.com", "euw1.api.example.com")
    }
    assert found.pairs() == WITHOUT_THE_WAIT | WAIT | own
    record = found("global-public-cloudflare-validation-use1.api.example.com")
    assert record.inputs == {
        "zoneId": "C123",
        "name": "_0.use1.api.example.com",
        "type": "CNAME",
        "content": "_1.use1.api.example.com.acm-validations.aws",
        "ttl": 300,
        "proxied": False,
        "comment": "stack=prod",
    }
    assert record.ignore_changes == ("name", "content")
    wait = found("use1-public-cert-validation")
    assert record.name in wait.depends_on
    assert wait.inputs == _found()("use1-public-cert-validation").inputs


def test_cloudflare_alone_holds_the_proofs() -> None:
    args = {key: value for key, value in ARGS.items() if key != "zone_id"}
    found = _found({**args, "cloudflare_zone_id": "C123"})  # type: ignore[typeddict-item]  # a key less
    assert not found.of("aws:route53/record:Record")
    wait = found("euw1-public-cert-validation")
    assert "validationRecordFqdns" not in wait.inputs
    assert wait.depends_on >= {
        "global-public-cloudflare-validation-api.example.com",
        "global-public-cloudflare-validation-euw1.api.example.com",
    }


def test_refuses_certificates_that_nobody_can_prove() -> None:
    args = {key: value for key, value in ARGS.items() if key != "zone_id"}
    with pytest.raises(ValueError, match="need 'zone_id', 'cloudflare_zone_id' or both"):
        _found(args)  # type: ignore[arg-type]  # a key less
