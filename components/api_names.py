"""The names of an API in one region: the public one and the region's own, each with its address."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import apigateway, apigatewayv2

from holdfast.components.api_args import ApiScope, ApiTruststore


@dataclass(frozen=True, kw_only=True)
class ApiNames:
    """Where the names of an API lead; without a certificate there are none."""

    dns_name: pulumi.Output[str | None]
    """What alias records of the public name lead to."""
    zone_id: pulumi.Output[str | None]
    """Hosted zone of that."""
    host_dns_name: pulumi.Output[str | None]
    """What the alias record of the region's own name leads to."""
    host_zone_id: pulumi.Output[str | None]
    """Hosted zone of that."""


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A stage that a name leads to."""

    api_id: pulumi.Input[str]
    """Id of the API."""
    stage: pulumi.Input[str]
    """Name of the stage."""


def declare_names(
    name: str,
    args: ApiScope,
    *,
    public: Mapped,
    own: Mapped,
    after: Sequence[pulumi.Resource],
    child: pulumi.ResourceOptions,
) -> ApiNames:
    """Declare ``<name>-domain`` and ``<name>-host``, each with a mapping, where there is a certificate.

    Each name has an address of its own, to which API Gateway wants its record to lead
    (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html). The same
    kind of name serves HTTP and REST APIs (same page).

    Args:
        name: Logical name of the API's component.
        args: The API.
        public: What the public name leads to.
        own: What the region's own name leads to.
        after: What must be there before a name leads to it.
        child: Options that make the API the parent.
    """
    if "certificate_arn" not in args:
        nothing: pulumi.Output[str | None] = pulumi.Output.from_input(None)
        return ApiNames(dns_name=nothing, zone_id=nothing, host_dns_name=nothing, host_zone_id=nothing)
    domain = _domain(f"{name}-domain", args["domain"], args, args.get("truststore"), child)
    # Checkers show no certificate, so this name asks for none.
    host = _domain(f"{name}-host", args["host"], args, None, child)
    for noun, one, mapped in (("domain", domain, public), ("host", host, own)):
        apigatewayv2.ApiMapping(
            f"{name}-{noun}-mapping",
            region=args["region"],
            api_id=mapped.api_id,
            stage=mapped.stage,
            domain_name=one.domain_name,
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=list(after))),
        )
    return ApiNames(
        dns_name=domain.regional_domain_name,
        zone_id=domain.regional_zone_id,
        host_dns_name=host.regional_domain_name,
        host_zone_id=host.regional_zone_id,
    )


def _domain(
    logical_name: str,
    domain: str,
    args: ApiScope,
    truststore: ApiTruststore | None,
    child: pulumi.ResourceOptions,
) -> "apigateway.DomainName":
    return apigateway.DomainName(
        logical_name,
        region=args["region"],
        domain_name=domain,
        regional_certificate_arn=args.get("certificate_arn"),
        endpoint_configuration={"types": "REGIONAL"},
        security_policy="TLS_1_2",
        mutual_tls_authentication=None
        if truststore is None
        else apigateway.DomainNameMutualTlsAuthenticationArgs(
            truststore_uri=truststore["uri"], truststore_version=truststore.get("version")
        ),
        tags={**args.get("tags", {}), "Name": logical_name},
        opts=child,
    )
