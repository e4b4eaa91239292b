"""The files of a new project, beside its stack file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from holdfast.settings import json_schema

if TYPE_CHECKING:
    from importlib.metadata import Distribution

SCHEMA_FILE = "stack-file.schema.json"
"""What editors complete and check stack files by."""
_OURS = resources.files("holdfast.init") / "project"
_UNSAID = (
    "# Say where this Holdfast comes from: the project of that name on PyPI is somebody else's.\n"
    "holdfast @ git+https://<where it is kept>/holdfast@v{version}\n"
)
_IGNORED = ".venv/\n__pycache__/\n*.pyc\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """One file to write."""

    name: str
    """Relative to the program's folder."""
    text: str


def project_files(name: str, *, description: str) -> tuple[ProjectFile, ...]:
    """Give the files of a program that declares what its stack files say.

    Args:
        name: Name of the Pulumi project, part of names in AWS.
        description: What it is, in a line.
    """
    project = (_OURS / "Pulumi.yaml").read_text(encoding="utf-8")
    program = (_OURS / "__main__.py.txt").read_text(encoding="utf-8")
    return (
        ProjectFile(
            name="Pulumi.yaml",
            text=project.replace("PROJECT", name, 1).replace("DESCRIPTION", json.dumps(description), 1),
        ),
        ProjectFile(name="__main__.py", text=program),
        ProjectFile(name="requirements.txt", text=requirement()),
        ProjectFile(name=SCHEMA_FILE, text=schema_text()),
        ProjectFile(name=".gitignore", text=_IGNORED),
    )


def schema_text() -> str:
    """Give the JSON Schema of stack files as ``holdfast schema`` writes it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def requirement() -> str:
    """Give the line that installs this version of Holdfast from where it came from."""
    try:
        installed = distribution("holdfast")
    except PackageNotFoundError:  # run from a folder that nobody installed
        return _UNSAID.format(version="…")
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    url = str(origin.get("url", ""))
    if not url:
        return _UNSAID.format(version=installed.version)
    if "vcs_info" in origin:
        return f"holdfast @ git+{url}@{origin['vcs_info']['commit_id']}\n"
    return _local(installed, origin, url) if urlsplit(url).scheme == "file" else f"holdfast @ {url}\n"


def _local(installed: Distribution, origin: dict[str, object], url: str) -> str:
    """Give the line of what was installed from this machine, which another machine does not have."""
    path = Path(unquote(urlsplit(url).path))
    is_editable = bool(dict(origin.get("dir_info") or {}).get("editable"))  # type: ignore[call-overload]  # JSON
    comment = (
        f"# A path of this machine: others need holdfast {installed.version} from a place that they reach.\n"
    )
    return f"{comment}{'-e ' if is_editable else ''}{path}\n"
