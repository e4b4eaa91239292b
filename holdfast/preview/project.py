"""The project around a program: Pulumi.yaml, its stack files, its Python."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from .request import PreviewError
from .yaml_values import YamlValue, load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("Pulumi.yaml", "Pulumi.yml")
"""What the file of a project is called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A Pulumi project on disk."""

    name: str
    """Name of the project."""
    file: Path
    """Its Pulumi.yaml."""
    root: Path
    """Folder of Pulumi.yaml."""
    folder: Path
    """Folder in which the program runs."""
    entry: str
    """What is run in that folder: ``.`` or a file."""
    python: Path
    """The Python that runs it."""
    virtualenv: Path | None
    """Environment of that Python, if Pulumi.yaml names one."""
    config: Mapping[str, Any]
    """Configuration that the project itself declares."""
    stack_folder: Path
    """Where the stack files lie."""


def usage(message: str) -> PreviewError:
    """Make an error about what was asked or configured."""
    return PreviewError(message, kind="usage")


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds one mapping; an empty file is an empty one."""
    try:
        content = load_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise usage(f"{path}: cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise usage(f"{where}: no valid YAML: {getattr(error, 'problem', None) or error}") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise usage(f"{path}: expected a mapping at the top, got {type(content).__name__}")
    return content


def load_project(program: Path, *, virtualenv: Path | None = None, instead: Path | None = None) -> Project:
    """Read the project in a folder.

    Args:
        program: folder of the program.
        virtualenv: environment to use where the one that Pulumi.yaml names does not exist. Default: none.
        instead: environment to use in place of the one that Pulumi.yaml names. Default: none.

    Raises:
        PreviewError: there is no project that can be previewed.
    """
    root = program.resolve()
    if not root.is_dir():
        raise usage(f"{program}: no such folder")
    file = next((root / name for name in NAMES if (root / name).is_file()), None)
    if file is None:
        raise usage(
            f"{program}: no Pulumi.yaml here; name a program's folder by --program, "
            "or begin one: holdfast init"
        )
    content = read_mapping(file)
    name = content.get("name")
    if not isinstance(name, str) or not name:
        raise usage(f"{file}: 'name' is missing")
    runtime, options = _runtime(content.get("runtime"))
    if runtime != "python":
        raise usage(
            f"{file}: the runtime is {runtime or 'missing'}; only Python programs can be previewed offline"
        )
    folder, entry = _entry(root, content.get("main"))
    virtualenv = instead or _virtualenv(root, options) or virtualenv
    config = content.get("config")
    stack_folder = content.get("stackConfigDir") or (config if isinstance(config, str) else "")
    return Project(
        name=name,
        file=file,
        root=root,
        folder=folder,
        entry=entry,
        python=python_of(virtualenv),
        virtualenv=virtualenv,
        config=config if isinstance(config, dict) else {},
        stack_folder=root / str(stack_folder),
    )


def _runtime(runtime: YamlValue) -> tuple[str, Mapping[str, Any]]:
    if isinstance(runtime, dict):
        options = runtime.get("options")
        return str(runtime.get("name") or ""), options if isinstance(options, dict) else {}
    return str(runtime or ""), {}


def _entry(root: Path, main: YamlValue) -> tuple[Path, str]:
    if not main:
        return root, "."
    path = root / str(main)
    if path.is_dir():
        return path, "."
    if path.is_file():
        return path.parent, path.name
    raise usage(f"{root / 'Pulumi.yaml'}: 'main' names {main}, which does not exist")


def _virtualenv(root: Path, options: Mapping[str, Any]) -> Path | None:
    named = options.get("virtualenv") or (".venv" if options.get("toolchain") == "uv" else "")
    if not named:
        return None
    folder = root / str(named)
    return folder if _interpreter(folder) is not None else None


def _interpreter(virtualenv: Path) -> Path | None:
    for path in (virtualenv / "bin" / "python", virtualenv / "Scripts" / "python.exe"):
        if path.is_file():
            return path
    return None


def python_of(virtualenv: Path | None) -> Path:
    """Python of an environment; this process's own if there is none."""
    found = _interpreter(virtualenv) if virtualenv is not None else None
    return found or Path(sys.executable)


def runtime_virtualenv(folder: Path, file_names: tuple[str, ...]) -> Path | None:
    """Environment that a policy pack's project file names, if it exists."""
    for name in file_names:
        if (folder / name).is_file():
            _, options = _runtime(read_mapping(folder / name).get("runtime"))
            return _virtualenv(folder, options)
    return None


def stack_names(project: Project) -> list[str]:
    """Names of the stacks that have a file, sorted."""
    names = set()
    for file in project.stack_folder.glob("Pulumi.*.y*ml"):
        names.add(file.name.removeprefix("Pulumi.").rsplit(".", 1)[0])
    return sorted(names)


def stack_path(project: Project, stack: str, given: Path | None) -> Path | None:
    """File of a stack's configuration; None if the project has no stack file at all."""
    if given is not None:
        if not given.is_file():
            raise usage(f"{given}: no such stack file")
        return given
    short = stack.rsplit("/", 1)[-1]
    for suffix in ("yaml", "yml"):
        file = project.stack_folder / f"Pulumi.{short}.{suffix}"
        if file.is_file():
            return file
    names = stack_names(project)
    if not names:
        return None
    close = get_close_matches(short, names, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    raise usage(f"no stack '{stack}' in {project.stack_folder}: {hint}there are {', '.join(names)}")
