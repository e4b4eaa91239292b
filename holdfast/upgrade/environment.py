"""An environment with another version of Holdfast, which sees every other package of the program's own.

The program's environment is only read: its packages are found by a path behind the new ones. What the other
version wants newer than they are is installed beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.upgrade.errors import UpgradeError
from holdfast.upgrade.target import PACKAGE, Folder, Install, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_MARK = "holdfast/components/multi_region_api.py"
"""A file that every version has: another project may have the name on an index."""
_LINKS = ("1-holdfast.pth", "2-packages.pth")
"""Read in this order: the other version goes before what the program has."""
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
_TOLD = 6
"""Lines of pip's that are told."""
_SECONDS = 900
"""How long pip may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """An environment with the other version."""

    folder: Path
    """The virtual environment."""
    python: Path
    """Its Python."""
    source: Path
    """Folder that holds the package ``holdfast``."""
    version: str
    changelog: str
    """Text of its change log; empty where it brings none."""
    added: tuple[str, ...]
    """Packages that it wants otherwise than the program has them, as ``name version``."""


@contextlib.contextmanager
def environment(
    target: Target, python: Path, *, cache: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Environment]:
    """An environment with another version: a kept one where there is one, else one that is gone afterwards.

    Args:
        target: What to install.
        python: The program's own Python.
        cache: Folder in which environments are kept. Default: none is kept.
        tell: Told what is being done. Default: nobody.

    Raises:
        UpgradeError: The version cannot be had, or not be used beside what the program has.
    """
    host = _host(python)
    kept = _kept(target, host, cache)
    if kept is not None and kept.is_dir():
        yield _described(kept, target)
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-upgrade-") as scratch:
        made = Path(scratch) / "environment"
        _make(made, target, python, host, tell)
        if kept is None:
            yield _described(made, target)
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):  # somebody else was faster
            shutil.move(made, kept)
        yield _described(kept, target)


def cache_folder() -> Path:
    """Where environments are kept: as the XDG base directory specification says."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "holdfast" / "environments"


def version_of(python: Path, folder: Path) -> str:
    """The version that a Python has installed; empty where it has none.

    Args:
        python: The Python.
        folder: Where it is asked.
    """
    code = "import importlib.metadata as m; print(m.version('holdfast'))"
    done = _run([str(python), "-c", code], folder)
    return done.stdout.strip() if done.returncode == 0 else ""


def _host(python: Path) -> Mapping[str, object]:
    """The program's Python: its version, where its packages are, and which they are."""
    code = (
        "import json,sys,sysconfig as s;"
        "print(json.dumps({'version':sys.version,'paths':sorted({s.get_path('purelib'),s.get_path('platlib')})}))"
    )
    done = _run([str(python), "-c", code], None)
    if done.returncode:
        raise UpgradeError(f"the program's Python does not run: {python}\n{_last(done)}")
    found: Mapping[str, object] = json.loads(done.stdout)
    paths = found["paths"]
    assert isinstance(paths, list)  # noqa: S101  # what was printed
    return {**found, "packages": sorted(one.name for path in paths for one in Path(path).glob("*.dist-info"))}


def _kept(target: Target, host: Mapping[str, object], cache: Path | None) -> Path | None:
    """Where the environment is kept; None for one that is not, since what it was made of may change."""
    if cache is None or isinstance(target, Folder) or not target.fixed:
        return None
    content = target.file.read_bytes() if target.file else target.requirement.encode()
    digest = hashlib.sha256(json.dumps(host, sort_keys=True).encode())
    digest.update(content)
    return cache / digest.hexdigest()[:32]


def _make(
    folder: Path, target: Target, python: Path, host: Mapping[str, object], tell: Callable[[str], None]
) -> None:
    has_pip = importlib.util.find_spec("pip") is not None
    options = ["--without-pip"] if has_pip else []
    done = _run([str(python), "-m", "venv", *options, str(folder)], None)
    if done.returncode:
        raise UpgradeError(f"no virtual environment can be made: {_last(done)}")
    pip = [sys.executable if has_pip else str(_python(folder)), *_PIP, "--python", str(_python(folder))]
    packages = _packages(folder)
    if isinstance(target, Folder):
        tell(f"taking what is in {target.path}")
        _link(packages, target.path)
    else:
        tell(f"installing {target.requirement}")
        _install(pip, target)
    _check(folder, target)
    paths = host["paths"]
    assert isinstance(paths, list)  # noqa: S101  # see _host
    lines = "".join(f"import site; site.addsitedir({path!r})\n" for path in paths)
    (packages / _LINKS[1]).write_text(lines, encoding="utf-8")
    _install_wanted(pip, packages, tell)


def _install(pip: Sequence[str], target: Install) -> None:
    """Install the version itself; what an index has by the name may be anybody's, and is not run for it."""
    only = ["--only-binary", ":all:"] if target.from_index else []
    done = _run([*pip, "install", "--quiet", "--no-compile", "--no-deps", *only, target.requirement], None)
    if done.returncode:
        raise UpgradeError(
            f"{target.requirement} cannot be installed:\n{_last(done)}\n"
            "Name a wheel, a checkout or an address (git+https://…/holdfast@v0.2.0) that pip can reach"
        )


def _link(packages: Path, folder: Path) -> None:
    """Use a checkout where it lies, with what its own package would say of it."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8")).get("project", {})
    if project.get("name") != PACKAGE:
        raise UpgradeError(f"{folder} is the project '{project.get('name')}', not {PACKAGE}", usage=True)
    (packages / _LINKS[0]).write_text(f"{folder}\n", encoding="utf-8")
    about = packages / f"{PACKAGE}-{project['version']}.dist-info"
    about.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {PACKAGE}", f"Version: {project['version']}"]
    lines += [f"Requires-Dist: {one}" for one in project.get("dependencies", [])]
    (about / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _install_wanted(pip: Sequence[str], packages: Path, tell: Callable[[str], None]) -> None:
    """Install what the version wants otherwise than the program has it; usually that is nothing."""
    wanted = [one for one in _distribution(packages).requires or [] if "extra ==" not in one]
    if not wanted:
        return
    command = [*pip, "install", "--quiet", "--no-compile"]
    if _run([*command, "--no-index", "--dry-run", *wanted], None).returncode == 0:
        return
    tell("installing the packages that it wants newer")
    done = _run([*command, *wanted], None)
    if done.returncode:
        raise UpgradeError(
            f"what it needs cannot be installed beside the program's packages:\n{_last(done)}\n"
            "Let pip reach an index that has it (see 'pip config list')"
        )


def _check(folder: Path, target: Target) -> None:
    source = _source(folder, target)
    if not (source / _MARK).is_file():
        raise UpgradeError(f"what was installed as '{PACKAGE}' is another project: it is not run")


def _described(folder: Path, target: Target) -> Environment:
    packages, source = _packages(folder), _source(folder, target)
    own = importlib.metadata.distributions(path=[str(packages)])
    added = {one.name: one.version for one in own if one.name != PACKAGE}
    log = next(
        (one for one in (source / PACKAGE / "CHANGELOG.md", source / "CHANGELOG.md") if one.is_file()), None
    )
    return Environment(
        folder=folder,
        python=_python(folder),
        source=source,
        version=_distribution(packages).version,
        changelog=log.read_text(encoding="utf-8") if log else "",
        added=tuple(f"{name} {version}" for name, version in sorted(added.items()) if name != "pip"),
    )


def _distribution(packages: Path) -> importlib.metadata.Distribution:
    found = importlib.metadata.distributions(name=PACKAGE, path=[str(packages)])
    for one in found:
        return one
    raise UpgradeError(f"what was installed is no {PACKAGE}")


def _source(folder: Path, target: Target) -> Path:
    return target.path if isinstance(target, Folder) else _packages(folder)


def _packages(folder: Path) -> Path:
    """Where an environment has its packages."""
    return next(iter(sorted(folder.glob("lib/python*/site-packages"))), folder / "Lib" / "site-packages")


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_environment() -> dict[str, str]:
    """This process's environment, without what would lead a Python to other packages than its own."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def imported_from(made: Environment, program: Path) -> Path | None:
    """Where a program would get Holdfast from, in the environment; None where from nowhere.

    Args:
        made: The environment.
        program: Folder of the program, which is looked in first.
    """
    done = subprocess.run(  # noqa: S603  # the environment that was just made
        [str(made.python), "-c", "import holdfast; print(holdfast.__file__)"],
        cwd=program,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Path(done.stdout.strip()).resolve().parent.parent if done.returncode == 0 else None


def _run(command: Sequence[str], folder: Path | None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603  # Python and pip, with arguments of ours
            command,
            cwd=folder,
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise UpgradeError(f"pip did not end within {_SECONDS} seconds and was stopped") from None


def _last(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
    return "\n".join(lines[-_TOLD:])
