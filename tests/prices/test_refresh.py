"""Refreshing prices, against answers in the shape of AWS's price list."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from holdfast.prices import shipped
from holdfast.prices.refresh import refresh, wanted_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from types_boto3_pricing import PricingClient

TODAY = date(2026, 11, 22)


def product(usagetype: str, *steps: tuple[str, str], **attributes: str) -> str:
    """A product in the shape of https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html."""
    return json.dumps(
        {
            "product": {
                "productFamily": "Load Balancer-Application",
                "attributes": {"usagetype": usagetype, "regionCode": "eu-west-1", **attributes},
                "sku": "VDZ3RYWSYZK6KK7E",
            },
            "serviceCode": "AWSELB",
            "terms": {
                "OnDemand": {
                    "VDZ3RYWSYZK6KK7E.JRTCKXETXF": {
                        "priceDimensions": {
                            f"VDZ3RYWSYZK6KK7E.JRTCKXETXF.{number}": {
                                "unit": "Hrs",
                                "beginRange": begin,
                                "endRange": "Inf",
                                "pricePerUnit": {"USD": usd},
                            }
                            for number, (begin, usd) in enumerate(steps)
                        },
                        "effectiveDate": "2026-11-01T00:00:00Z",
                        "offerTermCode": "JRTCKXETXF",
                        "termAttributes": {},
                    }
                }
            },
            "version": "20261101000000",
            "publicationDate": "2026-11-01T00:00:00Z",
        }
    )


def client(*answers: Sequence[str], expected: list[dict[str, Any]] | None = None) -> PricingClient:
    made = boto3.client(
        "pricing",
        region_name="us-east-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",  # noqa: S106  # no credential
    )
    stubber = Stubber(made)
    for number, answer in enumerate(answers):
        wanted = (expected or [{"ServiceCode": ANY, "Filters": ANY, "FormatVersion": "aws_v1"}])[0]
        more = {"NextToken": "more"} if number + 1 < len(answers) else {}
        token = {"NextToken": "more"} if number else {}
        stubber.add_response(
            "get_products",
            {"FormatVersion": "aws_v1", "PriceList": list(answer), **more},
            {**wanted, **token},
        )
    stubber.activate()
    return made


def test_a_price_is_asked_for_by_its_filter_and_found_by_its_usage_type() -> None:
    wanted = {
        "ServiceCode": "AWSELB",
        "FormatVersion": "aws_v1",
        "Filters": [
            {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "eu-west-1"},
            {"Type": "TERM_MATCH", "Field": "operation", "Value": "LoadBalancing:Application"},
        ],
    }
    decoys = [product("EU-Outposts-LCUUsage", ("0", "0.0000")), product("EU-ReservedLCUUsage", ("0", "0.01"))]
    found = refresh(
        client(decoys, [product("EU-LCUUsage", ("0", "0.0080000000"))], expected=[wanted]),
        "eu-west-1",
        ["alb/LCU-hour"],
        TODAY,
    )
    (row,) = found.rows
    assert (row.key, row.region, row.usd, row.as_of) == ("alb/LCU-hour", "eu-west-1", Decimal("0.008"), TODAY)
    assert row.source == "AWS Price List Query API"
    assert found.missing == {}


@pytest.mark.parametrize("usagetype", ["LCUUsage", "USE1-LCUUsage", "EUC1-LCUUsage", "APN1-LCUUsage"])
def test_every_prefix_of_a_region_is_known(usagetype: str) -> None:
    found = refresh(client([product(usagetype, ("0", "1"))]), "us-east-1", ["alb/LCU-hour"], TODAY)
    assert [row.usd for row in found.rows] == [1]


def test_the_step_above_a_free_one_is_the_price_and_units_are_ours() -> None:
    free = product("EU-TimedStorage-ByteHrs", ("25", "0.2830"), ("0", "0.0000"))
    storage = refresh(client([free]), "eu-west-1", ["dynamodb/storage/GB-month"], TODAY)
    assert [row.usd for row in storage.rows] == [Decimal("0.283")]
    writes = product("EU-WriteRequestUnits", ("0", "0.0000007050"))
    found = refresh(client([writes]), "eu-west-1", ["dynamodb/writes/million"], TODAY)
    assert [row.usd for row in found.rows] == [Decimal("0.705")]


def test_what_is_not_told_for_certain_is_missing() -> None:
    both = [product("EU-LCUUsage", ("0", "0.008")), product("EU-LCUUsage", ("0", "0.009"))]
    assert refresh(client(both), "eu-west-1", ["alb/LCU-hour"], TODAY).missing == {
        "alb/LCU-hour": "2 different prices"
    }
    assert refresh(client([]), "eu-west-1", ["alb/LCU-hour"], TODAY).missing == {
        "alb/LCU-hour": "not in the price list"
    }
    assert refresh(client(), "eu-west-1", ["x"], TODAY).missing == {"x": "there is no such price"}


def test_sizes_and_engines_are_asked_for_in_the_price_lists_words() -> None:
    wanted = {
        "ServiceCode": "AmazonRDS",
        "FormatVersion": "aws_v1",
        "Filters": [
            {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "eu-west-1"},
            {"Type": "TERM_MATCH", "Field": "databaseEngine", "Value": "PostgreSQL"},
            {"Type": "TERM_MATCH", "Field": "deploymentOption", "Value": "Single-AZ"},
            {"Type": "TERM_MATCH", "Field": "instanceType", "Value": "db.m7g.large"},
        ],
    }
    other = product("EU-InstanceUsage:db.m7gxlarge", ("0", "9"))
    answer = [other, product("EU-InstanceUsage:db.m7g.large", ("0", "0.2"))]
    key = "rds/postgres/db.m7g.large/single-az/hour"
    found = refresh(client(answer, expected=[wanted]), "eu-west-1", [key], TODAY)
    assert [row.usd for row in found.rows] == [Decimal("0.2")]


def test_a_refresh_asks_for_every_regional_price_and_the_sizes_that_are_known() -> None:
    keys = wanted_keys(shipped(), ["ec2/c7g.4xlarge/hour"])
    assert {"alb/hour", "ec2/m7g.large/hour", "ec2/c7g.4xlarge/hour"} <= set(keys)
    assert not {"route53/zone/month", "cloudflare/load-balancer/month", "transfer/internet/GB"} & set(keys)
    assert not [key for key in keys if "{" in key]
