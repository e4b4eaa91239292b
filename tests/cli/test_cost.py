from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.cli.cost_modes import design_of, with_design
from holdfast.cost.designs import Design
from holdfast.preview import PreviewError

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.preview import PreviewRequest
    from tests.cli.conftest import Previews, Run

PASSIVE = {"role": "standby"}
CONFIG: dict[str, Any] = {
    "holdfast:regions": {"use1": {"zones": 3}, "euw1": PASSIVE, "euc1": {"role": "backup"}},
    "holdfast:services": {"orders": {"ami": {"use1": "ami-1", "euw1": "ami-2"}}},
    "holdfast:stores": {"orders": {"home": "use1", "write_routing": "forwarded"}},
    "holdfast:entrances": {"public": {"mode": "active-passive", "standby": {"strategy": "pilot-light"}}},
    "holdfast:objectives": {"rto_seconds": 60},
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text(yaml.safe_dump({"config": CONFIG}))
    return tmp_path


def test_a_cost_says_its_total_and_what_has_no_price(run: Run, previews: Previews, program: Path) -> None:
    result = run("cost", "prod", "--program", program)
    assert result.exit_code == 0
    assert "USD a month" in result.stdout.splitlines()[0]
    assert "are assumptions for a medium API" in result.stdout
    assert previews.asked[0].stack == "prod"


@pytest.mark.usefixtures("previews")
def test_every_format_is_written_and_the_same_each_time(run: Run, program: Path, tmp_path: Path) -> None:
    for name in ("text", "markdown", "json", "html"):
        once, again = (
            run("cost", "prod", "--program", program, "--format", name, "--all").stdout for _ in range(2)
        )
        assert once == again
        assert once
    page = run("cost", "prod", "--program", program, "--format", "html").stdout
    assert "<script" not in page
    assert "src=" not in page
    document = json.loads(run("cost", "prod", "--program", program, "--json").stdout)
    assert document["version"] == 1
    assert {one["standing"] for one in document["resources"]} <= {"priced", "free", "missing", "unsupported"}
    run("cost", "prod", "--program", program, "--output", tmp_path / "cost.txt")
    assert (tmp_path / "cost.txt").read_text()


@pytest.mark.usefixtures("previews")
def test_usage_prices_and_refreshed_rows_stand_beside_the_program(run: Run, program: Path) -> None:
    (program / "holdfast.toml").write_text(
        '[usage]\nsize = "large"\nrequests_million = 1\n[prices]\n"alb/hour" = 2.0\n'
    )
    (program / "holdfast.prices.csv").write_text(
        "key,region,usd,as_of,source\nnlb/hour,eu-north-1,7,2026-11-01,mine\n"
    )
    document = json.loads(run("cost", "prod", "--program", program, "--json").stdout)
    assert (document["usage"]["requests_million"], document["usage"]["response_kilobytes"]) == ("1", "10")
    assert document["usage"]["outbound_gigabytes"] == "5000"
    shown = run("prices", "show", "alb/hour", "nlb/hour", "--program", program, "--json").stdout
    rows = {(one["key"], one["region"]): one for one in json.loads(shown)["prices"]}
    assert rows["alb/hour", "global"]["source"] == "own price"
    assert ("alb/hour", "us-east-1") not in rows
    assert rows["nlb/hour", "eu-north-1"]["usd"] == "7"


@pytest.mark.usefixtures("previews")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[usage]\nrequest_million = 1\n", "request_million: unknown key; did you mean 'requests_million'?"),
        ('[prices]\n"alb/hours" = 1\n', "there is no price 'alb/hours'; did you mean 'alb/hour'?"),
    ],
)
def test_what_cannot_be_used_is_bad_input(run: Run, program: Path, text: str, said: str) -> None:
    (program / "holdfast.toml").write_text(text)
    result = run("cost", "prod", "--program", program)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("regions", "entrance", "design"),
    [
        ({"use1": {}}, {}, Design.SINGLE_REGION),
        ({"use1": None, "euc1": {"role": "backup"}}, {}, Design.SINGLE_REGION),
        ({"use1": {}, "euw1": {}}, {}, Design.ACTIVE_ACTIVE),
        ({"use1": {}, "euw1": PASSIVE}, {}, Design.WARM_STANDBY),
        ({"use1": {}, "euw1": PASSIVE}, {"standby": {"strategy": "hot-standby"}}, Design.HOT_STANDBY),
        ({"use1": {}, "euw1": {}}, {"mode": "single-region"}, Design.SINGLE_REGION),
    ],
)
def test_a_design_is_read_from_settings(regions: Any, entrance: Any, design: Design) -> None:
    config = {"holdfast:regions": regions, "holdfast:entrances": {"public": entrance}}
    assert design_of(config) is design


def test_another_design_changes_roles_and_entrances_alone() -> None:
    changed = with_design(CONFIG, Design.ACTIVE_ACTIVE)
    assert changed["holdfast:regions"] == {
        "use1": {"zones": 3, "role": "active"},
        "euw1": {"role": "active"},
        "euc1": {"role": "backup"},
    }
    assert changed["holdfast:entrances"] == {"public": {"mode": "active-active"}}
    assert changed["holdfast:stores"] == CONFIG["holdfast:stores"]
    assert design_of(changed) is Design.ACTIVE_ACTIVE
    assert design_of(CONFIG) is Design.PILOT_LIGHT  # what was given stays as it was


@pytest.mark.parametrize("design", list(Design))
def test_settings_with_a_design_say_that_design(design: Design) -> None:
    assert design_of(with_design(CONFIG, design)) is design


def test_a_region_in_which_nothing_runs_is_left_out_of_services_and_stores() -> None:
    changed = with_design(CONFIG, Design.SINGLE_REGION)
    assert changed["holdfast:regions"]["euw1"] == {"role": "backup"}
    assert changed["holdfast:services"] == {"orders": {"ami": {"use1": "ami-1"}}}
    assert changed["holdfast:stores"] == {"orders": {"home": "use1"}}


def test_designs_are_compared_with_what_downtime_loses(
    run: Run, previews: Previews, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: PreviewRequest, **_: object) -> dict[str, Any]:
        assert request.stack_file is not None
        config = yaml.safe_load(request.stack_file.read_text())["config"]
        if design_of(config) is Design.ACTIVE_ACTIVE:
            raise PreviewError("it failed", kind="usage", diagnostics=[{"message": "no second store"}])
        if design_of(config) is Design.SINGLE_REGION and "holdfast:objectives" in config:
            raise PreviewError("it failed", kind="usage", diagnostics=[{"message": "takes hours"}])
        return previews.document

    monkeypatch.setattr("holdfast.preview.preview", answer)
    arguments = ("cost", "prod", "--program", program, "--compare", "--revenue-per-minute", "100")
    modes = {one["design"]: one for one in json.loads(run(*arguments, "--json").stdout)["modes"]}

    assert list(modes) == [design.value for design in Design]
    assert [name for name, one in modes.items() if one["current"]] == ["pilot-light"]
    assert {name: one["yearly_loss"] for name, one in modes.items()} == {
        "single-region": "52560",
        "backup-and-restore": "52560",
        "pilot-light": "26280",
        "warm-standby": "5256",
        "hot-standby": "5256",
        "active-active": "525.6",
    }
    assert (modes["active-active"]["monthly"], modes["active-active"]["refused"]) == (None, "no second store")
    assert modes["single-region"]["refused"] == "takes hours"
    assert modes["single-region"]["monthly"] is not None
    assert modes["warm-standby"]["refused"] is None

    text = run(*arguments).stdout
    assert "costs least with what its downtime loses" in text.splitlines()[0]
    assert "active-active: no second store" in text
    page = run(*arguments, "--format", "html").stdout
    assert page.count('<g class="mode') == len(Design)
    assert "<svg" in page
    assert "| **pilot-light** (now) |" in run(*arguments, "--format", "markdown").stdout


@pytest.mark.usefixtures("previews")
def test_without_a_revenue_a_comparison_says_what_to_state(run: Run, program: Path) -> None:
    result = run("cost", "prod", "--program", program, "--compare")
    assert result.stdout.startswith("What downtime loses is not stated: [cost] revenue_per_minute")


@pytest.mark.usefixtures("previews")
def test_a_comparison_needs_a_stack_with_regions_and_entrances(run: Run, program: Path) -> None:
    (program / "Pulumi.prod.yaml").write_text("config: {}\n")
    result = run("cost", "prod", "--program", program, "--compare")
    assert result.exit_code == 2
    assert "--compare needs holdfast:regions and holdfast:entrances" in result.stderr
    assert run("cost", "--preview", program / "x.json", "--compare").exit_code == 2


def test_prices_are_refreshed_from_the_price_list(
    run: Run, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import boto3  # noqa: PLC0415  # this test alone needs it

    from tests.prices.test_refresh import client, product  # noqa: PLC0415  # see above

    keys = ("alb/LCU-hour",)
    monkeypatch.setattr("holdfast.prices.refresh.wanted_keys", lambda *_: keys)
    answers = [client([product("EUN1-LCUUsage", ("0", "0.009"))]), client([])]
    monkeypatch.setattr(boto3, "client", lambda *_, **__: answers.pop(0))
    result = run("prices", "refresh", "--region", "eu-north-1", "--program", program)
    assert (result.exit_code, result.stderr) == (0, "eu-north-1: 1 prices, 0 without one\n")
    assert "alb/LCU-hour,eu-north-1,0.009," in (program / "holdfast.prices.csv").read_text()

    empty = run("prices", "refresh", "--region", "xx-north-1", "--program", program)
    assert empty.exit_code == 1
    assert "alb/LCU-hour: not in the price list" in empty.stderr
    assert "alb/LCU-hour,eu-north-1,0.009," in (program / "holdfast.prices.csv").read_text()


def test_a_refresh_needs_a_region_and_known_keys(run: Run, program: Path) -> None:
    assert run("prices", "refresh", "--program", program).exit_code == 2
    unknown = run("prices", "refresh", "--region", "eu-north-1", "--key", "x", "--program", program)
    assert "there is no price 'x'" in unknown.stderr
