"""Functions: their code, what Lambda takes, and settings that mean nothing to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import ServiceKind
from holdfast.topology.values.api_gateway import LONGEST_INTEGRATION_SECONDS
from holdfast.topology.values.function import (
    FUNCTION_ARTEFACT,
    LAMBDA_RESERVED_VARIABLES,
    MOST_FUNCTION_ENVIRONMENT_BYTES,
    SNAP_START_RUNTIME,
)
from holdfast.topology.values.own_references import longest_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.function import FunctionSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_ECR_IMAGE = re.compile(r"\d{12}\.dkr[.-]ecr\.[a-z0-9-]+\.(?:amazonaws\.com|on\.aws)/.+")
"""Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html (IPv4 and dual-stack)."""
_LONGEST_REGION = "ap-northeast-1"
_SOURCES = {
    "http": "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
    "rest": "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-execution-service-limits-table.html",
}


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """Code, concurrency and environment of each function."""
    for key, service in settings.services.items():
        if service.kind is not ServiceKind.LAMBDA or service.function is None:
            continue
        path = ("services", key)
        yield from _code(path, service, service.function)
        yield from _start((*path, "function"), service, service.function)
        yield from _environment(path, service)
        yield from _useless(path, service)


def of_timeouts(settings: Settings) -> Iterator[Problem]:
    """Functions that would still work when API Gateway has given up."""
    for name, entrance in settings.entrances.items():
        if entrance.api_gateway is None:
            continue
        kind = entrance.api_gateway.kind
        longest = LONGEST_INTEGRATION_SECONDS[kind] - 1
        for key in effective.services(entrance, settings):
            function = settings.services[key].function
            if function is not None and function.timeout_seconds > longest:
                yield Problem(
                    path=("services", key, "function", "timeout_seconds"),
                    message=f"is more than {longest}: the {kind} API of {key_text(('entrances', name))} "
                    f"gives up after {longest + 1} seconds and answers 504 ({_SOURCES[kind]}); answer "
                    "sooner, or take long work out of the request",
                    value=function.timeout_seconds,
                )


def _code(path: SettingPath, service: ServiceSettings, function: FunctionSettings) -> Iterator[Problem]:
    if (service.image is None) == (service.artefact is None):
        given = "neither" if service.image is None else "both"
        yield Problem(path=path, message=f"needs an image or an artefact, has {given}: give exactly one")
    for where, text in _texts((*path, "artefact"), service.artefact):
        if not re.fullmatch(FUNCTION_ARTEFACT, _filled(text)):
            yield Problem(
                path=where,
                message="the code of a function lies in S3: s3://<bucket>/<key>.zip or "
                "package://<packages>/<key>.zip, the key of letters, digits and . _ / = + -, in which "
                "{region} and {release} may stand",
                value=text,
            )
    for where, text in _texts((*path, "image"), service.image):
        if not _ECR_IMAGE.fullmatch(_filled(text)):
            yield Problem(
                path=where,
                message="Lambda takes images from Amazon ECR alone: "
                "<account>.dkr.ecr.{region}.amazonaws.com/<repository>:<tag> "
                "(https://docs.aws.amazon.com/lambda/latest/dg/images-create.html)",
                value=text,
            )
    for field in ("handler", "runtime"):
        given = getattr(function, field)
        if service.artefact is not None and given is None:
            yield Problem(path=(*path, "function"), message=f"needs {field}, as its code is an artefact")
        if service.image is not None and given is not None:
            yield Problem(
                path=(*path, "function", field),
                message="does nothing for an image, which names its own: leave it out",
                value=given,
            )


def _start(path: SettingPath, service: ServiceSettings, function: FunctionSettings) -> Iterator[Problem]:
    """Check SnapStart: https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes."""
    if not function.snap_start:
        return
    if service.image is not None or not re.fullmatch(SNAP_START_RUNTIME, function.runtime or ""):
        yield Problem(
            path=(*path, "snap_start"),
            message="is for artefacts of Java 11, Python 3.12, .NET 8 and later alone",
            value=True,
        )
    if function.provisioned is not None:
        yield Problem(
            path=(*path, "snap_start"),
            message="goes with no provisioned executions, which do the same in another way: choose one",
            value=True,
        )


def _environment(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    """Check variables: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html."""
    for field in ("environment", "secrets"):
        # AWS_REGION and its like are refused for services of every kind already.
        for name in sorted({*getattr(service, field)} & LAMBDA_RESERVED_VARIABLES):
            if name not in ("AWS_REGION", "AWS_DEFAULT_REGION"):
                yield Problem(path=(*path, field, name), message="is Lambda's own variable: leave it out")
    size = sum(len(name.encode()) + len(value.encode()) for name, value in service.environment.items())
    size += sum(
        len(name) + max((len(_filled(text)) for _, text in _texts((), arn)), default=0)
        for name, arn in service.secrets.items()
    )
    if size > MOST_FUNCTION_ENVIRONMENT_BYTES:
        yield Problem(
            path=(*path, "environment" if service.environment else "secrets"),
            message=f"variables take {size} bytes, and Lambda {MOST_FUNCTION_ENVIRONMENT_BYTES} for all of a "
            "function (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html): keep long "
            "values in a parameter and name it under secrets",
        )


def _useless(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    """Refuse what only services with instances, tasks or pods behind a load balancer have."""
    for field in sorted(service.scaling.model_fields_set - {"max_factor"}):
        yield Problem(
            path=(*path, "scaling", field),
            message="does nothing for a function, which AWS scales: leave it out; of scaling a function has "
            "max_factor alone, and function.provisioned",
        )
    if "target" in service.model_fields_set:
        yield Problem(
            path=(*path, "target"),
            message="is how load balancers treat targets, and a function has none: leave it out",
        )
    if "priority" in service.model_fields_set:
        yield Problem(
            path=(*path, "priority"),
            message="orders rules of load balancers; API Gateway takes the narrowest path: leave it out",
            value=service.priority,
        )
    if service.hosts:
        yield Problem(
            path=(*path, "hosts"),
            message="API Gateway routes by path alone: leave it out, or make a second entrance",
            value=service.hosts,
        )


def _texts(path: SettingPath, value: str | dict[str, str] | None) -> Iterator[tuple[SettingPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif value is not None:
        yield from (((*path, place), text) for place, text in value.items())


def _filled(text: str) -> str:
    return longest_form(text).replace("{region}", _LONGEST_REGION).replace("{release}", "1.0.0")
