"""A stack's configuration as the CLI would hand it to the program: project values, stack values, secrets."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .project import Project, read_mapping, usage
from .yaml_values import YamlValue, object_text, scalar_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_TYPED = frozenset({"type", "default", "value", "secret", "description", "items"})


@dataclass(slots=True)
class StackConfig:
    """Configuration of one stack, every value as text."""

    values: dict[str, str] = field(default_factory=dict)
    """Value of each full key (``project:key``)."""
    secret_keys: list[str] = field(default_factory=list)
    """Keys that hold a secret, whole or inside."""
    opaque_keys: list[str] = field(default_factory=list)
    """Keys whose whole value is encrypted."""
    environments: list[str] = field(default_factory=list)
    """Pulumi ESC environments that the stack imports; they cannot be read offline."""

    def assumptions(self) -> list[dict[str, str]]:
        """What is assumed of the configuration that cannot be read."""
        text = "not read: what it configures is missing"
        return [{"kind": "environment", "subject": name, "assumed": text} for name in self.environments]

    def printed(self) -> dict[str, str]:
        """Values as the engine prints them: secrets blinded."""
        secret = set(self.secret_keys)
        return {key: "[secret]" if key in secret else value for key, value in sorted(self.values.items())}


def load_config(project: Project, stack: str, file: Path | None) -> StackConfig:
    """Read and merge a stack's configuration.

    Args:
        project: the project.
        stack: name of the stack, for messages.
        file: the stack file; None for an empty configuration.

    Raises:
        PreviewError: a value is missing or of another type than Pulumi.yaml declares.
    """
    content = read_mapping(file) if file is not None else {}
    raw = content.get("config") or {}
    if not isinstance(raw, dict):
        raise usage(f"{file}: 'config' must be a mapping")
    merged: dict[str, Any] = {_full_key(project, key): value for key, value in raw.items()}
    problems = _merge_project_values(project, stack, merged)
    if problems:
        raise usage("\n".join(problems))
    config = StackConfig(environments=_environments(content.get("environment")))
    for key in sorted(merged):
        _add(config, key, merged[key])
    return config


def _full_key(project: Project, key: str) -> str:
    return key if ":" in key else f"{project.name}:{key}"


def _environments(declared: YamlValue) -> list[str]:
    if isinstance(declared, list):
        return [str(next(iter(entry)) if isinstance(entry, dict) and entry else entry) for entry in declared]
    if isinstance(declared, dict):
        return _environments(declared.get("imports") or []) or ["(inline)"]
    return []


def _add(config: StackConfig, key: str, value: YamlValue) -> None:
    if _is_secure(value):
        config.values[key] = f"{_UNKNOWN}#{key}"
        config.secret_keys.append(key)
        config.opaque_keys.append(key)
    elif isinstance(value, (dict, list)):
        readable, has_secret = _without_ciphertext(value, key)
        config.values[key] = object_text(readable)
        if has_secret:
            config.secret_keys.append(key)
    else:
        config.values[key] = scalar_text(value)


def _is_secure(value: YamlValue) -> bool:
    return isinstance(value, dict) and len(value) == 1 and isinstance(value.get("secure"), str)


def _without_ciphertext(value: YamlValue, path: str) -> tuple[Any, bool]:
    if _is_secure(value):
        return f"{_UNKNOWN}#{path}", True
    if isinstance(value, dict):
        mapped = {key: _without_ciphertext(item, f"{path}.{key}") for key, item in value.items()}
        return {key: item for key, (item, _) in mapped.items()}, any(secret for _, secret in mapped.values())
    if isinstance(value, list):
        listed = [_without_ciphertext(item, f"{path}[{index}]") for index, item in enumerate(value)]
        return [item for item, _ in listed], any(secret for _, secret in listed)
    return value, False


def _merge_project_values(project: Project, stack: str, merged: dict[str, Any]) -> list[str]:
    missing, problems = [], []
    for key, declared in sorted(project.config.items()):
        full_key = _full_key(project, key)
        typed = declared if isinstance(declared, dict) and _TYPED & set(declared) else {"default": declared}
        if full_key not in merged:
            given = typed.get("default") if typed.get("default") is not None else typed.get("value")
            if given is not None:
                merged[full_key] = given
            elif full_key.startswith(f"{project.name}:"):
                missing.append(key)
            continue
        problems += _type_problems(stack, key, typed, merged[full_key])
    if missing:
        noun = "value" if len(missing) == 1 else "values"
        listed = ", ".join(f"'{key}'" for key in missing)
        problems.insert(0, f"Stack '{stack}' is missing configuration {noun} {listed}")
    return problems


def _type_problems(stack: str, key: str, typed: Mapping[str, Any], value: YamlValue) -> list[str]:
    if not typed.get("type"):
        return []
    if typed.get("secret") and not _is_secure(value):
        return [f"Stack '{stack}' with configuration key '{key}' must be encrypted as it's secret"]
    if _is_secure(value) or _fits(typed, value):
        return []
    return [f"Stack '{stack}' with configuration key '{key}' must be of type '{_type_name(typed)}'"]


def _type_name(typed: Mapping[str, Any]) -> str:
    items = typed.get("items")
    return f"array<{_type_name(items)}>" if isinstance(items, dict) else str(typed.get("type"))


def _fits(typed: Mapping[str, Any], value: YamlValue) -> bool:
    kind = typed.get("type")
    if kind == "array":
        items = typed.get("items")
        return isinstance(value, list) and (
            not isinstance(items, dict) or all(_fits(items, item) for item in value)
        )
    if kind == "object":
        return isinstance(value, dict)
    if isinstance(value, (dict, list)):
        return False
    if kind == "boolean":
        return scalar_text(value) in ("true", "false")
    if kind == "integer":
        return _is_integer(scalar_text(value))
    return True


def _is_integer(text: str) -> bool:
    try:
        json.loads(text)
        int(text)
    except ValueError:
        return False
    return True
