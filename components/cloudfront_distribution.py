"""CloudFront in front of an entrance: reads cached at the edge, everything else led through."""

from typing import Any

import pulumi
from pulumi_aws import cloudfront

from holdfast.components.cloudfront_args import (
    CloudfrontDistributionArgs,
    CloudfrontOriginArgs,
    refuse,
)
from holdfast.components.cloudfront_behaviors import READS, SPARE, TARGET, Behaviors
from holdfast.components.cloudfront_logs import declare_access_logs
from holdfast.topology.values import MinimumTls, PriceClass

FAILOVER_STATUS_CODES = (500, 502, 503, 504)
"""Answers after which a read is tried at the spare: a failing origin's, never a refusal of the request."""

CACHED_ERRORS = (400, 403, 404, 405, 414, 500, 501, 502, 503, 504)
"""Answers that CloudFront would keep for ten seconds on every path, even where nothing is cached and against
``no-store``, so that one caller got what another was refused
(2026-11: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
custom-error-pages-expiration.html).
"""

# Twice three seconds until an origin that does not take connections is given up; CloudFront's own three times
# ten would outlast most clients (assumption; the bounds: https://docs.aws.amazon.com/AmazonCloudFront/latest/
# DeveloperGuide/DownloadDistValuesOrigin.html).
_CONNECTION_ATTEMPTS = 2
_CONNECTION_TIMEOUT_SECONDS = 3
# CloudFront's own. Short, as a connection that is kept is one for which Route 53 is not asked again.
_KEEP_ALIVE_SECONDS = 5


class CloudfrontDistribution(pulumi.ComponentResource):
    """A distribution that caches an API's reads and keeps its regions out of sight.

    Declares: the distribution (HTTP/2 and 3, TLS 1.2 or later, IPv4 as the regions), a cache policy per key
    of ``paths``, a response headers policy for HSTS, an origin group where there is a spare, a VPC origin
    where an origin is an internal load balancer, and access logs in a closed bucket.
    Survives: the loss of a region. Reads on ``paths`` that take no writes are tried again at the spare, at
    once, and answers in the cache stay up for their time to live. Everything else, and every write, goes to
    one origin: **writes do not fail over in CloudFront** ("fails over to the secondary origin only when the
    HTTP method of the viewer request is GET, HEAD, or OPTIONS": https://docs.aws.amazon.com/AmazonCloudFront/
    latest/DeveloperGuide/high_availability_origin_failover.html). They follow when Route 53 moves the name
    that the target is.
    Does not survive: the loss of CloudFront; the loss of the one region behind a VPC origin. Origins are
    changed by a control plane in us-east-1, which no failover may wait for.
    """

    distribution_id: pulumi.Output[str]
    """Id of the distribution, which invalidations name."""
    distribution_arn: pulumi.Output[str]
    """ARN of the distribution."""
    dns_name: pulumi.Output[str]
    """DNS name of the distribution, the target of alias records; known once it is deployed."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that DNS name; ``Z2FDTNDATAQYW2`` for every distribution."""

    def __init__(
        self, name: str, args: CloudfrontDistributionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``CloudfrontDistributionArgs``.

        Raises:
            ValueError: Something that CloudFront would refuse, or that would do nothing; all of it is listed.
        """
        super().__init__("holdfast:index:CloudfrontDistribution", name, {**args}, opts)
        refuse(name, args)
        self._name, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._protected, self._tags = args.get("protection", True), {**args.get("tags", {})}
        distribution = self._distribution()
        declare_access_logs(
            name, args["logs"], distribution, protected=self._protected, tags=self._tags, parent=self
        )

        self.distribution_id = distribution.id
        self.distribution_arn = distribution.arn
        self.dns_name = distribution.domain_name
        self.zone_id = distribution.hosted_zone_id
        self.register_outputs(
            {
                "distribution_id": self.distribution_id,
                "distribution_arn": self.distribution_arn,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _distribution(self) -> "cloudfront.Distribution":
        name, args = f"{self._name}-cdn", self._plan
        behaviors = Behaviors(
            name=self._name,
            args=args,
            response_headers_policy_id=self._response_headers().id,
            child=self._child,
        )
        origins = {TARGET: args["target"]} | ({SPARE: args["spare"]} if "spare" in args else {})
        return cloudfront.Distribution(
            name,
            aliases=[args["domain"]],
            comment=args["domain"],
            enabled=True,
            http_version="http2and3",
            is_ipv6_enabled=False,
            price_class=PriceClass(args.get("price_class", PriceClass.ALL)).value,
            web_acl_id=args.get("web_acl_arn"),
            origins=[self._origin(key, origin) for key, origin in origins.items()],
            origin_groups=[_read_group()] if "spare" in args else None,
            default_cache_behavior=behaviors.default(),
            ordered_cache_behaviors=behaviors.ordered(),
            custom_error_responses=[
                cloudfront.DistributionCustomErrorResponseArgs(error_code=code, error_caching_min_ttl=0)
                for code in CACHED_ERRORS
            ],
            viewer_certificate={
                "acm_certificate_arn": args["certificate_arn"],
                "ssl_support_method": "sni-only",
                "minimum_protocol_version": MinimumTls(
                    args.get("minimum_tls", MinimumTls.TLS_1_2_2021)
                ).value,
            },
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            # The public name is led here only once every edge location knows the distribution.
            wait_for_deployment=True,
            tags={**self._tags, "Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=self._protected),
        )

    def _response_headers(self) -> "cloudfront.ResponseHeadersPolicy":
        return cloudfront.ResponseHeadersPolicy(
            f"{self._name}-cdn-headers",
            comment=f"HSTS of {self._plan['domain']}",
            security_headers_config={
                "strict_transport_security": {
                    "access_control_max_age_sec": int(self._plan.get("hsts_seconds", 31536000)),
                    "override": True,
                }
            },
            opts=self._child,
        )

    def _origin(self, key: str, origin: CloudfrontOriginArgs) -> "cloudfront.DistributionOriginArgs":
        timeouts: dict[str, Any] = {
            "origin_read_timeout": int(self._plan.get("read_timeout_seconds", 30)),
            "origin_keepalive_timeout": _KEEP_ALIVE_SECONDS,
        }
        shared: dict[str, Any] = {
            "origin_id": key,
            "domain_name": origin["host"],
            "connection_attempts": _CONNECTION_ATTEMPTS,
            "connection_timeout": _CONNECTION_TIMEOUT_SECONDS,
        }
        if "origin_header" in self._plan:
            header = self._plan["origin_header"]
            shared["custom_headers"] = [
                cloudfront.DistributionOriginCustomHeaderArgs(name=header["name"], value=header["value"])
            ]
        if "vpc_balancer_arn" in origin:
            vpc_origin = self._vpc_origin(key, origin["vpc_balancer_arn"])
            inside = cloudfront.DistributionOriginVpcOriginConfigArgs(vpc_origin_id=vpc_origin.id, **timeouts)
            return cloudfront.DistributionOriginArgs(vpc_origin_config=inside, **shared)
        outside = cloudfront.DistributionOriginCustomOriginConfigArgs(
            http_port=80,
            https_port=443,
            origin_protocol_policy="https-only",
            origin_ssl_protocols=["TLSv1.2"],
            **timeouts,
        )
        return cloudfront.DistributionOriginArgs(custom_origin_config=outside, **shared)

    def _vpc_origin(self, key: str, balancer_arn: pulumi.Input[str]) -> "cloudfront.VpcOrigin":
        name = f"{self._name}-cdn-vpc-{key}"
        return cloudfront.VpcOrigin(
            name,
            vpc_origin_endpoint_config={
                # No autoname here; a domain is one entrance's in an account.
                "name": f"{self._plan['domain']}-{key}",
                "arn": balancer_arn,
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": "https-only",
                "origin_ssl_protocols": {"items": ["TLSv1.2"], "quantity": 1},
            },
            tags={**self._tags, "Name": name},
            opts=self._child,
        )


def _read_group() -> "cloudfront.DistributionOriginGroupArgs":
    return cloudfront.DistributionOriginGroupArgs(
        origin_id=READS,
        failover_criteria=cloudfront.DistributionOriginGroupFailoverCriteriaArgs(
            status_codes=list(FAILOVER_STATUS_CODES)
        ),
        members=[cloudfront.DistributionOriginGroupMemberArgs(origin_id=key) for key in (TARGET, SPARE)],
    )
