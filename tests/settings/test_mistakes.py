from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast import settings
from holdfast.settings import Mistake, SettingsError, load
from holdfast.settings.mistakes import is_credential_name, key_text, nearest, shown
from tests.settings.stack_files import MINIMAL, as_pulumi_gives_it, patched

if TYPE_CHECKING:
    from pathlib import Path


def test_a_mistake_reads_as_one_line() -> None:
    mistake = Mistake(
        file="Pulumi.prod.yaml",
        line=31,
        key="holdfast:services.orders.helth_path",
        message="unknown key",
        allowed=("port", "health_path"),
        suggestion="health_path",
    )
    assert str(mistake) == (
        "Pulumi.prod.yaml:31: holdfast:services.orders.helth_path: unknown key; did you mean 'health_path'? "
        "(allowed: port, health_path)"
    )


def test_lines_are_found_when_the_stack_file_is_there(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.prod.yaml"
    file.write_text(MINIMAL.replace("peak_rps", "peak"), encoding="utf-8")
    config = as_pulumi_gives_it(patched("holdfast:services: { orders: { peak_rps: (remove), peak: 40 } }"))
    with pytest.raises(SettingsError) as caught:
        load(config, stack="prod", file=str(file))
    lines = MINIMAL.splitlines()
    expected = {
        "holdfast:services.orders.peak": next(i for i, line in enumerate(lines, 1) if "peak_rps:" in line),
        "holdfast:services.orders.peak_rps": next(i for i, line in enumerate(lines, 1) if "orders:" in line),
    }
    assert {mistake.key: mistake.line for mistake in caught.value.mistakes} == expected


@pytest.mark.parametrize("text", ["{ no: [yaml", "- a list", "", "config: 3", "\x00"])
def test_a_stack_file_that_cannot_be_read_costs_only_the_lines(tmp_path: Path, text: str) -> None:
    file = tmp_path / "Pulumi.prod.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load({}, stack="prod", file=str(file))
    assert {mistake.line for mistake in caught.value.mistakes} == {None}


def test_the_file_is_named_after_the_stack() -> None:
    with pytest.raises(SettingsError) as caught:
        load({}, stack="blue")
    assert {mistake.file for mistake in caught.value.mistakes} == {"Pulumi.blue.yaml"}


def test_paths_are_written_as_stack_files_know_them() -> None:
    assert key_text(("services", "orders", "paths", 0)) == "holdfast:services.orders.paths[0]"


@pytest.mark.parametrize(
    ("given", "known", "expected"),
    [
        ("helth_path", ["health_path", "port"], "health_path"),
        ("healthPath", ["health_path", "port"], "health_path"),
        ("rto_minutes", ["rto_seconds", "rpo_seconds"], "rto_seconds"),
        (31, [1, 30, 60], "30"),
        ("zebra", ["health_path", "port"], None),
    ],
)
def test_nearest_spelling(given: object, known: list[str | int], expected: str | None) -> None:
    assert nearest(given, known) == expected


def test_values_are_shortened_and_mappings_not_opened() -> None:
    assert shown(("tags", "Team"), "x" * 99) == "'" + "x" * 58 + "…"
    assert shown(("tags",), {"Team": "orders"}) == "a mapping"
    assert shown(("services", "orders", "secrets", "KEY"), "hunter2") is None
    assert shown(("services", "orders", "environment", "DB_PASSWORD"), "hunter2") is None


@pytest.mark.parametrize(
    "name", ["DB_PASSWORD", "API_TOKEN", "SIGNING_KEY", "CLIENT_SECRET", "APIKEY", "KEY"]
)
def test_names_of_credentials(name: str) -> None:
    assert is_credential_name(name)


@pytest.mark.parametrize(
    "name", ["TOKEN_TTL_SECONDS", "PARTITION_KEY", "PUBLIC_KEY", "KEYBOARD", "LOG_LEVEL"]
)
def test_names_of_other_things(name: str) -> None:
    assert not is_credential_name(name)


def test_the_door_is_what_it_is() -> None:
    assert settings.__all__ == sorted(
        settings.__all__, key=lambda name: (name[0].islower(), not name.isupper(), name)
    )
    assert all(hasattr(settings, name) for name in settings.__all__)
