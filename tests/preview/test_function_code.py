"""Code that a program packs for Lambda, under the offline preview: the same text on every machine."""

from __future__ import annotations

import json
import re
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.preview import PreviewRequest, preview
from tests.preview.conftest import inputs_of

ROOT = Path(__file__).parents[2]
CODES = ("euw1-restore-fn", "eun1-zone-export-fn")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    settings = yaml.safe_load((ROOT / "Pulumi.staging.yaml").read_text(encoding="utf-8"))
    settings["config"]["holdfast:backups"]["restore_testing"] = {"verify_server": False}
    settings["config"]["holdfast:regions"]["eun1"] = {"role": "backup"}
    settings["config"]["holdfast:zone_export"] = {"place": "eun1", "copy_to": ["euw1"]}
    file = tmp_path_factory.mktemp("code") / "Pulumi.staging.yaml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return preview(PreviewRequest(program=ROOT, stack="staging", stack_file=file))


def _assets(code: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = code["assets"]
    return found


@pytest.mark.parametrize("name", CODES)
def test_every_file_is_there_as_text(document: dict[str, Any], name: str) -> None:
    assets = _assets(inputs_of(document, name)["code"])
    assert len(assets) > 3
    assert all("text" in one and "path" not in one for one in assets.values())


def test_the_drivers_are_among_them(document: dict[str, Any]) -> None:
    assets = _assets(inputs_of(document, "euw1-restore-fn")["code"])
    assert {"pg8000/native.py", "pymysql/connections.py"} <= set(assets)


def test_no_path_of_the_machine_is_in_the_preview(document: dict[str, Any]) -> None:
    here = {
        *(str(ROOT), str(Path.home()), sys.prefix, sys.base_prefix, tempfile.gettempdir()),
        *(sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")),
    }
    text = json.dumps(document)
    # A path stands alone: "/tmp" within a longer word is none.
    assert [one for one in sorted(here) if re.search(rf'[" ]{re.escape(one)}[/"]', text)] == []
