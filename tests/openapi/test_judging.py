"""Every mistake in a description is found, and nothing that OpenAPI allows is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from holdfast.openapi import judge, read
from tests.openapi.samples import ORDERS, orders

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/openapi.*"))
GET = ("paths", "/orders/{id}", "get")
PETS = {
    "openapi": "3.0.4",
    "info": {
        "title": "Pets",
        "version": "1",
        "x-owner": "shop",
        "license": {"name": "MIT", "url": "https://x"},
    },
    "paths": {
        "/pets": {
            "get": {
                "tags": ["pets"],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "nullable": True}},
                    {"name": "filter", "in": "query", "content": {"application/json": {}}},
                ],
                "responses": {
                    "200": {
                        "description": "Pets.",
                        "headers": {"x-next": {"schema": {"type": "string"}}},
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"additionalProperties": False}},
                                "examples": {"two": {"value": [{}, {}]}},
                            }
                        },
                        "links": {
                            "first": {"operationId": "readPet", "parameters": {"id": "$response.body#/0"}}
                        },
                    },
                    "default": {"description": "Anything else."},
                },
            }
        },
        "x-internal": "anything",
    },
    "tags": [{"name": "pets", "externalDocs": {"url": "https://example.com"}}],
    "x-generator": {"any": 1},
}


@pytest.mark.parametrize("sound", [ORDERS, PETS], ids=["3.1", "3.0"])
def test_nothing_is_wrong_with_a_sound_one(sound: dict[str, Any]) -> None:
    assert judge(sound) == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_nothing_is_wrong_with_those_of_the_examples(file: Path) -> None:
    assert judge(read(str(file))) == []


def test_there_are_such_examples() -> None:
    assert len(EXAMPLES) >= 2


MISTAKES: list[tuple[object, str, str, object]] = [
    ([], "", "holds no mapping", []),
    (orders("openapi"), "openapi", "is needed: 3.0 and 3.1 are known", None),
    (orders(openapi=3.1), "openapi", "must be quoted text, 3.0.x or 3.1.x", 3.1),
    (orders(openapi="2.0"), "openapi", "3.0.x or 3.1.x", "2.0"),
    (orders("info"), "info", "is needed and missing", None),
    (orders("info", "version", value=1.0), "info.version", "must be text: put it in quotes", 1.0),
    (orders("info", "titel", value="x"), "info.titel", "is no field of this object", None),
    (
        {**PETS, "webhooks": {}},
        "webhooks",
        "is no field of this object before 3.1 (3.0 is said)",
        None,
    ),
    (orders("paths"), "paths", "is needed and missing", None),
    (orders(paths={}), "paths", "is empty", None),
    (orders(paths=[]), "paths", "must be a mapping", []),
    (orders("paths", "orders", value={}), "paths.orders", "must start with '/'", None),
    (orders(*GET, value=[]), "paths./orders/{id}.get", "must be a mapping", []),
    (
        orders("paths", "/orders", "fetch", value={}),
        "paths./orders.fetch",
        "is no field of this object",
        None,
    ),
    (
        orders(*GET, "responses", "20", value={"description": "x"}),
        "paths./orders/{id}.get.responses.20",
        "is no status",
        None,
    ),
    (
        orders(*GET, "responses", "200", "description"),
        "paths./orders/{id}.get.responses.200.description",
        "is needed and missing",
        None,
    ),
    (
        orders(*GET, "deprecated", value="yes"),
        "paths./orders/{id}.get.deprecated",
        "must be true or false",
        "yes",
    ),
    (orders(*GET, "tags", value="a"), "paths./orders/{id}.get.tags", "must be a list", "a"),
    (
        orders("components", "parameters", "Id", "in", value="body"),
        "components.parameters.Id.in",
        "is none of cookie, header, path, query",
        "body",
    ),
    (
        orders("components", "parameters", "Id", "schema"),
        "components.parameters.Id",
        "needs either 'schema' or 'content'",
        None,
    ),
    (
        orders("components", "parameters", "Id", "required"),
        "components.parameters.Id.required",
        "must be true of a parameter in the path",
        None,
    ),
    (
        orders("components", "schemas", "Order", "type", value="text"),
        "components.schemas.Order.type",
        "is none of array, boolean",
        "text",
    ),
    (
        orders("components", "schemas", "a b", value={}),
        "components.schemas.a b",
        "is no name of a component",
        None,
    ),
    (
        orders("components", "securitySchemes", "login", "type", value="openIdConnect"),
        "components.securitySchemes.login.openIdConnectUrl",
        "the type is 'openIdConnect'",
        None,
    ),
    (
        orders("components", "securitySchemes", "login", "type", value="basic"),
        "components.securitySchemes.login.type",
        "is none of apiKey, http",
        "basic",
    ),
    (
        orders("components", "schemas"),
        "paths./orders/{id}.get.responses.200.content.application/json.schema.$ref",
        "leads nowhere in this file",
        "#/components/schemas/Order",
    ),
    (
        orders(*GET, "responses", "4XX", value={"$ref": "problem.yaml"}),
        "paths./orders/{id}.get.responses.4XX.$ref",
        "leads out of the file",
        "problem.yaml",
    ),
    (
        orders(*GET, "responses", "4XX", value={"$ref": "#problem"}),
        "paths./orders/{id}.get.responses.4XX.$ref",
        "leads to no '$anchor'",
        "#problem",
    ),
    (
        orders("paths", "/orders/{key}", value=ORDERS["paths"]["/orders/{id}"]),
        "paths./orders/{key}",
        "is the same path as '/orders/{id}'",
        None,
    ),
    (
        orders("paths", "/orders/{id}", "parameters"),
        "paths./orders/{id}.get.parameters",
        "lack 'id', which the path names",
        None,
    ),
    (
        orders("paths", "/orders", "parameters", value=[{"$ref": "#/components/parameters/Id"}]),
        "paths./orders.post.parameters",
        "have 'id' in the path, which does not name it",
        None,
    ),
    (
        orders("paths", "/orders", "post", "operationId", value="readOrder"),
        "paths./orders.post.operationId",
        "is that of 'get /orders/{id}' already",
        "readOrder",
    ),
    (
        orders("paths", "/orders", "post", "security", value=[{"key": []}]),
        "paths./orders.post.security.0.key",
        "is none of components.securitySchemes",
        None,
    ),
    (
        orders(security=[{"login": "write"}]),
        "security.0.login",
        "must be a list",
        "write",
    ),
    (
        orders(
            "paths",
            "/orders",
            "post",
            "callbacks",
            value={"shipped": {"{$url}": {"post": {"responses": {"204": {}}}}}},
        ),
        "paths./orders.post.callbacks.shipped.{$url}.post.responses.204.description",
        "is needed and missing",
        None,
    ),
    (
        orders("components", "schemas", "Order", "items", value={"oneOf": {}}),
        "components.schemas.Order.items.oneOf",
        "must be a list",
        {},
    ),
]


@pytest.mark.parametrize(("wrong", "where", "message", "value"), MISTAKES, ids=lambda one: str(one)[:60])
def test_a_mistake_is_found_where_it_is(wrong: object, where: str, message: str, value: object) -> None:
    found = judge(wrong)
    assert [one.where for one in found][:1] == [where], found
    assert message in found[0].message
    assert found[0].value == value


def test_every_mistake_is_told_at_once() -> None:
    document = orders("info", "version", value=1)
    document["paths"]["/orders"]["post"]["responses"]["999"] = {}
    assert [one.where for one in judge(document)] == [
        "info.version",
        "paths./orders.post.responses.999",
        "paths./orders.post.responses.999.description",
    ]


def test_3_0_knows_no_null_type_no_lists_of_types_and_no_boolean_schemas() -> None:
    document = orders(openapi="3.0.4")
    assert [(one.where, one.value) for one in judge(document)] == [
        ("components.schemas.Order.properties.$ref.type", ["string", "null"]),
        ("components.schemas.Order.properties.lines.items", True),
    ]


def test_a_circle_of_references_ends() -> None:
    document = orders(
        "components", "schemas", "Order", value={"items": {"$ref": "#/components/schemas/Order"}}
    )
    assert judge(document) == []
    document["components"]["parameters"] = {
        "Id": {"$ref": "#/components/parameters/Other"},
        "Other": {"$ref": "#/components/parameters/Id"},
    }
    assert [one.message for one in judge(document)] == ["lack 'id', which the path names"]
