"""A description that is in order, and what differs from it."""

from __future__ import annotations

import copy
from typing import Any

ORDERS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Orders", "version": "1.4.2"},
    "servers": [{"url": "https://staging.example.com/v1"}],
    "paths": {
        "/orders/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "readOrder",
                "responses": {
                    "200": {
                        "description": "The order.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Order"}},
                        },
                    },
                    "4XX": {"$ref": "#/components/responses/Problem"},
                },
            },
        },
        "/orders": {
            "post": {
                "operationId": "placeOrder",
                "security": [{"login": ["write"]}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
                },
                "responses": {"201": {"description": "Placed."}},
                "callbacks": {
                    "shipped": {
                        "{$request.body#/callback}": {
                            "post": {"responses": {"204": {"description": "Told."}}}
                        }
                    }
                },
            }
        },
    },
    "components": {
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        },
        "responses": {"Problem": {"description": "What went wrong."}},
        "schemas": {
            "Order": {
                "type": "object",
                "properties": {
                    "$ref": {"type": ["string", "null"]},
                    "lines": {"type": "array", "items": True},
                },
                "example": {"$ref": "#/no/reference"},
            }
        },
        "securitySchemes": {
            "login": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://login.example.com/token",
                        "scopes": {"write": "Place orders."},
                    }
                },
            }
        },
    },
}
"""OpenAPI 3.1 with something of most objects."""


def orders(*path: str, value: Any = None, **changes: Any) -> dict[str, Any]:
    """The sample with one part replaced, or taken away where the value is None, and top-level changes."""
    made = copy.deepcopy(ORDERS)
    made.update(changes)
    if path:
        holder: Any = made
        for part in path[:-1]:
            holder = holder[int(part)] if isinstance(holder, list) else holder[part]
        if value is None:
            del holder[path[-1]]
        else:
            holder[path[-1]] = value
    return made
