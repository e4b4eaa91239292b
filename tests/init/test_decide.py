"""What is written keeps what was asked, and where nothing does that is said before anything is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.components.backup_windows import DAILY_HOURS
from holdfast.init.decide import COPY_AGE_SECONDS, decide
from holdfast.init.designs import DESIGNS, Design, candidates
from holdfast.init.stack_text import stack_text
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.init.samples import answers


def chosen(design: Design | None = None, /, **said: str | None) -> str:
    found = decide(answers(**said), project="orders", stack="prod", design=design)
    return str(found.chosen)


@pytest.mark.parametrize(
    ("said", "design"),
    [
        ({"rto_seconds": "1d", "rpo_seconds": "2d"}, "single-region on dynamodb"),
        ({"rto_seconds": "1d", "rpo_seconds": "1h"}, "pilot-light on dynamodb"),
        ({"rto_seconds": "1d", "rpo_seconds": "1d", "data": "files"}, "pilot-light on s3"),
        ({"rto_seconds": "15m"}, "pilot-light on dynamodb"),
        ({"rto_seconds": "5m"}, "warm-standby on dynamodb"),
        ({"rpo_seconds": "0"}, "pilot-light on dynamodb (strong)"),
        ({"data": "relational"}, "pilot-light on aurora-postgresql"),
        ({"data": "relational", "rpo_seconds": "0"}, "pilot-light on dsql"),
        ({"data": "files", "rpo_seconds": "15m"}, "pilot-light on s3"),
        ({"data": "none", "rto_seconds": "1d"}, "backup-and-restore"),
        ({"peak_rps": "5000", "rto_seconds": "2m"}, "hot-standby on dynamodb"),
    ],
)
def test_the_cheapest_design_that_keeps_the_promises_is_chosen(said: dict[str, str], design: str) -> None:
    assert chosen(**said) == design


def test_copies_are_as_old_as_the_plan_of_backups_lets_them_be() -> None:
    assert DAILY_HOURS * 3600 == COPY_AGE_SECONDS

    asked = answers(rto_seconds="1d", rpo_seconds="1d")
    found = decide(asked, project="orders", stack="prod", design=Design.SINGLE_REGION)
    assert found.chosen is None
    assert any("may be 38 hours old" in one for one in found.refused[0].reasons)
    assert found.instead == ("without the bound on lost writes (--rpo): single-region on dynamodb",)


def test_a_design_can_be_wanted() -> None:
    assert chosen(Design.ACTIVE_ACTIVE) == "active-active on dynamodb"
    found = decide(
        answers(rto_seconds="5m"), project="orders", stack="prod", design=Design.BACKUP_AND_RESTORE
    )
    assert found.chosen is None
    assert [one.design for one in found.refused] == [Design.BACKUP_AND_RESTORE]


def test_every_cheaper_design_is_refused_with_the_reason() -> None:
    found = decide(answers(rto_seconds="5m"), project="orders", stack="prod")

    assert list(dict.fromkeys(one.design for one in found.refused)) == [
        Design.SINGLE_REGION,
        Design.BACKUP_AND_RESTORE,
        Design.PILOT_LIGHT,
    ]
    assert any("to build another from backups takes hours" in one for one in found.refused[0].reasons)


def test_where_nothing_does_it_is_said_which_promise_stands_in_the_way() -> None:
    found = decide(answers(data="files", rpo_seconds="0"), project="orders", stack="prod")

    assert found.chosen is None
    assert found.config == {}
    assert {one.design for one in found.refused} == set(DESIGNS)
    assert found.instead == ("without the bound on lost writes (--rpo): pilot-light on s3",)


def test_where_every_promise_stands_in_the_way_all_are_left_out() -> None:
    found = decide(
        answers(regions="euw1", data="files", rto_seconds="1m", rpo_seconds="0"),
        project="orders",
        stack="prod",
    )

    assert found.chosen is None
    assert found.instead == ("without any promise: single-region on s3",)
    assert [one.reasons for one in found.refused if one.design is Design.HOT_STANDBY] == [
        ("needs a second --region",)
    ]


def test_what_serves_beside_route_53_s_alarms_is_watched_from_elsewhere() -> None:
    for regions, watched in (("use1,euw1", True), ("euw1,euc1", False), ("use1", False)):
        found = decide(answers(regions=regions), project="orders", stack="prod")
        assert ("holdfast:canaries" in found.config) is watched


ANSWERS = st.fixed_dictionaries(
    {
        "regions": st.sampled_from(
            ["euw1", "use1", "euw1,euc1", "use1,euw1", "use1,use2", "euw1,euc1,euw3", "use1,euw1,apse1"]
        ),
        "kind": st.sampled_from(["instances", "ecs", "lambda", "eks"]),
        "data": st.sampled_from(["none", "items", "relational", "files"]),
        "rto_seconds": st.sampled_from(["none", "30s", "90s", "2m", "5m", "15m", "1h", "1d"]),
        "rpo_seconds": st.sampled_from(["none", "0", "5s", "60s", "15m", "1h", "1d"]),
        "availability_percent": st.sampled_from(["none", "99.9", "99.99"]),
        "zone_id": st.sampled_from(["none", "Z0123456789ABC"]),
        "peak_rps": st.sampled_from(["1", "200", "12000.5"]),
        "emails": st.sampled_from(["none", "team@example.com", "team@example.com, duty@example.com"]),
        "protection": st.sampled_from(["enforced", "lifted"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(said=ANSWERS, design=st.sampled_from([None, *Design]))
def test_any_answers_load_and_keep_what_they_promise_or_are_refused(
    said: dict[str, str], design: Design | None
) -> None:
    admin = "arn:aws:iam::123456789012:role/platform" if said["kind"] == "eks" else None
    asked = answers(**said, eks_admin=admin)
    found = decide(asked, project="orders", stack="prod", design=design)
    if found.chosen is None:
        told = {one.what for one in found.refused}
        assert {str(one) for one in candidates(asked, design)} <= told
        assert all(one.reasons for one in found.refused)
        return
    text = stack_text(found.config, asked, found.chosen, schema="stack-file.schema.json")
    config: dict[str, Any] = yaml.safe_load(text)["config"]
    assert config == found.config
    raw = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    loaded = load(raw, stack="prod")
    topology = plan(loaded, project="orders", stack="prod")
    promised = loaded.objectives
    assert (promised.rto_seconds, promised.rpo_seconds) == (asked.rto_seconds, asked.rpo_seconds)
    assert promised.availability_percent == asked.availability_percent
    assert {one.place for one in topology.regions} >= set(asked.regions[:1])
    assert max(map(len, text.splitlines())) <= 140
