"""Time and memory of a program under the real engine, against bare resources, in one run.

The programs are those of ``benchmarks.preview``. Each is previewed by the Pulumi CLI on PATH, as ``holdfast
preview --engine`` does it, in turn. Of the CLI, its language host and the provider, only the wall time tells;
CPU time and memory are of the program's own process, which writes them when it ends.

Run with ``make bench``; ``python -m benchmarks.engine --runs 5`` for more runs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bare import write_bare
from benchmarks.preview import IMPORTS, REGIONS, ROOT, count, preview, stack_file, write
from holdfast.preview import PreviewRequest, preview_on_engine

NEEDED = ("pulumi", "pulumi-language-python")
COLUMNS = (
    "regions",
    "resources",
    "ours s",
    "bare s",
    "ours CPU s",
    "bare CPU s",
    "ours MB",
    "bare MB",
)
METER = """\
def _meter():
    import json, resource
    from pathlib import Path

    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}
    Path(FILE).write_text(json.dumps(found))


__import__("atexit").register(_meter)

"""


@dataclass(frozen=True)
class Run:
    """One preview: wall seconds, and the program's own CPU seconds and peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def metered(folder: Path, virtualenv: str) -> Path:
    """Let a program tell what it costs, and run it in this Python's environment."""
    main = folder / "__main__.py"
    text = main.read_text()
    # Imports from the future must come first; ours only spares annotations.
    body = text.replace("from __future__ import annotations\n", "")
    main.write_text(METER.replace("FILE", repr(str(folder / "meter.json"))) + body)
    project = {
        "name": "holdfast",
        "runtime": {"name": "python", "options": {"toolchain": "pip", "virtualenv": virtualenv}},
    }
    (folder / "Pulumi.yaml").write_text(json.dumps(project))
    return folder


def measure(folder: Path) -> Run:
    """Preview a program once on the engine."""
    started = time.perf_counter()
    preview_on_engine(PreviewRequest(program=folder, stack="bench", timeout_seconds=1800))
    wall = time.perf_counter() - started
    told = json.loads((folder / "meter.json").read_text())
    return Run(wall, told["cpu"], told["memory"])


def median(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.memory for run in runs),
    )


def programs(folder: Path, regions: int) -> tuple[Path, Path, int]:
    """Write ours and the bare one, metered, and tell how many resources each has."""
    output = folder / "preview.json"
    ours = write(folder / f"ours-{regions}", (ROOT / "__main__.py").read_text())
    (ours / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text().replace(".venv", sys.prefix))
    (ours / "Pulumi.bench.yaml").write_text(stack_file(regions))
    preview(ours, "bench", output)
    bare = write(folder / f"bare-{regions}", "")
    write_bare(bare, json.loads(output.read_text()), IMPORTS)
    return metered(ours, sys.prefix), metered(bare, sys.prefix), count(output)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each program (default: 3)")
    parser.add_argument("--regions", type=int, nargs="+", default=REGIONS, help="numbers of active regions")
    options = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        print(f"skipped: the engine is not measured, since PATH has no {' and no '.join(missing)}")
        return
    print(f"medians of {options.runs} runs under the engine\n")
    print(f"| {' | '.join(COLUMNS)} |\n{'|--:' * len(COLUMNS)}|")
    with tempfile.TemporaryDirectory() as temporary:
        for regions in options.regions:
            ours, bare, resources = programs(Path(temporary), regions)
            found: dict[Path, list[Run]] = {ours: [], bare: []}
            for program in (ours, bare) * options.runs:
                found[program].append(measure(program))
            row(regions, resources, median(found[ours]), median(found[bare]))


def row(regions: int, resources: int, ours: Run, bare: Run) -> None:
    """Print one row of the table."""
    cells = (
        f"{ours.wall:.2f}",
        f"{bare.wall:.2f}",
        f"{ours.cpu:.2f}",
        f"{bare.cpu:.2f}",
        f"{ours.memory:.0f}",
        f"{bare.memory:.0f}",
    )
    print(f"| {regions} | {resources} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
