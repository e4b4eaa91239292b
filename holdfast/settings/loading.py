"""From a stack's configuration, as Pulumi gives it, to settings; or to every mistake in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_origin

from pydantic import ValidationError

from holdfast.settings import contradictions
from holdfast.settings.mistakes import Mistake, Problem, SettingsError, key_text, nearest, shown
from holdfast.settings.stack import Settings
from holdfast.topology.values import SecretSource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from holdfast.settings.mistakes import SettingPath

NAMESPACE = "holdfast:"
"""What every setting's key starts with; other namespaces are other programs' business."""

SECRETS = "secrets:"
"""What keys of the configuration start with that hold values of ``holdfast:secrets``."""

_NO_SECRETS = (
    "settings hold no secret: keep it in Secrets Manager or Parameter Store and name its ARN under "
    "holdfast:services.<service>.secrets"
)
_MAPS = frozenset({"regions", "services", "stores", "entrances"})
_SOUND: dict[str, Any] = {
    "account": "000000000000",
    "regions": {"use1": {}},
    "services": {"service": {"port": 8080, "image": "image:1", "peak_rps": 1, "instance": {"rps": 1}}},
    "entrances": {"entrance": {"domain": "example.com", "zone": {"name": "example.com"}}},
}
"""Stands in for required sections that are broken, so that the rest can still be judged; never given out."""

Raw: TypeAlias = "dict[str, Any]"


def load(
    config: Mapping[str, object], *, stack: str, file: str | None = None, secret_keys: Collection[str] = ()
) -> Settings:
    """Check a stack's configuration and give its settings.

    Args:
        config: Every key of the configuration, with its namespace, and its raw text; objects are JSON text.
        stack: Name of the stack.
        file: The stack file, named in messages. Default: ``Pulumi.<stack>.yaml`` in the current folder.
        secret_keys: The keys whose values are secret. Default: none.

    Raises:
        SettingsError: With every mistake found.
    """
    raw, problems = _read(config, secret_keys)
    broken = {_part(problem.path) for problem in problems}
    settings, found = _validate(raw, broken)
    problems += found
    broken |= {_part(problem.path) for problem in found}
    problems += contradictions.find(settings, broken)
    problems += _in_clear(settings, config, secret_keys)
    if problems:
        raise SettingsError(_mistakes(problems, file or f"Pulumi.{stack}.yaml"))
    return settings


def _in_clear(
    settings: Settings, config: Mapping[str, object], secret_keys: Collection[str]
) -> Iterator[Problem]:
    """Find values of secrets that stand in the stack file for everyone to read."""
    for key, secret in settings.secrets.items():
        name = f"{SECRETS}{secret.name or key}"
        if secret.source is SecretSource.CONFIG and name in config and name not in secret_keys:
            yield _clear(("secrets", key), name)
    for kind in ("pagerduty", "webhooks"):
        for key in getattr(settings.alerts, kind):
            name = f"{kind}:{key}"
            if name in config and name not in secret_keys:
                yield _clear(("alerts", kind, key), name)


def _clear(path: SettingPath, name: str) -> Problem:
    return Problem(
        path=path,
        message=f"its value stands in clear under {name}, in the file and its history: choose another and "
        f"write it with pulumi config set --secret {name}",
    )


def _read(config: Mapping[str, object], secret_keys: Collection[str]) -> tuple[Raw, list[Problem]]:
    raw: Raw = {}
    problems: list[Problem] = []
    for key, value in config.items():
        name = key.removeprefix(NAMESPACE)
        if name == key:
            continue
        if name not in Settings.model_fields:
            known = tuple(Settings.model_fields)
            problems.append(
                Problem(path=(name,), message="unknown key", allowed=known, suggestion=nearest(name, known))
            )
        elif key in secret_keys:
            problems.append(Problem(path=(name,), message=f"is secret or holds a secret: {_NO_SECRETS}"))
        else:
            problems += _read_one(name, value, raw)
    return raw, problems


def _read_one(name: str, value: object, raw: Raw) -> Iterator[Problem]:
    if isinstance(value, str) and not _is_text(name):
        try:
            value = json.loads(value)
        except ValueError:
            value = value or None
    raw[name] = value
    for path in tuple(_secure((name,), value)):
        _remove(raw, path)
        yield Problem(path=path, message=f"has 'secure:' inside an object: {_NO_SECRETS}")


def _is_text(name: str) -> bool:
    annotation = Settings.model_fields[name].annotation
    return annotation is str or get_origin(annotation) is Literal


def _secure(path: SettingPath, value: object) -> Iterator[SettingPath]:
    if isinstance(value, dict):
        if set(value) == {"secure"}:
            yield path
            return
        for key, item in value.items():
            yield from _secure((*path, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _secure((*path, index), item)


def _remove(raw: Raw, path: SettingPath) -> None:
    """Take out the entry that holds a path, since what is left of it would only be called incomplete."""
    part = _part(path)
    if len(part) == 1:
        raw.pop(str(part[0]))
    else:
        raw[str(part[0])].pop(part[1], None)


def _part(path: SettingPath) -> SettingPath:
    """Give the part of the settings that a problem breaks: an entry of a map, or a whole section."""
    return path[:2] if path[0] in _MAPS else path[:1]


def _validate(raw: Raw, broken: Collection[SettingPath]) -> tuple[Settings, list[Problem]]:
    try:
        return Settings.model_validate_json(json.dumps(_filled(raw, broken))), []
    except ValidationError as error:
        from holdfast.settings import wording  # noqa: PLC0415  # wanted only when there are mistakes

        problems = wording.problems_of(error.errors(include_url=False))
    parts = {*broken, *(_part(problem.path) for problem in problems)}
    return Settings.model_validate_json(json.dumps(_filled(raw, parts))), problems


def _filled(raw: Raw, broken: Collection[SettingPath]) -> Raw:
    """Leave out what is broken and put something sound where a required section is."""
    sound = {name: value for name, value in raw.items() if (name,) not in broken}
    for path in broken:
        name = str(path[0])
        if len(path) > 1 and isinstance(sound.get(name), dict):
            sound[name] = {key: value for key, value in sound[name].items() if (name, key) not in broken}
        if name in _SOUND and not sound.get(name):
            sound[name] = _SOUND[name]
    return sound


def _mistakes(problems: list[Problem], file: str) -> list[Mistake]:
    from holdfast.settings import lines  # noqa: PLC0415  # wanted only when there are mistakes

    found = lines.find(file, [problem.path for problem in problems])
    mistakes = [
        Mistake(
            file=file,
            line=found.get(problem.path),
            key=key_text(problem.path),
            value=shown(problem.path, problem.value),
            message=problem.message,
            allowed=problem.allowed,
            suggestion=problem.suggestion,
        )
        for problem in problems
    ]
    return sorted(mistakes, key=lambda mistake: (mistake.line is None, mistake.line or 0))
