"""What the examples' own pages say holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from holdfast.settings import load
from tests.docs.test_docs import LINK
from tests.settings.stack_files import as_pulumi_gives_it

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_every_example_is_in_the_table_and_says_how_to_preview_it() -> None:
    stacks = {file.parent.relative_to(EXAMPLES).as_posix() for file in EXAMPLES.glob("*/Pulumi.prod.yaml")}
    listed = LINK.findall((EXAMPLES / "README.md").read_text(encoding="utf-8"))
    assert sorted(stacks - set(listed)) == []
    assert len(listed) == len(set(listed))
    for one in stacks:
        assert "holdfast preview prod" in (EXAMPLES / one / "README.md").read_text(encoding="utf-8"), one


def test_the_first_region_gets_a_second_one_as_its_page_says() -> None:
    folder = EXAMPLES / "single-region-start"
    page = " ".join((folder / "README.md").read_text(encoding="utf-8").split())
    config: Any = yaml.safe_load((folder / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]
    for said in ("`use1: { role: standby, zones: [a, b, c] }`", "`use1: 3.2.0`", "`home: euw1`"):
        assert said in page
    config["holdfast:regions"]["use1"] = {"role": "standby", "zones": ["a", "b", "c"]}
    config["holdfast:services"]["catalogue"]["release"]["use1"] = "3.2.0"
    config["holdfast:stores"]["catalogue"] |= {"home": "euw1", "write_routing": "application"}
    settings = load(as_pulumi_gives_it(config), stack="prod")
    assert set(settings.regions) == {"euc1", "euw1", "use1"}
