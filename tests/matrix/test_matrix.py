"""Every mixture of choices is refused with its reason or previews: sampled here, whole by `make matrix`."""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from holdfast.preview import PreviewRequest, preview
from holdfast.topology.values import Topology
from tests.matrix.choices import DIMENSIONS, SHAPING, Mixture, mixtures
from tests.matrix.outcomes import outcome
from tests.topology.examples import config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.settings import Mistake

ROOT = Path(__file__).parents[2]
MIXTURES = tuple(mixtures())


@cache
def judged() -> tuple[tuple[Mixture, Topology | tuple[Mistake, ...]], ...]:
    """Every mixture, and what becomes of it."""
    return tuple((one, outcome(one.settings())) for one in MIXTURES)


def accepted() -> tuple[Mixture, ...]:
    """Mixtures that are not refused."""
    return tuple(one for one, found in judged() if isinstance(found, Topology))


def chosen() -> tuple[Mixture, ...]:
    """All that are accepted by ``MATRIX=every``, else as few as have every choice among them."""
    if os.environ.get("MATRIX") == "every":
        return accepted()
    found: list[Mixture] = []
    left = [(one, {(name, choice.name) for name, choice in one.choices.items()}) for one in MIXTURES]
    missing = set[tuple[str, str]]().union(*(choices for _, choices in left))
    while missing and left:
        most = max(left, key=lambda one: len(one[1] & missing))
        left.remove(most)
        if isinstance(outcome(most[0].settings()), Topology):
            found.append(most[0])
            missing -= most[1]
    return tuple(found)


def test_every_choice_is_accepted_in_some_mixture() -> None:
    met = Counter((name, choice.name) for one in accepted() for name, choice in one.choices.items())
    missing = [
        f"{name}: {choice.name}"
        for name, choices in DIMENSIONS.items()
        for choice in choices
        if not met[name, choice.name]
    ]
    assert missing == []


def test_every_way_to_run_it_works_in_every_mode() -> None:
    plain = Mixture(choices={name: choices[0] for name, choices in DIMENSIONS.items()})
    refused = {
        (runs.name, mode.name): found
        for runs in DIMENSIONS["runs"]
        for mode in DIMENSIONS["mode"]
        if not isinstance(
            found := outcome(Mixture(choices={**plain.choices, "runs": runs, "mode": mode}).settings()),
            Topology,
        )
    }
    # Multivalue answers name fixed addresses, and API Gateway has none.
    assert {key: [one.key for one in found] for key, found in refused.items()} == {
        (runs, "multivalue"): ["holdfast:entrances.public.policy"] for runs in ("lambda-http", "lambda-rest")
    }


def test_every_refusal_says_what_and_why() -> None:
    for one, found in judged():
        if isinstance(found, Topology):
            continue
        assert found, one.name
        for mistake in found:
            assert mistake.key.startswith("holdfast:"), (one.name, mistake)
            assert len(mistake.message) > len("is refused"), (one.name, mistake)


@pytest.mark.parametrize("mixture", chosen(), ids=lambda mixture: mixture.name)
def test_it_previews(mixture: Mixture, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.matrix.yaml"
    file.write_text(yaml.safe_dump({"config": stack_file(mixture)}), encoding="utf-8")
    document = preview(PreviewRequest(program=ROOT, stack="matrix", stack_file=file))
    assert document["holdfast"]["assumptions"] == []
    assert [one for one in document.get("diagnostics", []) if one.get("severity") == "error"] == []
    assert document["changeSummary"]["create"] > len(SHAPING)


def stack_file(mixture: Mixture) -> Mapping[str, object]:
    """What stands under ``config`` in the stack file."""
    found = config(mixture.settings())
    return {key: value if value.isdigit() else _parsed(value) for key, value in found.items()}


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
