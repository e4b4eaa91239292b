"""Where settings are set: their lines in a stack's file and in the project's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.explain.model import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import yaml

    from holdfast.explain import Lookup

_MAP = "tag:yaml.org,2002:map"
_TYPED = ("value", "default")


def lookup_of(
    program: Path, stack: str | None, stack_file: Path | None, project: str | None
) -> Lookup | None:
    """Where each setting of a stack is set; None where the program has no file of it.

    Args:
        program: Folder of the program.
        stack: Name of the stack; None when it is not known.
        stack_file: File of its settings; None for the program's own.
        project: Name of the project that was read; None when it is not known.
    """
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview.project import load_project, stack_path  # noqa: PLC0415  # see cli/output.py

    if stack is None:
        return None
    try:
        loaded = load_project(program)
        file = stack_path(loaded, stack, stack_file)
    except PreviewError:
        return None
    if file is None or (project is not None and project != loaded.name):
        return None
    found = {**_lines(loaded.file, loaded.name, typed=True), **_lines(file, loaded.name, typed=False)}
    return found.get


def _lines(file: Path, project: str, *, typed: bool) -> Mapping[str, Where]:
    """Settings path to line; nothing where the file cannot be read.

    Args:
        file: A stack's file, or the project's.
        project: Name of the project, the namespace of keys that have none.
        typed: Whether a value may stand under ``value`` or ``default``, as in the project's file.
    """
    import yaml  # noqa: PLC0415  # see cli/output.py

    try:
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    found: dict[str, Where] = {}
    for key, _, settings in _entries(root):
        for name, line, value in _entries(settings) if key == "config" else ():
            path = name if ":" in name else f"{project}:{name}"
            found[path] = Where(file=file.name, line=line)
            inner = [each for typed_key, _, each in _entries(value) if typed and typed_key in _TYPED]
            for below, at in _below(inner[0] if inner else value, path):
                found[below] = Where(file=file.name, line=at)
    return found


def _below(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    for key, line, value in _entries(node):
        yield f"{path}.{key}", line
        yield from _below(value, f"{path}.{key}")


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """Key, line and value of each entry of a mapping; nothing of anything else."""
    if node is not None and node.tag == _MAP:
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1, value
