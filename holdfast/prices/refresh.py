"""Reads prices of a region from AWS's price list, through boto3's pricing client."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from holdfast.prices.keys import find_key, price_keys
from holdfast.prices.table import Price, PriceTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from types_boto3_pricing import PricingClient
    from types_boto3_pricing.type_defs import FilterTypeDef

    from holdfast.prices.keys import PriceKey

ENDPOINT_REGION = "us-east-1"
"""Where the price list answers
(https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html, 2026-11)."""
SOURCE = "AWS Price List Query API"
_PREFIX = r"(?:[A-Z]{2,4}[A-Z0-9]{0,2}-|[a-z]{2}(?:-[a-z]+)+-\d-)?"
"""What usage types of a region begin with: ``EU-``, ``USE1-``, of KMS the region, in us-east-1 nothing."""
ENGINES: Mapping[str, str] = {
    "postgres": "PostgreSQL",
    "mysql": "MySQL",
    "mariadb": "MariaDB",
    "redis": "Redis",
    "valkey": "Valkey",
}
"""Engines in a resource's words and in the price list's."""
VOLUMES: Mapping[str, str] = {"gp3": "GP3", "gp2": "GP2", "io1": "PIOPS", "io2": "PIOPS-io2"}
"""Kinds of RDS storage in a resource's words and in the price list's usage types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What was read of one region."""

    rows: tuple[Price, ...]
    missing: Mapping[str, str]
    """Key to why it has no price."""


def wanted_keys(table: PriceTable, more: Collection[str] = ()) -> tuple[str, ...]:
    """Keys that a refresh asks for: every one of the price list, with the sizes that the table knows.

    Args:
        table: The price table.
        more: Further keys, such as ``ec2/c7g.4xlarge/hour``.
    """
    named = {one.key for one in table} | {key for key in price_keys() if "{" not in key} | set(more)
    found = ((key, find_key(key)) for key in sorted(named))
    return tuple(key for key, kind in found if kind and kind[0].service)


def refresh(client: PricingClient, region: str, keys: Collection[str], today: date) -> Refreshed:
    """Prices of one region, each asked for by its own filter.

    Args:
        client: boto3's pricing client.
        region: AWS region.
        keys: What is asked for, placeholders filled in.
        today: The day that the rows get.
    """
    rows: list[Price] = []
    missing: dict[str, str] = {}
    for key in keys:
        found = find_key(key)
        if found is None:
            missing[key] = "there is no such price"
            continue
        kind, values = found
        answers = set(_prices(client, kind, values, region))
        if len(answers) == 1:
            usd = answers.pop() * kind.per
            rows.append(Price(key=key, region=region, usd=usd.normalize(), as_of=today, source=SOURCE))
        else:
            missing[key] = f"{len(answers)} different prices" if answers else "not in the price list"
    return Refreshed(rows=tuple(rows), missing=missing)


def _prices(
    client: PricingClient, kind: PriceKey, values: Mapping[str, str], region: str
) -> Iterator[Decimal]:
    usage = re.compile(
        _PREFIX
        + _filled(kind.usage, {name: re.escape(_usage_word(name, value)) for name, value in values.items()})
    )
    fields = {
        name: _filled(value, {key: ENGINES.get(one, one) for key, one in values.items()})
        for name, value in kind.filters.items()
    }
    filters: list[FilterTypeDef] = [
        {"Type": "TERM_MATCH", "Field": name, "Value": value}
        for name, value in {"regionCode": region, **fields}.items()
    ]
    pages = client.get_paginator("get_products").paginate(
        ServiceCode=kind.service, Filters=filters, FormatVersion="aws_v1"
    )
    for page in pages:
        for text in page["PriceList"]:
            product = json.loads(text)
            if usage.fullmatch(str(product["product"]["attributes"].get("usagetype", ""))):
                usd = _first_step(product)
                if usd is not None:
                    yield usd


def _usage_word(name: str, value: str) -> str:
    return VOLUMES.get(value, value) if name == "storage" else value


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _first_step(product: Mapping[str, Any]) -> Decimal | None:
    """The first step that costs something, on demand; what is free below it is a free tier."""
    dimensions = [
        one
        for term in product.get("terms", {}).get("OnDemand", {}).values()
        for one in term["priceDimensions"].values()
    ]
    for one in sorted(dimensions, key=lambda step: Decimal(str(step.get("beginRange", 0)))):
        usd = Decimal(str(one["pricePerUnit"].get("USD", 0)))
        if usd:
            return usd
    return None
