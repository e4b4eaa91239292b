"""Writes the table of choices, ``docs/choices.md``: ``python -m tests.matrix.page``.

What is declared comes from the components themselves, run without an engine; a test holds the page to it.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.topology.values import Topology
from tests.components.api_sample import api
from tests.matrix.choices import DIMENSIONS, MODES, Choice, Mixture
from tests.matrix.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from holdfast.settings import Mistake

PAGE = Path(__file__).parents[2] / "docs" / "choices.md"
_COLUMNS = {
    "single-region": "one region",
    "warm-standby": "active-passive",
    "latency": "active-active",
}
_INTRODUCTION = """# Choices: what each declares, in each mode

Made from the code by `python -m tests.matrix.page`. Each row is a small stack with one service and one
entrance: in one region, in two as a failover pair with a warm standby, and in two active ones by latency.
Components are in **bold**, types of resources follow in AWS's and Cloudflare's own names. What a choice
survives stands on the page that it links to.

Mixtures that make no sense are refused when the settings are read, with the file, the key and the reason;
`make matrix` previews every mixture that is not.
"""
_RUNS_TEXT = """Every one of these stacks has {common}; beside them:
"""
_ADDS_TEXT = """What the choice adds to instances behind a load balancer, and what goes for it:
"""
_TITLES = {
    "runs": "Ways to run it",
    "answers": "Who answers for the name",
    "front": "Between name and regions",
    "store": "Stores",
    "cache": "Caches",
    "guard": "Who may call, and how often",
    "description": "What tells clients of it",
}
_PAGES = {
    "instances": "topology.md",
    "ecs-fargate": "ecs.md",
    "ecs-ec2": "ecs.md",
    "eks": "eks.md",
    "lambda-http": "serverless.md",
    "lambda-rest": "serverless.md",
    "own-haproxy": "proxies.md",
    "own-nginx": "proxies.md",
    "route53": "entrances.md",
    "cloudflare": "cloudflare.md",
    "both": "dual-dns.md",
    "accelerator": "accelerator.md",
    "cloudfront": "cloudfront.md",
    "cloudfront-open": "cloudfront.md",
    "table": "dynamodb.md",
    "database": "aurora.md",
    "replicas": "rds.md",
    "dsql": "dsql.md",
    "elasticache": "elasticache.md",
    "buckets": "s3.md",
    "cache": "cache.md",
    "serverless-cache": "cache.md",
    "global-datastore": "cache.md",
    "jwt": "authorization.md",
    "no-waf": "waf.md",
    "openapi": "openapi.md",
}


def page() -> str:
    """The page's text."""
    return "\n".join([_INTRODUCTION, *(line for name in _TITLES for line in _section(name))]) + "\n"


def _section(dimension: str) -> Iterator[str]:
    plain, *others = DIMENSIONS[dimension]
    yield f"## {_TITLES[dimension]}\n"
    common: set[str] = set()
    if dimension == "runs":
        common = _common(dimension)
        yield _RUNS_TEXT.format(common=", ".join(f"**{name}**" for name in sorted(common)))
    else:
        yield _ADDS_TEXT
    yield "| choice | " + " | ".join(_COLUMNS.values()) + " |"
    yield "|---" * (len(_COLUMNS) + 1) + "|"
    for choice in (plain, *others) if dimension == "runs" else others:
        cells = [_cell(dimension, choice, mode, common) for mode in MODES if mode.name in _COLUMNS]
        yield f"| {_linked(choice)} | " + " | ".join(cells) + " |"
    yield ""


def _linked(choice: Choice) -> str:
    target = _PAGES.get(choice.name)
    return f"[{choice.words}]({target})" if target else choice.words


def _common(dimension: str) -> set[str]:
    """Components that every choice of a dimension has in the first column's mode."""
    mode = next(mode for mode in MODES if mode.name in _COLUMNS)
    found = [_counted(_mixture(mode, dimension, choice)) for choice in DIMENSIONS[dimension]]
    return set.intersection(*({name for component, name in one if component} for one in found))


def _mixture(mode: Choice, dimension: str, choice: Choice) -> Mixture:
    first = {name: choices[0] for name, choices in DIMENSIONS.items()}
    return Mixture(choices={**first, "mode": mode, dimension: choice})


def _cell(dimension: str, choice: Choice, mode: Choice, common: Collection[str]) -> str:
    found = _declared(_mixture(mode, dimension, choice))
    if not isinstance(found, Counter):
        return "refused: " + "; ".join(sorted({one.message for one in found}))
    if dimension == "runs":
        own = {(True, name): n for (component, name), n in found.items() if component and name not in common}
        resources = sum(count for (component, _), count in found.items() if not component)
        return f"{_listed(own)}; {resources} resources in all"
    plain = _counted(_mixture(mode, dimension, DIMENSIONS[dimension][0]))
    more, less = found - plain, plain - found
    return _listed(more) + (f"; without {_listed(less)}" if less else "")


def _counted(mixture: Mixture) -> Counter[tuple[bool, str]]:
    found = _declared(mixture)
    if not isinstance(found, Counter):
        raise TypeError(f"{mixture.name} is refused: {found}")
    return found


@cache
def _declared_of(settings: str) -> Counter[tuple[bool, str]] | tuple[Mistake, ...]:
    raw = json.loads(settings)
    found = outcome(raw)
    if not isinstance(found, Topology):
        return found
    return Counter((not one.custom, one.type.rpartition(":")[2]) for one in api(raw))


def _declared(mixture: Mixture) -> Counter[tuple[bool, str]] | tuple[Mistake, ...]:
    """How many of each type are declared, components marked with True."""
    return _declared_of(json.dumps(mixture.settings()))


def _listed(found: Mapping[tuple[bool, str], int]) -> str:
    return (
        ", ".join(
            (f"**{name}**" if component else name) + (f" ×{count}" if count > 1 else "")  # noqa: RUF001  # a count, as people write it
            for (component, name), count in sorted(
                found.items(), key=lambda item: (not item[0][0], item[0][1])
            )
        )
        or "nothing more"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
