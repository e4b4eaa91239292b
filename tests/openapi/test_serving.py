"""A description as clients get it."""

from __future__ import annotations

import json

import pytest

from holdfast.openapi import base_paths, documented_paths, judge, served
from tests.openapi.samples import ORDERS, orders


def test_the_public_name_stands_in_the_place_of_the_servers() -> None:
    made = json.loads(served(ORDERS, "api.example.com"))
    assert made["servers"] == [{"url": "https://api.example.com/v1"}]
    assert {**made, "servers": ORDERS["servers"]} == ORDERS
    assert judge(made) == []


def test_it_is_json_in_one_line_in_the_files_order() -> None:
    text = served(orders("info", "title", value="Aufträge"), "api.example.com")
    assert "\n" not in text
    assert "Aufträge" in text
    assert list(json.loads(text)) == ["openapi", "info", "servers", "paths", "components"]


def test_the_same_file_gives_the_same_text() -> None:
    assert served(orders(), "api.example.com") == served(orders(), "api.example.com")


@pytest.mark.parametrize(
    ("servers", "bases"),
    [
        ([], ("",)),
        ([{"url": "/"}], ("",)),
        ([{"url": "/v1/"}], ("/v1",)),
        ([{"url": "https://a.example.com/v1"}, {"url": "https://b.example.com/v1"}], ("/v1",)),
        ([{"url": "https://a.example.com/v1"}, {"url": "https://a.example.com/v2"}], ("/v1", "/v2")),
        (
            [{"url": "https://{host}.example.com/{base}", "variables": {"base": {"default": "v3"}}}],
            ("/v3",),
        ),
    ],
)
def test_of_the_servers_what_stands_before_each_path_is_kept(
    servers: list[dict[str, object]], bases: tuple[str, ...]
) -> None:
    document = orders(servers=servers)
    assert base_paths(document) == bases
    made = json.loads(served(document, "api.example.com"))["servers"]
    assert made == [{"url": f"https://api.example.com{base}"} for base in bases]


def test_a_path_stands_for_requests() -> None:
    assert documented_paths(orders("paths", "x-note", value="none")) == (
        ("/orders/{id}", "/v1/orders/x"),
        ("/orders", "/v1/orders"),
    )
