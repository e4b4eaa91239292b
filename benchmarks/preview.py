"""Time and memory of the offline preview, against bare resources and bare imports, in one run.

Three programs per number of regions, each previewed by the same command in a process of its own, in turn, so
that a change of the machine's speed falls on all of them:

* ours: the project's program with 1, 2, 4, 8 and 16 active regions;
* bare: the same resources with the same inputs and dependencies, declared one after the other;
* imports: the same provider modules imported and nothing declared.

Run with ``make bench``; ``python -m benchmarks.preview --runs 5`` for more runs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.bare import write_bare
from holdfast.settings import PLACES

ROOT = Path(__file__).resolve().parent.parent
REGIONS = (1, 2, 4, 8, 16)
COLUMNS = (
    "regions",
    "resources",
    "ours s",
    "bare s",
    "ours CPU s",
    "bare CPU s",
    "CPU s beyond imports",
    "ms each",
    "bare ms each",
    "ours MB",
    "bare MB",
)
PROJECT = "name: holdfast\nruntime: python\n"
IMPORTS = """\
from pulumi_aws import acm, autoscaling, backup, budgets, cloudwatch, dynamodb, ec2, iam, kms, lb
from pulumi_aws import route53, s3, sns, vpc
import holdfast.components.multi_region_api
import holdfast.topology.plan
for module in (
    acm, autoscaling, backup, budgets, cloudwatch, dynamodb, ec2, iam, kms, lb, route53, s3, sns, vpc
):
    dir(module)  # the SDK loads a module when it is first looked into
"""


@dataclass(frozen=True)
class Run:
    """One preview: wall seconds, CPU seconds, peak memory in MB of the largest process."""

    wall: float
    cpu: float
    memory: float


def preview(program: Path, stack: str, output: Path) -> Run:
    """Preview a program once."""
    command = [sys.executable, "-m", "holdfast", "preview", stack, "--program", str(program)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--json", "--output", str(output)], cwd=ROOT)  # noqa: S603 - our own
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def stack_file(regions: int) -> str:
    """Return production's stack file with that many active regions."""
    config = yaml.safe_load((ROOT / "Pulumi.prod.yaml").read_text())["config"]
    places = sorted(place for place, region in PLACES.items() if len(region.zones) > 2)[:regions]  # noqa: PLR2004
    config["holdfast:regions"] = {place: {"zones": 3} for place in places}
    config["holdfast:services"]["orders"]["instance"].pop("ami", None)
    config["holdfast:entrances"]["public"].update(mode=None, policy=None)
    config["holdfast:objectives"] = {}
    config["holdfast:stores"]["orders"]["home"] = places[0]
    config["holdfast:backups"]["copy_to"] = places[1:3]
    if regions == 1:  # there is no other place for copies
        del config["holdfast:backups"], config["holdfast:stores"]["orders"]["backup_class"]
    return yaml.safe_dump({"config": config})


def write(folder: Path, main: str) -> Path:
    """Write a program without settings and return its folder."""
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "Pulumi.bench.yaml").write_text("config: {}\n")
    (folder / "__main__.py").write_text(main)
    return folder


def median(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.memory for run in runs),
    )


def count(document: Path) -> int:
    """Return the number of resources in a preview, the stack's own node left out."""
    return len(json.loads(document.read_text())["steps"]) - 1


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each program (default: 3)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        output = folder / "preview.json"
        programs: dict[str, tuple[Path, int]] = {"imports": (write(folder / "imports", IMPORTS), 0)}
        for regions in REGIONS:
            ours = write(folder / f"ours-{regions}", (ROOT / "__main__.py").read_text())
            (ours / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text().replace(".venv", sys.prefix))
            (ours / "Pulumi.bench.yaml").write_text(stack_file(regions))
            preview(ours, "bench", output)  # a warm-up, which also tells how many resources there are
            resources = count(output)
            bare = write(folder / f"bare-{regions}", "")
            write_bare(bare, json.loads(output.read_text()), IMPORTS)
            preview(bare, "bench", output)
            if count(output) != resources:
                sys.exit(f"the bare program declares {count(output)} resources, ours {resources}")
            programs[f"ours {regions}"] = (ours, resources)
            programs[f"bare {regions}"] = (bare, resources)
        found: dict[str, list[Run]] = {name: [] for name in programs}
        for _ in range(runs):
            for name, (program, _resources) in programs.items():
                found[name].append(preview(program, "bench", output))
    table(programs, {name: median(measured) for name, measured in found.items()}, runs)


def table(programs: dict[str, tuple[Path, int]], found: dict[str, Run], runs: int) -> None:
    """Print the medians: beyond the imports, and per resource."""
    base = found["imports"]
    print(f"medians of {runs} runs; bare imports: {base.cpu:.2f} s of CPU, {base.memory:.0f} MB\n")
    print(f"| {' | '.join(COLUMNS)} |\n{'|--:' * len(COLUMNS)}|")
    for regions in REGIONS:
        resources = programs[f"ours {regions}"][1]
        ours, bare = found[f"ours {regions}"], found[f"bare {regions}"]
        beyond, bare_beyond = ours.cpu - base.cpu, bare.cpu - base.cpu
        cells = (
            f"{ours.wall:.2f}",
            f"{bare.wall:.2f}",
            f"{ours.cpu:.2f}",
            f"{bare.cpu:.2f}",
            f"{beyond:.2f}",
            f"{beyond / resources * 1000:.1f}",
            f"{bare_beyond / resources * 1000:.1f}",
            f"{ours.memory:.0f}",
            f"{bare.memory:.0f}",
        )
        print(f"| {regions} | {resources} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
