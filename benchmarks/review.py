"""Time and memory of a check, an estimate and a review of stacks with up to ten thousand resources.

Each measurement is a process of its own, which reads the previews of both sides from files:

* copies: production's preview with all of its resources again and again, each time under other names;
* around: one network, zone, role, topic, load balancer and key, and thousands of resources around them.

What is reviewed is a change of a third or more of the resources and, in the row ``new``, a stack that did not
exist. Seconds are of the CPU; memory is the most that the process ever had, both previews included.
Run with ``make bench``; ``python -m benchmarks.review --sizes 20000`` for other sizes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from benchmarks.preview import ROOT, preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = (1_000, 2_500, 5_000, 10_000)
STAGES = ("read", "check", "cost", "review", "comment", "page", "JSON", "text", "all")
COLUMNS = ("stack", "resources", "changes", *(f"{stage} s" for stage in STAGES), "ms each", "MB")
SEPARATOR = "|---" + "|--:" * (len(COLUMNS) - 1) + "|"
Found = TypeVar("Found")


class Watch:
    """Seconds of each stage."""

    def __init__(self) -> None:
        """Begin."""
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], Found]) -> Found:
        """Do some work of a stage and return what it gives."""
        started = time.process_time()
        found = work()
        self.seconds[stage] = self.seconds.get(stage, 0) + time.process_time() - started
        return found


def measure(base: Path | None, head: Path) -> dict[str, Any]:
    """Review a stack once in this process, and tell what it took."""
    from holdfast.checks import RULES, run  # noqa: PLC0415  # the parent process measures nothing
    from holdfast.cost import estimate, stated_usage  # noqa: PLC0415  # as above
    from holdfast.graph import read_preview  # noqa: PLC0415  # as above
    from holdfast.prices import shipped  # noqa: PLC0415  # as above
    from holdfast.report.review_html import review_html  # noqa: PLC0415  # as above
    from holdfast.report.review_json import review_json  # noqa: PLC0415  # as above
    from holdfast.report.review_markdown import review_markdown  # noqa: PLC0415  # as above
    from holdfast.report.review_text import review_lines  # noqa: PLC0415  # as above
    from holdfast.review.model import Review  # noqa: PLC0415  # as above
    from holdfast.review.review import Side, Terms, review_stack  # noqa: PLC0415  # as above

    watch = Watch()

    def side(file: Path) -> Side:
        graph = watch("read", lambda: read_preview(json.loads(file.read_text())))
        findings = watch("check", lambda: run(graph, RULES))
        cost = watch("cost", lambda: estimate(graph, stated_usage(), shipped()))
        return Side(graph=graph, findings=findings, cost=cost)

    before, after = side(base) if base else None, side(head)
    stack = watch("review", lambda: review_stack("bench", before, after, Terms()))
    review = Review(base="base", head="head", stacks=(stack,), failed={})
    watch("comment", lambda: review_markdown(review))
    watch("page", lambda: review_html(review))
    watch("JSON", lambda: review_json(review))
    watch("text", lambda: review_lines(review))
    return {
        "resources": len(after.graph),
        "changes": len(stack.changes),
        "seconds": watch.seconds,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measured(name: str, base: Path | None, head: Path) -> None:
    """Measure in a process of its own and print a row."""
    files = [str(head), *([str(base)] if base else [])]
    told = json.loads(_run("benchmarks.review", "--measure", *files))
    seconds = told["seconds"]
    seconds["all"] = sum(seconds.values())
    resources = told["resources"]
    cells = (
        name,
        str(resources),
        str(told["changes"]),
        *(f"{seconds[stage]:.2f}" for stage in STAGES),
        f"{seconds['all'] * 1000 / resources:.2f}",
        f"{told['memory']:.0f}",
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of resources, about")
    parser.add_argument("--measure", type=Path, nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        head, *base = options.measure
        print(json.dumps(measure(base[0] if base else None, head)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        table(Path(temporary), options.sizes)


def table(folder: Path, sizes: Sequence[int]) -> None:
    """Write the previews and measure each."""
    output = folder / "prod.json"
    preview(ROOT, "prod", output)
    print(f"| {' | '.join(COLUMNS)} |\n{SEPARATOR}")
    for shape in ("copies", "around"):
        for size in sizes:
            base, head = folder / f"{shape}-{size}.json", folder / f"{shape}-{size}-changed.json"
            # In a process of its own: what starts a process counts towards the most that this ever had.
            _run("benchmarks.many", shape, str(size), str(base), str(head), "--of", str(output))
            measured(shape, base, head)
        measured(f"{shape}, new", None, base)


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    main()
