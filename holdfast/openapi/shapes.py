"""The objects of OpenAPI 3.0 and 3.1 as tables: the fields of each, what they hold, which must be there.

Sources: https://spec.openapis.org/oas/v3.0.4.html and https://spec.openapis.org/oas/v3.1.1.html (2026-11).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = str
"""What a field holds: ``text``, ``bool``, ``any``, an object by name; ``[Kind]`` a list, ``{Kind}`` a map."""
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""Methods that a path can have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One object: its fields, those of 3.1 alone, those needed, and whether ``$ref`` may stand for it."""

    fields: Mapping[str, Kind]
    since_3_1: Mapping[str, Kind] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    referable: bool = False
    is_open: bool = False
    """Whether other fields than these are nobody's business."""

    def fields_of(self, version: str) -> Mapping[str, Kind]:
        """Return the fields in a version.

        Args:
            version: ``3.0`` or ``3.1``.
        """
        return self.fields if version == "3.0" else {**self.fields, **self.since_3_1}


def _texts(names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), "text")


_DESCRIBED = _texts("description")
_EXAMPLES: dict[str, Kind] = {"example": "any", "examples": "{Example}"}
_HEADER: dict[str, Kind] = {
    **_DESCRIBED,
    **dict.fromkeys(["required", "deprecated", "allowEmptyValue", "explode", "allowReserved"], "bool"),
    **_texts("style"),
    **_EXAMPLES,
    "schema": "Schema",
    "content": "{MediaType}",
}
_COMPONENTS: dict[str, Kind] = {
    "schemas": "{Schema}",
    "responses": "{Response}",
    "parameters": "{Parameter}",
    "examples": "{Example}",
    "requestBodies": "{RequestBody}",
    "headers": "{Header}",
    "securitySchemes": "{SecurityScheme}",
    "links": "{Link}",
    "callbacks": "{Callback}",
}
_SCHEMA: dict[str, Kind] = {
    **_texts("title description"),
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), "[Schema]"),
    "not": "Schema",
    "properties": "{Schema}",
    "items": "Schema",
    "additionalProperties": "Schema",
    "required": "[text]",
    "discriminator": "Discriminator",
    "externalDocs": "ExternalDocs",
}
SHAPES: Mapping[str, Shape] = {
    "OpenAPI": Shape(
        fields={
            "openapi": "text",
            "info": "Info",
            "servers": "[Server]",
            "paths": "{PathItem}",
            "components": "Components",
            "security": "[SecurityRequirement]",
            "tags": "[Tag]",
            "externalDocs": "ExternalDocs",
        },
        since_3_1={"jsonSchemaDialect": "text", "webhooks": "{PathItem}"},
        required=("openapi", "info", "paths"),
    ),
    "Info": Shape(
        fields={
            **_texts("title description termsOfService version"),
            "contact": "Contact",
            "license": "License",
        },
        since_3_1=_texts("summary"),
        required=("title", "version"),
    ),
    "Contact": Shape(fields=_texts("name url email")),
    "License": Shape(fields=_texts("name url"), since_3_1=_texts("identifier"), required=("name",)),
    "Server": Shape(fields={**_texts("url description"), "variables": "{ServerVariable}"}, required=("url",)),
    "ServerVariable": Shape(
        fields={**_texts("default description"), "enum": "[text]"}, required=("default",)
    ),
    "Components": Shape(fields=_COMPONENTS, since_3_1={"pathItems": "{PathItem}"}),
    "PathItem": Shape(
        fields={
            **_texts("summary description"),
            **dict.fromkeys(METHODS, "Operation"),
            "servers": "[Server]",
            "parameters": "[Parameter]",
        },
        referable=True,
    ),
    "Operation": Shape(
        fields={
            **_texts("summary description operationId"),
            "tags": "[text]",
            "externalDocs": "ExternalDocs",
            "parameters": "[Parameter]",
            "requestBody": "RequestBody",
            "responses": "{Response}",
            "callbacks": "{Callback}",
            "deprecated": "bool",
            "security": "[SecurityRequirement]",
            "servers": "[Server]",
        },
        required=("responses",),
    ),
    "ExternalDocs": Shape(fields=_texts("description url"), required=("url",)),
    "Parameter": Shape(fields={**_HEADER, **_texts("name in")}, required=("name", "in"), referable=True),
    "Header": Shape(fields=_HEADER, referable=True),
    "RequestBody": Shape(
        fields={**_DESCRIBED, "content": "{MediaType}", "required": "bool"},
        required=("content",),
        referable=True,
    ),
    "MediaType": Shape(fields={**_EXAMPLES, "schema": "Schema", "encoding": "{Encoding}"}),
    "Encoding": Shape(
        fields={
            **_texts("contentType style"),
            "headers": "{Header}",
            "explode": "bool",
            "allowReserved": "bool",
        }
    ),
    "Response": Shape(
        fields={**_DESCRIBED, "headers": "{Header}", "content": "{MediaType}", "links": "{Link}"},
        required=("description",),
        referable=True,
    ),
    "Callback": Shape(fields={}, referable=True, is_open=True),
    "Example": Shape(fields={**_texts("summary description externalValue"), "value": "any"}, referable=True),
    "Link": Shape(
        fields={
            **_texts("operationRef operationId description"),
            "parameters": "{any}",
            "requestBody": "any",
            "server": "Server",
        },
        referable=True,
    ),
    "Tag": Shape(fields={**_texts("name description"), "externalDocs": "ExternalDocs"}, required=("name",)),
    "SecurityScheme": Shape(
        fields={
            **_texts("type description name in scheme bearerFormat openIdConnectUrl"),
            "flows": "OAuthFlows",
        },
        required=("type",),
        referable=True,
    ),
    "OAuthFlows": Shape(
        fields=dict.fromkeys(["implicit", "password", "clientCredentials", "authorizationCode"], "OAuthFlow")
    ),
    "OAuthFlow": Shape(
        fields={**_texts("authorizationUrl tokenUrl refreshUrl"), "scopes": "{text}"}, required=("scopes",)
    ),
    "SecurityRequirement": Shape(fields={}, is_open=True),
    "Discriminator": Shape(
        fields={**_texts("propertyName"), "mapping": "{text}"}, required=("propertyName",)
    ),
    # JSON Schema has many words, and in 3.1 may have more of its own: what nests is judged, the rest is left.
    "Schema": Shape(fields=_SCHEMA, referable=True, is_open=True),
}
"""Object → its shape. ``x-`` fields may stand in each."""
SCHEMA_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
"""Types of a schema; ``null`` since 3.1."""
PARAMETER_PLACES = ("cookie", "header", "path", "query")
"""Where a parameter can be."""
SECURITY_NEEDS: Mapping[str, tuple[str, ...]] = {
    "apiKey": ("name", "in"),
    "http": ("scheme",),
    "mutualTLS": (),
    "oauth2": ("flows",),
    "openIdConnect": ("openIdConnectUrl",),
}
"""Type of a security scheme → the fields that it needs; ``mutualTLS`` since 3.1."""
