"""From the configuration of ``bootstrap/`` to its settings; or to every mistake in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from holdfast.settings import shape, wording
from holdfast.settings.aws_regions import rests_within, where
from holdfast.settings.bootstrap import NAMESPACE, BootstrapSettings, DeploymentSettings
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Mistake, Problem, SettingsError, key_text, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from holdfast.settings.mistakes import SettingPath


def load_bootstrap(
    config: Mapping[str, object], *, stack: str, file: str | None = None, secret_keys: Collection[str] = ()
) -> BootstrapSettings:
    """Check the configuration of ``bootstrap/`` and give its settings.

    Args:
        config: Every key of the configuration, with its namespace, and its raw text; objects are JSON text.
        stack: Name of the stack.
        file: The stack file, named in messages. Default: ``Pulumi.<stack>.yaml`` in the current folder.
        secret_keys: The keys whose values are secret. Default: none.

    Raises:
        SettingsError: With every mistake found.
    """
    file = file or f"Pulumi.{stack}.yaml"
    raw, mistakes = _read(config, file, secret_keys)
    try:
        settings = BootstrapSettings.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        with shape.of(BootstrapSettings):
            problems = wording.problems_of(error.errors(include_url=False))
        mistakes += [_mistake(file, problem) for problem in problems]
    else:
        mistakes += [
            _mistake(file, problem)
            for problem in (*_of_places(settings), *_of_history(settings), *_of_pipelines(settings))
        ]
        if not mistakes:
            return settings
    raise SettingsError(mistakes)


def _read(
    config: Mapping[str, object], file: str, secret_keys: Collection[str]
) -> tuple[dict[str, Any], list[Mistake]]:
    known, raw, mistakes = BootstrapSettings.model_fields, {}, []
    for key, value in config.items():
        name = key.removeprefix(NAMESPACE)
        if name == key:
            continue
        if name not in known:
            mistakes.append(
                Mistake(
                    file=file,
                    key=key,
                    value=None,
                    message="unknown key",
                    allowed=tuple(known),
                    suggestion=nearest(name, known),
                )
            )
        elif key in secret_keys:
            mistakes.append(
                Mistake(file=file, key=key, value=None, message="is secret: no setting here is one")
            )
        else:
            raw[name] = _value(known[name].annotation, value)
    return raw, mistakes


def _value(annotation: object, value: object) -> object:
    if not isinstance(value, str) or annotation is str:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _mistake(file: str, problem: Problem) -> Mistake:
    return Mistake(
        file=file,
        key=_ours(key_text(problem.path)),
        value=shown(problem.path, problem.value),
        message=problem.message,
        allowed=problem.allowed,
        suggestion=None if problem.suggestion is None else _ours(problem.suggestion),
    )


def _ours(text: str) -> str:
    """A key as this program's stack files have it."""
    return text.replace("holdfast:", NAMESPACE)


def _of_places(settings: BootstrapSettings) -> Iterator[Problem]:
    copies, allowed = settings.copy_to, settings.residency
    yield from repeated(("copy_to",), copies)
    named: tuple[tuple[SettingPath, str], ...] = (
        (("home",), settings.home),
        *((("copy_to", index), place) for index, place in enumerate(copies)),
    )
    for path, place in named:
        if place == settings.home and path != ("home",):
            yield Problem(
                path=path,
                message="a copy beside the original is lost with it: name another place",
                value=place,
            )
        elif place in settings.api_regions:
            yield Problem(
                path=path,
                message="is one of the API's regions (bootstrap:api_regions): what is to repair the API "
                "would be lost with it",
                value=place,
            )
        if allowed and not rests_within(place, allowed):
            yield Problem(
                path=path,
                message=f"{where(place)} lies outside bootstrap:residency ({', '.join(allowed)}), and states "
                "name what the stacks hold",
                value=place,
            )


def _of_history(settings: BootstrapSettings) -> Iterator[Problem]:
    lock = settings.lock
    if lock is not None and settings.noncurrent_days < lock.days:
        yield Problem(
            path=("noncurrent_days",),
            message=f"would do nothing: bootstrap:lock keeps former states for {lock.days} days, so give at "
            "least that",
            value=settings.noncurrent_days,
        )


def _of_pipelines(settings: BootstrapSettings) -> Iterator[Problem]:
    arns: dict[str, set[str | None]] = {}
    for key, asked in sorted(settings.deployments.items()):
        path = ("deployments", key)
        arns.setdefault(asked.issuer, set()).add(asked.provider_arn)
        if (asked.github is None) == (asked.gitlab is None):
            yield Problem(path=path, message="needs either 'github' or 'gitlab'")
        elif not asked.subjects:
            yield Problem(path=path, message="names no environment and no branch: nobody would be let in")
        github = asked.github
        if github is not None and (github.owner_id is None) != (github.repository_id is None):
            yield Problem(path=(*path, "github"), message="needs 'owner_id' and 'repository_id', or neither")
        yield from _of_arns(path, asked, settings.account)
    for issuer, given in sorted(arns.items()):
        if len(given) > 1:
            alike = f"give 'provider_arn' alike for all of {issuer}: an account has one of it"
            yield Problem(path=("deployments",), message=alike)


def _of_arns(path: SettingPath, asked: DeploymentSettings, account: str) -> Iterator[Problem]:
    """ARNs of another account, or of another issuer, which AWS refuses or nobody could sign in with."""
    host = asked.issuer.removeprefix("https://")
    if asked.provider_arn is not None and asked.provider_arn != (
        right := f"arn:aws:iam::{account}:oidc-provider/{host}"
    ):
        yield Problem(
            path=(*path, "provider_arn"),
            message="is not the provider of this issuer in this account",
            value=asked.provider_arn,
            allowed=(right,),
        )
    policies = [
        *((("policy_arns", index), arn) for index, arn in enumerate(asked.policy_arns)),
        *([(("permissions_boundary_arn",), bound)] if (bound := asked.permissions_boundary_arn) else []),
    ]
    for where_, arn in policies:
        if not arn.startswith((f"arn:aws:iam::{account}:", "arn:aws:iam::aws:")):
            yield Problem(
                path=(*path, *where_),
                message=f"is a policy of another account than bootstrap:account ({account}): AWS attaches it "
                "to no role here",
                value=arn,
            )
