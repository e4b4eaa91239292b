"""Secrets that a program gives AWS as plain text. Nothing here ever gives a value back, names alone."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from holdfast.graph import Marker

if TYPE_CHECKING:
    from holdfast.graph import Resource, Value

VARIABLES = {
    "aws:amplify/app:App": ("environmentVariables",),
    "aws:lambda/function:Function": ("environment", "variables"),
    "aws:synthetics/canary:Canary": ("runConfig", "environmentVariables"),
    "aws:apprunner/service:Service": (
        "sourceConfiguration",
        "imageRepository",
        "imageConfiguration",
        "runtimeEnvironmentVariables",
    ),
}
"""Types whose variables are a mapping, and where it stands."""
LISTED = {"aws:codebuild/project:Project": ("environment", "environmentVariables")}
"""Types whose variables are a list, and where it stands."""
CONTAINERS = {
    "aws:batch/jobDefinition:JobDefinition": "containerProperties",
    "aws:ecs/taskDefinition:TaskDefinition": "containerDefinitions",
}
"""Types whose variables stand in JSON text, and where."""
START_UP = {
    "aws:ec2/instance:Instance": ("userData", "userDataBase64"),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("userData", "userDataBase64"),
    "aws:ec2/launchTemplate:LaunchTemplate": ("userData",),
}
"""Types that run a text when they start, and where it stands."""
PARAMETER = "aws:ssm/parameter:Parameter"

# Shapes of credentials as their makers document them, among them
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
# https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns
_SHAPES = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_\w{30,}"
    r"|\bgithub_pat_\w{30,}|\bglpat-[\w-]{20}|\bxox[abprs]-[\w-]{10,}|\bsk_live_\w{16,}|\bAIza[\w-]{35}\b"
    r"|\b[a-z][a-z0-9+]*://[^/\s:@]*:[^/\s:@$({<]+@"
)
_WORDS = r"pass(?:word|wd|phrase)|secret|token|api_?key|private_?key|access_?key|credential"
_NAME = re.compile(rf"(?:{_WORDS})s?(?:_?(?:value|string|plain|\d+))?$", re.IGNORECASE)
_ASSIGNED = re.compile(
    # NAME=value of a shell or an option; name: value of YAML or JSON, at the beginning of a line or quoted.
    rf"(?:(?:^|[\s\"'{{,;-])\w*(?:{_WORDS})\s*=|(?:^[\s-]*|[\"'{{,])\w*(?:{_WORDS})[\"']?\s*:(?=\s))"
    r"\s*[\"']?([^\s\"'$({<`,;}]{8,})",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_ESCAPED = {"\\n": "\n", '\\"': '"'}
"""How a file inside JSON writes its line breaks and quotes."""
_REFERENCE = re.compile(r"arn:|ssm:|/|https?://|\{\{|\$\{|alias/|resolve:|true$|false$|\d+$|$", re.IGNORECASE)
_PATH = re.compile(r"[a-z][a-z0-9._-]*(?:/[a-z0-9._-]+)+")
"""How secrets and parameters are named, which a variable may well say."""
_OF_A_SECRET = re.compile(r"(?:secret|credential)s?$", re.IGNORECASE)
"""A variable that may say which secret it is."""
_WORDED = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z][a-z0-9]*)+")
"""A name made of words."""


def secrets(resource: Resource) -> Iterator[tuple[str, str]]:
    """What is given in plain text, and how it is known to be a secret.

    Args:
        resource: One of a type in the tables above.
    """
    for name, value in _variables(resource):
        how = _told(name, value)
        if how:
            yield f"variable {name}" if name else "its variables", how
    for name in START_UP.get(resource.type, ()):
        how = _text(resource.inputs.get(name))
        if how:
            yield name, how
    if resource.type == PARAMETER and resource.at("type") in ("String", "StringList"):
        named = resource.at("name")
        last = named.rpartition("/")[2].replace("-", "_") if isinstance(named, str) else resource.name
        if _NAME.search(last):
            yield "value", "its name is that of a secret, and its type keeps plain text"


def readable(resource: Resource) -> bool:
    """Whether what may hold a secret can be read at all.

    Args:
        resource: One of a type in the tables above.
    """
    where = {**VARIABLES, **LISTED, **{key: (name,) for key, name in CONTAINERS.items()}}
    path = where.get(resource.type, ())
    return not path or resource.at(*path) is not Marker.UNKNOWN


def _variables(resource: Resource) -> Iterator[tuple[str, Value]]:
    path = VARIABLES.get(resource.type)
    if path:
        found = _raw(resource, path)
        if found is Marker.SECRET:
            yield "", found
        yield from found.items() if isinstance(found, Mapping) else ()
    if resource.type in LISTED:
        yield from _pairs(_raw(resource, LISTED[resource.type]))
    if resource.type in CONTAINERS:
        given = resource.inputs.get(CONTAINERS[resource.type])
        if given is Marker.SECRET:
            yield "", given
        for container in containers(given) or ():
            yield from _pairs(container.get("environment"))


def containers(given: Value) -> tuple[Mapping[str, Value], ...] | None:
    """The containers in a definition's JSON text; None where it cannot be read.

    Args:
        given: The text.
    """
    if not isinstance(given, str):
        return None
    try:
        found = json.loads(given)
    except ValueError:
        return None
    listed = found if isinstance(found, list) else [found]
    return tuple(one for one in listed if isinstance(one, Mapping))


def _pairs(listed: object) -> Iterator[tuple[str, Value]]:
    for one in listed if isinstance(listed, list | tuple) else ():
        if isinstance(one, Mapping) and one.get("type", "PLAINTEXT") == "PLAINTEXT":
            yield str(one.get("name")), one.get("value")


def _raw(resource: Resource, path: tuple[str, ...]) -> Value:
    """An input with its secrets still marked as such."""
    value: Value = resource.inputs
    for step in path:
        if not isinstance(value, Mapping):
            return value
        value = value.get(step)
    return value


def _told(name: str, value: Value) -> str:
    """How a value is known to be a secret; empty where it is none."""
    if value is Marker.SECRET:
        return "a secret of the program, which AWS shows to everybody who may describe this"
    if not isinstance(value, str):
        return ""
    if _SHAPES.search(value):
        return "its text has the shape of a credential"
    if _OF_A_SECRET.search(name) and _WORDED.fullmatch(value):
        return ""
    return "its name is that of a secret" if _NAME.search(name) and not _points(value) else ""


def _text(value: Value) -> str:
    if value is Marker.SECRET:
        return "a secret of the program, which every process on the instance can read"
    if not isinstance(value, str):
        return ""
    for text in (value, _decoded(value)):
        if _SHAPES.search(text):
            return "it holds text in the shape of a credential"
        if any(not _points(given) for given in _ASSIGNED.findall(_COMMENT.sub("", _plain(text)))):
            return "it gives a value to a name that is a secret's"
    return ""


def _plain(text: str) -> str:
    for escaped, plain in _ESCAPED.items():
        text = text.replace(escaped, plain)
    return text


def _points(value: str) -> bool:
    """Whether a value only says where a secret is."""
    return bool(_REFERENCE.match(value) or _PATH.fullmatch(value))


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
