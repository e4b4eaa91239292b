"""API Gateway: what each kind of API has, its routes, and what it takes of each region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import RoutingPolicy
from holdfast.topology.values.api_gateway import covers, is_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.api_gateway import ApiGatewaySettings, AuthorizerSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_KINDS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html"
_REST_ALONE = {
    "api_keys": "API keys",
    "usage_plans": "usage plans",
    "cache": "a cache",
    "compression_bytes": "compression",
    "tracing": "X-Ray tracing",
    "account_logging": "no role of the account for its logs",
}
_POOL = re.compile(r"arn:aws:cognito-idp:([a-z0-9-]+):\d{12}:userpool/\1_[A-Za-z0-9]+")
_TRUSTSTORE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/\S+")


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """What an API is asked for, against what its kind has."""
    for key, entrance in settings.entrances.items():
        asked, path = entrance.api_gateway, ("entrances", key, "api_gateway")
        if asked is None:
            continue
        yield from _kind(path, asked)
        yield from _keys(path, asked)
        if asked.authorizer is not None:
            yield from _authorizer((*path, "authorizer"), asked.authorizer, asked.kind)
        if asked.cache is not None and asked.authorizer is not None and asked.authorizer.iam:
            yield Problem(
                path=(*path, "cache"),
                message="would never give a kept answer: answers are kept per caller, and a signature is "
                "another one in each request; leave it out, or name cognito",
            )
        yield from _certificates((*path, "mutual_tls"), entrance)
        if entrance.policy is RoutingPolicy.MULTIVALUE:
            yield Problem(
                path=("entrances", key, "policy"),
                message="answers with fixed addresses, of which API Gateway has none",
                value=str(entrance.policy),
                allowed=tuple(str(one) for one in RoutingPolicy if one is not RoutingPolicy.MULTIVALUE),
            )


def of_routes(settings: Settings) -> Iterator[Problem]:
    """Paths of services, of the cache and of health checks: routes that API Gateway can take."""
    for key, entrance in settings.entrances.items():
        if entrance.api_gateway is None:
            continue
        yield from _services(("entrances", key), entrance, settings)
        yield from _health(("entrances", key), entrance, settings)
        if entrance.api_gateway.cache is not None:
            yield from _cache(("entrances", key, "api_gateway", "cache", "paths"), entrance, settings)


def of_places(settings: Settings) -> Iterator[Problem]:
    """What an API takes of each region: there, and that region's own."""
    for key, entrance in settings.entrances.items():
        asked = entrance.api_gateway
        if asked is None:
            continue
        path, places = ("entrances", key, "api_gateway"), effective.endpoints(entrance, settings)
        if asked.mutual_tls is not None:
            mutual = (*path, "mutual_tls")
            yield from _complete((*mutual, "truststore"), asked.mutual_tls.truststore, places, bucket=True)
            yield from _complete((*mutual, "version"), asked.mutual_tls.version, places)
            yield from _forms((*mutual, "truststore"), asked.mutual_tls.truststore, _TRUSTSTORE)
        authorizer = asked.authorizer
        if authorizer is not None and authorizer.cognito is not None:
            pools = (*path, "authorizer", "cognito", "user_pools")
            yield from _complete(pools, authorizer.cognito.user_pools, places)
            yield from _pools(pools, authorizer.cognito.user_pools, places)
        if authorizer is not None and authorizer.iam and asked.kind == "http" and len(places) > 1:
            yield Problem(
                path=(*path, "authorizer", "iam"),
                message="a signature of SigV4 names one region, who calls several by one name knows none, "
                "and HTTP APIs take no SigV4a: set kind to 'rest', whose clients sign with SigV4a "
                "(https://chammock.dev/posts/aws-apigw-multi-region-iam-auth)",
                value=True,
            )


def _kind(path: SettingPath, asked: ApiGatewaySettings) -> Iterator[Problem]:
    if asked.kind == "rest":
        return
    for field, noun in _REST_ALONE.items():
        if field in asked.model_fields_set:
            has = f"HTTP APIs have {noun}" if noun.startswith("no ") else f"HTTP APIs have no {noun}"
            yield Problem(
                path=(*path, field),
                message=f"{has.replace('no a ', 'no ')} ({_KINDS}): set kind to 'rest', or leave it out",
            )


def _keys(path: SettingPath, asked: ApiGatewaySettings) -> Iterator[Problem]:
    for client, one in asked.api_keys.items():
        if one.plan not in asked.usage_plans:
            yield Problem(
                path=(*path, "api_keys", client, "plan"),
                message="no such plan in usage_plans",
                value=one.plan,
                allowed=tuple(asked.usage_plans),
                suggestion=nearest(one.plan, asked.usage_plans),
            )
    for name in sorted(asked.usage_plans.keys() - {one.plan for one in asked.api_keys.values()}):
        yield Problem(
            path=(*path, "usage_plans", name),
            message="no key in api_keys has this plan: it would limit nobody",
        )


def _authorizer(path: SettingPath, asked: AuthorizerSettings, kind: str) -> Iterator[Problem]:
    given = [
        name
        for name, one in (("jwt", asked.jwt), ("cognito", asked.cognito), ("iam", asked.iam or None))
        if one is not None
    ]
    if len(given) != 1:
        yield Problem(
            path=path,
            message=f"names {' and '.join(given) or 'nothing'}: a route has one authoriser, so name one",
            allowed=("jwt", "cognito", "iam"),
        )
    if asked.jwt is not None and kind == "rest":
        yield Problem(
            path=(*path, "jwt"),
            message="the provider declares no JWT authoriser for REST APIs (pulumi_aws 7.51): name cognito "
            "with a user pool in each region, set kind to 'http', or let the function check the token",
        )
    if asked.cognito is not None and kind == "http":
        yield Problem(
            path=(*path, "cognito"),
            message="HTTP APIs check tokens of Cognito as those of any issuer: name jwt, with the issuer "
            "https://cognito-idp.<region>.amazonaws.com/<pool> and the pool's clients as audiences",
        )


def _certificates(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    asked = entrance.api_gateway
    if asked is None or asked.mutual_tls is None:
        return
    fronts = [
        name
        for name, there in (
            ("cloudfront", entrance.cloudfront is not None),
            ("cloudflare", entrance.cloudflare is not None),
        )
        if there
    ]
    for front in fronts:
        yield Problem(
            path=path,
            message=f"{front} and its checks show API Gateway no client's certificate: leave one of the two "
            "out",
        )


def _services(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for key in effective.services(entrance, settings):
        for index, pattern in enumerate(settings.services[key].paths):
            where = ("services", key, "paths", index)
            if not is_route(pattern):
                yield Problem(
                    path=where,
                    message=f"the API of {key_text(path)} routes /a/b and /a/*: whole segments of letters, "
                    "digits and . _ - :, and * as the whole last one",
                    value=pattern,
                )
            elif (other := taken.setdefault(pattern, key)) != key:
                yield Problem(
                    path=where,
                    message=f"is a path of {key_text(('services', other))} too, and both are behind "
                    f"{key_text(path)}: API Gateway would take one of them",
                    value=pattern,
                )


def _health(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    services = effective.services(entrance, settings)
    if not services:
        return
    asked = entrance.health.path
    # Of several services the plan takes the first by priority; any other's would be refused alike.
    first = min(services, key=lambda key: (settings.services[key].priority, key))
    text = asked if asked is not None else settings.services[first].health_path
    where = (*path, "health", "path") if asked is not None else ("services", first, "health_path")
    if not is_route(text) or "*" in text:
        yield Problem(
            path=where,
            message="becomes a route of API Gateway: whole segments of letters, digits and . _ - :, without "
            "a query",
            value=text,
        )


def _cache(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    cache = entrance.api_gateway.cache if entrance.api_gateway is not None else None
    patterns = [
        pattern for key in effective.services(entrance, settings) for pattern in settings.services[key].paths
    ]
    health = {settings.services[key].health_path for key in effective.services(entrance, settings)}
    health |= {entrance.health.path} if entrance.health.path is not None else set()
    for index, text in enumerate(cache.paths if cache is not None else ()):
        if not is_route(text) or text == "/":
            yield Problem(
                path=(*path, index),
                message="API Gateway routes /a/b and /a/*; / itself is not kept",
                value=text,
            )
        elif not any(covers(pattern, text) for pattern in patterns):
            yield Problem(
                path=(*path, index),
                message="no service of this entrance takes all of it",
                value=text,
                allowed=tuple(sorted(set(patterns))),
            )
        elif text in health:
            yield Problem(
                path=(*path, index),
                message="is what health checkers ask, and a kept answer would hide that the function fails",
                value=text,
            )


def _complete(
    path: SettingPath,
    value: str | dict[str, str] | None,
    places: tuple[str, ...],
    *,
    bucket: bool = False,
) -> Iterator[Problem]:
    if isinstance(value, dict):
        for place in value:
            if place not in places:
                yield Problem(
                    path=(*path, place), message="the entrance is not served from there", allowed=places
                )
        if missing := [place for place in places if place not in value]:
            yield Problem(
                path=path, message=f"says nothing for {', '.join(missing)}: give a text for every place"
            )
    elif bucket and value is not None and len(places) > 1 and "{region}" not in value:
        yield Problem(
            path=path,
            message="a bucket lies in one region, and API Gateway reads it in its own: replicate it and "
            "write {region}, or one text per place",
            value=value,
        )


def _forms(path: SettingPath, value: str | dict[str, str], form: re.Pattern[str]) -> Iterator[Problem]:
    for where, text in _texts(path, value):
        if not form.fullmatch(text.replace("{region}", "eu-west-1")):
            yield Problem(path=where, message="a truststore is s3://<bucket>/<key>", value=text)


def _pools(path: SettingPath, value: str | dict[str, str], places: tuple[str, ...]) -> Iterator[Problem]:
    """Check that each region has a user pool of its own, so that none depends on another."""
    for place in places:
        text = value if isinstance(value, str) else value.get(place)
        if text is None:
            continue
        here = PLACES[place].name
        found = _POOL.fullmatch(text.replace("{region}", here))
        if found is None or found[1] != here:
            yield Problem(
                path=path if isinstance(value, str) else (*path, place),
                message=f"not the ARN of a Cognito user pool in {here}, "
                f"arn:aws:cognito-idp:{here}:<account>:userpool/{here}_<id>: tokens in {place} would depend "
                "on another region",
                value=text,
            )


def _texts(path: SettingPath, value: str | dict[str, str]) -> Iterator[tuple[SettingPath, str]]:
    if isinstance(value, str):
        yield path, value
    else:
        yield from (((*path, place), text) for place, text in value.items())
