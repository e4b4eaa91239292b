"""Secrets of the stack in a preview: said to be secret, and nowhere in clear."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.preview import PreviewRequest, preview

EXAMPLE = Path(__file__).parents[2] / "examples" / "everything-replicated"
CIPHERTEXT = "v1:Zm9yLW5vYm9keQ==:aHVudGVyMg=="


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("secrets") / "program"
    folder.mkdir()
    for name in ("__main__.py", "Pulumi.yaml"):
        shutil.copy(EXAMPLE / name, folder / name)
    settings = yaml.safe_load((EXAMPLE / "Pulumi.prod.yaml").read_text(encoding="utf-8"))
    settings["config"]["holdfast:secrets"]["pager"] = {"home": "euw1", "source": "config"}
    settings["config"]["secrets:pager"] = {"secure": CIPHERTEXT}
    (folder / "Pulumi.prod.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return preview(PreviewRequest(program=folder, stack="prod"))


def inputs(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    states = [step["newState"] for step in document["steps"]]
    return {state["urn"].rpartition("::")[2]: state["inputs"] for state in states if state.get("inputs")}


def test_a_value_is_shown_as_a_secret(document: dict[str, Any]) -> None:
    found = inputs(document)
    assert found["euw1-pager-secret-version"]["secretStringWo"] == "[secret]"
    assert found["euw1-signing-secret-version"]["secretStringWo"] == "[secret]"
    # What people write is in no program at all.
    assert "euw1-partner-secret-version" not in found


def test_not_even_its_ciphertext_is_in_what_is_declared(document: dict[str, Any]) -> None:
    told = {key: document[key] for key in ("steps", "holdfast")}
    assert CIPHERTEXT not in json.dumps(told)


def test_values_in_the_open_are_shown(document: dict[str, Any]) -> None:
    found = inputs(document)
    assert found["use1-parameters-checkout"]["insecureValue"] == "https://checkout.us-east-1.example.com"
    assert found["euw1-orders-lt"]["imageId"] == "ami-0a1b2c3d4e5f60718"
