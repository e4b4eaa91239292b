"""What a fleet of proxies is given to answer with the API's description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.api_description import answer_headers
from holdfast.topology.values import LARGEST_HAPROXY_BYTES, ProxySoftware
from tests.components.proxy_sample import REGION, fleet
from tests.components.test_proxy_fleet import bundle

if TYPE_CHECKING:
    from tests.components.declared import Resources

NAME = "euw1-public-proxy-description"
DESCRIPTION: dict[str, Any] = {
    "path": "/openapi.json",
    "text": '{"openapi":"3.1.0"}',
    "etag": '"0a1b"',
    "headers": answer_headers(etag='"0a1b"', cache_control="public, max-age=300", cors=True),
}


def proxies(software: ProxySoftware = ProxySoftware.HAPROXY, **changes: Any) -> Resources:
    return fleet(balancing={"software": software}, description={**DESCRIPTION, **changes})


def test_adds_a_closed_bucket_with_the_description() -> None:
    assert proxies().pairs() - fleet().pairs() == {
        ("aws:s3/bucket:Bucket", NAME),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            f"{NAME}-encryption",
        ),
        ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", f"{NAME}-ownership"),
        ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", f"{NAME}-public-access"),
        ("aws:s3/bucketPolicy:BucketPolicy", f"{NAME}-policy"),
        ("aws:s3/bucketObjectv2:BucketObjectv2", f"{NAME}-object"),
    }


def test_another_text_is_another_object_and_the_old_one_stays_for_who_still_names_it() -> None:
    stored = proxies()(f"{NAME}-object")
    assert {key: stored.inputs[key] for key in ("region", "key", "content", "contentType")} == {
        "region": REGION,
        "key": "openapi-0a1b.json",
        "content": DESCRIPTION["text"],
        "contentType": "application/json",
    }
    assert stored.retain_on_delete
    other = {**DESCRIPTION["headers"], "ETag": '"2c3d"'}
    assert proxies(etag='"2c3d"', headers=other)(f"{NAME}-object").inputs["key"] == "openapi-2c3d.json"


def test_the_proxies_may_read_descriptions_and_nothing_else_of_the_bucket() -> None:
    resources = proxies()
    document = json.loads(resources("euw1-public-proxy-policy").inputs["policy"])
    (read,) = (one for one in document["Statement"] if one["Sid"] == "ReadDescription")
    assert (read["Action"], read["Resource"]) == (
        ["s3:GetObject"],
        [f"{resources(NAME).arn}/openapi-*.json"],
    )


@pytest.mark.parametrize("software", ProxySoftware)
def test_the_agent_is_told_where_it_is_and_the_software_where_it_lies(software: ProxySoftware) -> None:
    held = bundle(proxies(software))
    assert json.loads(held["/etc/holdfast/agent.json"])["description"] == {
        "bucket": f"{NAME}-bucket",
        "key": "openapi-0a1b.json",
        "file": "/var/lib/holdfast/openapi.json",
    }
    config = held[
        "/etc/holdfast/haproxy.cfg" if software is ProxySoftware.HAPROXY else "/etc/holdfast/nginx.conf"
    ]
    for part in ("/openapi.json", "/var/lib/holdfast/openapi.json", "0a1b", "public, max-age=300"):
        assert part in config
    assert json.loads(bundle(fleet())["/etc/holdfast/agent.json"])["description"] is None


def test_only_a_large_one_takes_larger_buffers_of_haproxy() -> None:
    assert "tune.bufsize" not in bundle(proxies())["/etc/holdfast/haproxy.cfg"]
    large = proxies(text=json.dumps("x" * 20_000))
    assert "tune.bufsize 65536" in bundle(large)["/etc/holdfast/haproxy.cfg"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"path": "/open api"}, r"'description\.path' must be a plain path"),
        ({"path": "openapi.json"}, r"'description\.path' must be a plain path"),
        ({"etag": "0a1b"}, r"'description\.etag' must be letters, digits and '-' in quotes"),
        ({"etag": '"0a/1b"'}, r"'description\.etag' must be letters, digits and '-' in quotes"),
        ({"text": "x" * (LARGEST_HAPROXY_BYTES + 1)}, "HAProxy answers from one buffer"),
        ({"headers": {"X-Note": 'say "hi"'}}, r"'description\.headers\.X-Note' has characters"),
    ],
)
def test_refuses(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        proxies(**changes)


def test_nginx_takes_any_size() -> None:
    assert proxies(ProxySoftware.NGINX, text="x" * (LARGEST_HAPROXY_BYTES + 1))(f"{NAME}-object")
