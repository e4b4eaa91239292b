"""What the tools make of programs that are not ours: the AWS Python programs of pulumi/examples.

Each is previewed offline in an environment of its own packages, then checked, priced, and reviewed against
nothing, with the comment and the page. A program that fails, or on which a tool fails, is a row that says so.
None of them is part of this project: a clone is named, such as that of https://github.com/pulumi/examples.

    git clone https://github.com/pulumi/examples ../examples
    python -m benchmarks.foreign ../examples --environments ../environments

Needs uv for the environments, which are kept for the next time: one for each set of requirements.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from holdfast.checks import RULES, Verdict, run
from holdfast.cost import Standing, estimate, stated_usage
from holdfast.graph import read_preview
from holdfast.preview import PreviewError, PreviewRequest, preview
from holdfast.prices import shipped
from holdfast.report.review_html import review_html
from holdfast.report.review_json import review_json
from holdfast.report.review_markdown import review_markdown
from holdfast.report.review_text import review_lines
from holdfast.review.model import Review
from holdfast.review.review import Side, Terms, review_stack

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = Path(__file__).with_name("foreign.toml")
REGION = "us-east-1"
STACK = "dev"
IMPORT = re.compile(r"^\s*(?:import|from) pulumi_(?:aws|awsx|eks)\b", re.MULTILINE)
CONTRADICTION = re.compile(r"you require (.+?), we can conclude")
MARK = "<!-- figures -->"
COLUMNS = ("program", "resources", "assumed", "fail", "unknown", "pass", "USD a month", "no price", "seconds")


@dataclass
class Row:
    """What became of one program."""

    name: str
    cells: list[str] = field(default_factory=list)
    """The figures, as columns; empty where it was not seen."""
    reason: str = ""
    """Why it was not seen; empty where it was."""
    crash: str = ""
    """Where a tool failed; empty where none did."""


def programs(checkout: Path) -> Iterator[Path]:
    """Find the Python programs that import a provider of AWS."""
    for project in sorted(checkout.rglob("Pulumi.yaml")):
        folder = project.parent
        runtime = yaml.safe_load(project.read_text()).get("runtime")
        named = runtime.get("name") if isinstance(runtime, dict) else runtime
        wanted = (one.read_text() for one in folder.rglob("*.py"))
        requirements = folder / "requirements.txt"
        told = requirements.read_text() if requirements.is_file() else ""
        if named == "python" and ("pulumi-aws" in told or any(IMPORT.search(text) for text in wanted)):
            yield folder


def requirements_of(folder: Path) -> str:
    """The packages of a program, as lines for an installer."""
    file = folder / "requirements.txt"
    if file.is_file():
        return file.read_text()
    told = tomllib.loads((folder / "pyproject.toml").read_text())
    poetry = told.get("tool", {}).get("poetry", {}).get("dependencies", {})
    listed: list[str] = told.get("project", {}).get("dependencies", [])
    return "\n".join([*listed, *(f"{name}{version}" for name, version in poetry.items() if name != "python")])


def environment(folder: Path, environments: Path) -> Path:
    """The environment of a program's packages, made where there is none yet.

    Raises:
        subprocess.CalledProcessError: a package cannot be installed.
    """
    wanted = requirements_of(folder)
    home = environments / hashlib.sha256(wanted.encode()).hexdigest()[:12]
    done = home / "installed"
    if not done.exists():
        _run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(home))
        (home / "requirements.txt").write_text(wanted)
        _run("uv", "pip", "install", "--quiet", "--python", str(home), "-r", str(home / "requirements.txt"))
        done.touch()
    return home


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own command


def settings_of(name: str) -> dict[str, Any]:
    """The settings of a program, by its folder's name."""
    found: Any = tomllib.loads(SETTINGS.read_text())
    for part in name.split("/"):
        found = found.get(part, {})
    return {"aws:region": REGION, **found}


def document_of(folder: Path, name: str, virtualenv: Path, scratch: Path) -> dict[str, Any]:
    """Preview a program offline."""
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text())["name"]
    config = {key if ":" in key else f"{project}:{key}": value for key, value in settings_of(name).items()}
    file = scratch / f"{name.replace('/', '-')}.yaml"
    file.write_text(yaml.safe_dump({"config": config}))
    return preview(PreviewRequest(program=folder, stack=STACK, stack_file=file, virtualenv=virtualenv))


def judged(name: str, document: dict[str, Any], seconds: float) -> list[str]:
    """Check, price and review a preview, print it in every format, and return the figures."""
    started = time.perf_counter()
    graph = read_preview(document)
    findings = run(graph, RULES)
    cost = estimate(graph, stated_usage(), shipped())
    side = Side(graph=graph, findings=findings, cost=cost)
    review = Review(base="nothing", head=name, stacks=(review_stack(STACK, None, side, Terms()),), failed={})
    for text in (review_markdown(review), review_html(review), review_json(review), review_lines(review)):
        if not text:
            raise ValueError("a review came out empty")
    verdicts = Counter(one.verdict for one in findings)
    standings = Counter(one.standing for one in cost.resources)
    without = standings[Standing.MISSING] + standings[Standing.UNSUPPORTED]
    figures = (
        len(document["steps"]) - 1,
        len(document["holdfast"]["assumptions"]),
        verdicts[Verdict.FAIL],
        verdicts[Verdict.UNKNOWN],
        verdicts[Verdict.PASS],
        f"{cost.monthly:.2f}",
        without,
        f"{seconds:.1f} + {time.perf_counter() - started:.1f}",
    )
    return [str(one) for one in figures]


def tried(folder: Path, name: str, environments: Path, scratch: Path) -> Row:
    """Do all that is done with one program."""
    row = Row(name)
    try:
        virtualenv = environment(folder, environments)
        started = time.perf_counter()
        document = document_of(folder, name, virtualenv, scratch)
        seconds = time.perf_counter() - started
    except subprocess.CalledProcessError as error:
        both = CONTRADICTION.search(" ".join(error.stderr.split()))
        row.reason = (
            f"its packages do not install: {f'no versions fit {both[1]}' if both else _last(error.stderr)}"
        )
        return row
    except PreviewError as error:
        row.reason = f"not previewed: {_last(str(error))}"
        return row
    try:
        row.cells = judged(name, document, seconds)
    except Exception:  # noqa: BLE001  # that a tool fails, and where, is what is asked
        row.crash = traceback.format_exc()
    return row


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was told"


def summary(rows: list[Row]) -> str:
    """Say in a sentence how many there are."""
    seen, crashed = sum(bool(row.cells) for row in rows), sum(bool(row.crash) for row in rows)
    return f"{len(rows)} programs: {seen} previewed and judged, {crashed} on which a tool failed."


def table(rows: list[Row]) -> str:
    """Print what was seen as Markdown, then what was not."""
    lines = [f"| {' | '.join(COLUMNS)} |", f"|---{'|--:' * (len(COLUMNS) - 1)}|"]
    lines += [f"| {row.name} | {' | '.join(row.cells)} |" for row in rows if row.cells]
    lines += ["", *(f"- `{row.name}`: {row.reason}" for row in rows if row.reason)]
    lines += [f"- `{row.name}`: a tool failed" for row in rows if row.crash]
    return "\n".join(lines)


def main() -> None:
    """Try each program and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path, help="clone of the programs")
    parser.add_argument("--environments", type=Path, required=True, help="where their environments are kept")
    parser.add_argument("--page", type=Path, help=f"file in which they replace what follows {MARK}")
    parser.add_argument("--only", nargs="+", default=(), help="folders to try (default: every one)")
    options = parser.parse_args()
    checkout = options.checkout.resolve()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for folder in programs(checkout):
            name = folder.relative_to(checkout).as_posix()
            if options.only and name not in options.only:
                continue
            rows.append(tried(folder, name, options.environments.resolve(), Path(scratch)))
            print(f"{name}: {'failed' if rows[-1].crash else 'done'}", file=sys.stderr, flush=True)
    print(table(rows))
    if options.page:
        above = options.page.read_text().partition(MARK)[0]
        options.page.write_text(f"{above}{MARK}\n{summary(rows)}\n\n{table(rows)}\n")
    crashed = [row for row in rows if row.crash]
    if crashed:
        sys.exit("\n".join(f"{row.name}:\n{row.crash}" for row in crashed))


if __name__ == "__main__":
    main()
