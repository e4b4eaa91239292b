"""What a type protects from is written for every type that anything of ours declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.explain.component_words import component_words
from holdfast.explain.purposes import purpose_of, purposes
from holdfast.graph import read_preview
from tests.components.conformance_samples import SAMPLES
from tests.previews import previewed

ROOT = Path(__file__).parents[2]
PROGRAMS = [
    *((ROOT, stack) for stack in ("dev", "staging", "prod")),
    *((file.parent, "prod") for file in sorted((ROOT / "examples").glob("*/Pulumi.prod.yaml"))),
    (ROOT / "bootstrap", "prod"),
]
LONGEST = 150


@pytest.mark.parametrize(("program", "stack"), PROGRAMS, ids=[f"{one.name}-{name}" for one, name in PROGRAMS])
def test_each_type_that_a_stack_or_example_declares_has_a_purpose(program: Path, stack: str) -> None:
    declared = {one.type for one in read_preview(previewed(program, stack)) if not one.component}

    assert sorted(token for token in declared if not purpose_of(token)) == []


@pytest.mark.parametrize("token", sorted(purposes()))
def test_a_purpose_is_one_sentence(token: str) -> None:
    sentence = purpose_of(token)

    assert re.fullmatch(r"[A-Z][^.]*(?:\S\.\S[^.]*)*\.", sentence)
    assert len(sentence) <= LONGEST


def test_of_types_of_others_nothing_is_written() -> None:
    assert purpose_of("azure-native:storage:StorageAccount") == ""


@pytest.mark.parametrize("component", list(SAMPLES), ids=lambda one: one.__name__)
def test_each_component_says_what_it_is_and_what_ends_it(component: type) -> None:
    words = component_words(f"holdfast:index:{component.__name__}")

    assert words.purpose
    assert words.survives
    assert words.does_not_survive
    assert "``" not in f"{words.purpose}{words.survives}{words.does_not_survive}"
    assert "https://" not in words.purpose


def test_of_components_of_others_nothing_is_known() -> None:
    assert component_words("acme:web:Cdn").purpose == ""
    assert component_words("holdfast:index:NoSuchThing").purpose == ""
    assert component_words("holdfast:index:../x").purpose == ""
