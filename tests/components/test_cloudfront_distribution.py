from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from holdfast.components.cloudfront_behaviors import ALL_VIEWER, CACHING_DISABLED, HOST_HEADER_ONLY
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.topology.values import MinimumTls, PriceClass
from tests.components.declared import Resources, declared

CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/0"
TARGET = {"host": "origin.api.example.com"}
SPARE = {"host": "euw1.api.example.com"}
CATALOGUE: dict[str, Any] = {"patterns": ["/catalogue/*", "/prices"]}
LOGS = {"name": "euw1-public", "region": "eu-west-1", "account_id": "111122223333"}
BUCKET = "euw1-public-cdn-logs"


def arguments(**more: Any) -> dict[str, Any]:
    return {
        "domain": "api.example.com",
        "certificate_arn": CERTIFICATE,
        "target": TARGET,
        "logs": LOGS,
        **more,
    }


def build(**more: Any) -> Resources:
    return declared(lambda: CloudfrontDistribution("global-public", arguments(**more)))  # type: ignore[arg-type]  # any key


def distribution(**more: Any) -> dict[str, Any]:
    return dict(build(**more)("global-public-cdn").inputs)


def paths(**more: Any) -> dict[str, Any]:
    return {"paths": {"catalogue": {**CATALOGUE, **more}}}


def behaviors(**more: Any) -> dict[str, dict[str, Any]]:
    return {one["pathPattern"]: one for one in distribution(**more)["orderedCacheBehaviors"]}


CHILDREN = {
    ("holdfast:index:CloudfrontDistribution", "global-public"),
    ("aws:cloudfront/distribution:Distribution", "global-public-cdn"),
    ("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "global-public-cdn-headers"),
    ("aws:cloudwatch/logDeliverySource:LogDeliverySource", "global-public-cdn-logs-source"),
    ("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "global-public-cdn-logs-target"),
    ("aws:cloudwatch/logDelivery:LogDelivery", "global-public-cdn-logs-delivery"),
    ("aws:s3/bucket:Bucket", BUCKET),
    (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        f"{BUCKET}-encryption",
    ),
    ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", f"{BUCKET}-ownership"),
    ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", f"{BUCKET}-public-access"),
    ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", f"{BUCKET}-lifecycle"),
    ("aws:s3/bucketPolicy:BucketPolicy", f"{BUCKET}-policy"),
}


def test_the_exact_children() -> None:
    assert build().pairs() == CHILDREN


def test_a_cache_policy_per_key_of_paths() -> None:
    assert build(**paths()).pairs() - CHILDREN == {
        ("aws:cloudfront/cachePolicy:CachePolicy", "global-public-cache-catalogue")
    }


def test_what_clients_meet() -> None:
    found = distribution()
    assert found["aliases"] == ["api.example.com"]
    assert (found["enabled"], found["httpVersion"], found["isIpv6Enabled"]) == (True, "http2and3", False)
    assert found["priceClass"] == "PriceClass_All"
    assert found["viewerCertificate"] == {
        "acmCertificateArn": CERTIFICATE,
        "sslSupportMethod": "sni-only",
        "minimumProtocolVersion": "TLSv1.2_2021",
    }
    assert found["restrictions"] == {"geoRestriction": {"restrictionType": "none"}}
    assert found["waitForDeployment"] is True
    assert "webAclId" not in found


def test_choices() -> None:
    found = distribution(
        price_class=PriceClass.LEAST, minimum_tls=MinimumTls.TLS_1_3_2025, web_acl_arn="arn:acl"
    )
    assert (found["priceClass"], found["webAclId"]) == ("PriceClass_100", "arn:acl")
    assert found["viewerCertificate"]["minimumProtocolVersion"] == "TLSv1.3_2025"


@pytest.mark.parametrize(("given", "seconds"), [({}, 31536000), ({"hsts_seconds": 60.0}, 60)])
def test_hsts_on_every_behaviour(given: dict[str, Any], seconds: int) -> None:
    resources = build(**paths(), **given)
    policy = resources("global-public-cdn-headers")
    assert policy.inputs["securityHeadersConfig"] == {
        "strictTransportSecurity": {"accessControlMaxAgeSec": seconds, "override": True}
    }
    found = resources("global-public-cdn").inputs
    assert {
        one["responseHeadersPolicyId"]
        for one in (found["defaultCacheBehavior"], *found["orderedCacheBehaviors"])
    } == {"global-public-cdn-headers-id"}


def test_everything_without_a_path_goes_through_whole_to_one_origin() -> None:
    assert distribution(spare=SPARE, **paths())["defaultCacheBehavior"] == {
        "allowedMethods": ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        "cachedMethods": ["GET", "HEAD"],
        "targetOriginId": "target",
        "viewerProtocolPolicy": "redirect-to-https",
        "cachePolicyId": CACHING_DISABLED,
        "originRequestPolicyId": ALL_VIEWER,
        "responseHeadersPolicyId": "global-public-cdn-headers-id",
        "compress": False,
    }


def test_no_error_is_kept_that_does_not_say_so_itself() -> None:
    kept = distribution(spare=SPARE, **paths())["customErrorResponses"]
    assert {one["errorCode"] for one in kept} == {400, 403, 404, 405, 414, 500, 501, 502, 503, 504}
    assert all(one == {"errorCode": one["errorCode"], "errorCachingMinTtl": 0} for one in kept)


def test_a_cached_path_takes_reads_alone_and_fails_over() -> None:
    found = behaviors(spare=SPARE, **paths())
    assert list(found) == ["/prices", "/catalogue/*"]
    assert found["/prices"] == {
        "pathPattern": "/prices",
        "allowedMethods": ["GET", "HEAD", "OPTIONS"],
        "cachedMethods": ["GET", "HEAD"],
        "targetOriginId": "reads",
        "viewerProtocolPolicy": "redirect-to-https",
        "cachePolicyId": "global-public-cache-catalogue-id",
        "originRequestPolicyId": HOST_HEADER_ONLY,
        "responseHeadersPolicyId": "global-public-cdn-headers-id",
        "compress": True,
    }
    assert found["/catalogue/*"] == {**found["/prices"], "pathPattern": "/catalogue/*"}


def test_no_behaviour_with_write_methods_leads_to_the_origin_group() -> None:
    found = distribution(
        spare=SPARE,
        paths={"catalogue": CATALOGUE, "orders": {"patterns": ["/orders"], "accepts_writes": True}},
    )
    every = [found["defaultCacheBehavior"], *found["orderedCacheBehaviors"]]
    assert {one["targetOriginId"] for one in every if "POST" in one["allowedMethods"]} == {"target"}
    assert {one["targetOriginId"] for one in every if "POST" not in one["allowedMethods"]} == {"reads"}


def test_without_a_spare_reads_go_to_the_target() -> None:
    found = distribution(**paths())
    assert "originGroups" not in found
    assert found["orderedCacheBehaviors"][0]["targetOriginId"] == "target"
    assert [one["originId"] for one in found["origins"]] == ["target"]


def test_reads_that_are_not_cached_can_fail_over_whole() -> None:
    found = behaviors(spare=SPARE, **paths(max_ttl_seconds=0))["/prices"]
    assert (found["cachePolicyId"], found["originRequestPolicyId"]) == (CACHING_DISABLED, ALL_VIEWER)
    assert (found["targetOriginId"], found["compress"]) == ("reads", False)


def test_the_more_particular_pattern_comes_first() -> None:
    patterns = ["/*", "/a/*", "/a/b/*.json", "/a/b/*", "/a/b", "/a?"]
    for order in (patterns, patterns[::-1]):
        assert list(behaviors(paths={"all": {"patterns": order}})) == [
            "/a/b",
            "/a/b/*.json",
            "/a/b/*",
            "/a/*",
            "/a?",
            "/*",
        ]


def test_what_is_in_the_key_by_default() -> None:
    policy = build(**paths())("global-public-cache-catalogue").inputs
    assert (policy["minTtl"], policy["defaultTtl"], policy["maxTtl"]) == (0, 60, 3600)
    assert policy["parametersInCacheKeyAndForwardedToOrigin"] == {
        "enableAcceptEncodingGzip": True,
        "enableAcceptEncodingBrotli": True,
        "queryStringsConfig": {"queryStringBehavior": "all"},
        "headersConfig": {"headerBehavior": "none"},
        "cookiesConfig": {"cookieBehavior": "none"},
    }


def test_what_is_in_the_key_on_request() -> None:
    policy = build(
        **paths(
            min_ttl_seconds=5.0,
            default_ttl_seconds=10.0,
            max_ttl_seconds=20.0,
            query_strings=["page", "lang"],
            headers=["Authorization"],
            cookies=["session"],
        )
    )("global-public-cache-catalogue").inputs
    assert (policy["minTtl"], policy["defaultTtl"], policy["maxTtl"]) == (5, 10, 20)
    key = policy["parametersInCacheKeyAndForwardedToOrigin"]
    assert key["queryStringsConfig"] == {
        "queryStringBehavior": "whitelist",
        "queryStrings": {"items": ["lang", "page"]},
    }
    assert key["headersConfig"] == {"headerBehavior": "whitelist", "headers": {"items": ["Authorization"]}}
    assert key["cookiesConfig"] == {"cookieBehavior": "whitelist", "cookies": {"items": ["session"]}}


@pytest.mark.parametrize(("given", "usual"), [({"min_ttl_seconds": 120}, 120), ({"max_ttl_seconds": 30}, 30)])
def test_the_usual_time_keeps_within_the_others(given: dict[str, Any], usual: int) -> None:
    assert build(**paths(**given))("global-public-cache-catalogue").inputs["defaultTtl"] == usual


def test_origins_are_asked_by_tls_alone_and_given_up_soon() -> None:
    target, spare = distribution(spare=SPARE, read_timeout_seconds=10.0, **paths())["origins"]
    assert target == {
        "originId": "target",
        "domainName": "origin.api.example.com",
        "connectionAttempts": 2,
        "connectionTimeout": 3,
        "customOriginConfig": {
            "httpPort": 80,
            "httpsPort": 443,
            "originProtocolPolicy": "https-only",
            "originSslProtocols": ["TLSv1.2"],
            "originReadTimeout": 10,
            "originKeepaliveTimeout": 5,
        },
    }
    assert spare == {**target, "originId": "spare", "domainName": "euw1.api.example.com"}


def test_a_read_is_tried_again_after_failures_and_not_after_refusals() -> None:
    (group,) = distribution(spare=SPARE, **paths())["originGroups"]
    assert group == {
        "originId": "reads",
        "failoverCriteria": {"statusCodes": [500, 502, 503, 504]},
        "members": [{"originId": "target"}, {"originId": "spare"}],
    }


def test_the_secret_header_goes_to_every_origin_and_stays_a_secret() -> None:
    resources = declared(
        lambda: CloudfrontDistribution(
            "global-public",
            arguments(  # type: ignore[arg-type]  # any key
                spare=SPARE,
                origin_header={"name": "X-Origin-Verify", "value": pulumi.Output.secret("hush")},
                **paths(),
            ),
        )
    )
    found = resources("global-public-cdn")
    assert [one["customHeaders"] for one in found.inputs["origins"]] == [
        [{"name": "X-Origin-Verify", "value": "hush"}]
    ] * 2
    assert "origins" in found.secrets


def test_an_internal_balancer_is_reached_by_a_vpc_origin() -> None:
    resources = build(target={"host": "lb.internal", "vpc_balancer_arn": "arn:lb"})
    assert resources("global-public-cdn-vpc-target").inputs["vpcOriginEndpointConfig"] == {
        "name": "api.example.com-target",
        "arn": "arn:lb",
        "httpPort": 80,
        "httpsPort": 443,
        "originProtocolPolicy": "https-only",
        "originSslProtocols": {"items": ["TLSv1.2"], "quantity": 1},
    }
    (origin,) = resources("global-public-cdn").inputs["origins"]
    assert "customOriginConfig" not in origin
    assert origin["vpcOriginConfig"] == {
        "vpcOriginId": "global-public-cdn-vpc-target-id",
        "originReadTimeout": 30,
        "originKeepaliveTimeout": 5,
    }
    assert origin["domainName"] == "lb.internal"


def test_logs_are_delivered_from_us_east_1_to_where_they_may_rest() -> None:
    resources = build()
    assert {one.region for one in resources if one.name.startswith(BUCKET)} == {"eu-west-1"}
    managed = [one for one in resources if one.type.startswith("aws:cloudwatch/logDelivery")]
    assert {one.region for one in managed} == {"us-east-1"}
    source = resources("global-public-cdn-logs-source").inputs
    assert source["logType"] == "ACCESS_LOGS"
    assert source["resourceArn"] == resources("global-public").outputs["distribution_arn"]
    target = resources("global-public-cdn-logs-target")
    assert target.inputs["outputFormat"] == "json"
    assert target.inputs["deliveryDestinationConfiguration"] == {
        "destinationResourceArn": f"arn:aws:s3:::{BUCKET}-bucket"
    }
    assert f"{BUCKET}-policy" in target.depends_on
    delivery = resources("global-public-cdn-logs-delivery").inputs
    assert delivery["deliverySourceName"] == "global-public-cdn-logs-source-0000"
    assert delivery["deliveryDestinationArn"].endswith("/global-public-cdn-logs-target")
    assert delivery["s3DeliveryConfigurations"] == [
        {"suffixPath": "{DistributionId}/{yyyy}/{MM}/{dd}", "enableHiveCompatiblePath": False}
    ]
    write, _check, _tls = json.loads(resources(f"{BUCKET}-policy").inputs["policy"])["Statement"]
    assert write["Resource"] == f"arn:aws:s3:::{BUCKET}-bucket/AWSLogs/111122223333/*"
    assert write["Condition"]["ArnLike"] == {"aws:SourceArn": "arn:aws:logs:us-east-1:111122223333:*"}


@pytest.mark.parametrize(("given", "days"), [({}, 90), ({"retention_days": 30.0}, 30)])
def test_logs_expire(given: dict[str, Any], days: int) -> None:
    (rule,) = build(logs={**LOGS, **given})(f"{BUCKET}-lifecycle").inputs["rules"]
    assert rule["expiration"] == {"days": days}


def test_outputs() -> None:
    assert build(origin={"paths": "holdfast:entrances"})("global-public").outputs == {
        "distribution_id": "global-public-cdn-id",
        "distribution_arn": "arn:aws:cloudfront::111122223333:Distribution/global-public-cdn",
        "dns_name": "global-public-cdn.cloudfront.net",
        "zone_id": "Z2FDTNDATAQYW2",
        "origin": {"paths": "holdfast:entrances"},
    }


@pytest.mark.parametrize("protection", [True, False])
def test_protection(protection: bool) -> None:
    resources = build(protection=protection)
    assert resources("global-public-cdn").protect is protection
    assert resources(BUCKET).protect is protection
    assert resources(BUCKET).inputs["forceDestroy"] is not protection


def test_tags_reach_what_takes_them() -> None:
    resources = build(tags={"team": "orders"}, target={"host": "lb.internal", "vpc_balancer_arn": "arn:lb"})
    tagged = ("global-public-cdn", "global-public-cdn-vpc-target", BUCKET)
    for name in tagged:
        assert resources(name).inputs["tags"] == {"team": "orders", "Name": name}
    for noun in ("source", "target", "delivery"):
        assert resources(f"global-public-cdn-logs-{noun}").inputs["tags"] == {"team": "orders"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (paths(patterns=[]), "paths 'catalogue': 'patterns' is empty"),
        (
            paths(min_ttl_seconds=10, default_ttl_seconds=5),
            "'min_ttl_seconds' (10), 'default_ttl_seconds' (5) and 'max_ttl_seconds' (3600) rise",
        ),
        (paths(query_strings=["*", "page"]), "'query_strings' names all by '*' and others besides"),
        (
            {"spare": SPARE, **paths(max_ttl_seconds=0, headers=["Authorization"])},
            "'headers' does nothing where nothing is kept",
        ),
        (paths(max_ttl_seconds=0), "neither cached nor failing over"),
        ({"spare": SPARE}, "'spare' does nothing without 'paths' that take reads alone"),
        ({"spare": SPARE, **paths(accepts_writes=True)}, "'spare' does nothing"),
        (
            {"paths": {"one": CATALOGUE, "two": {"patterns": ["/prices"]}}},
            "paths 'one' and 'two' have the same pattern '/prices'",
        ),
        ({"read_timeout_seconds": 61}, "'read_timeout_seconds' is 1 to 60, got 61"),
        ({"hsts_seconds": -1}, "'hsts_seconds' is 0 to"),
        ({"logs": {**LOGS, "retention_days": 0}}, "'retention_days' is 1 to"),
    ],
)
def test_refusals(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r"distribution 'global-public'") as error:
        build(**given)
    assert message in str(error.value)
