"""Settings of ``bootstrap/``: what is read, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.settings.bootstrap import foundation_args
from holdfast.settings.bootstrap_loading import load_bootstrap
from holdfast.settings.mistakes import SettingsError

PROGRAM = Path(__file__).parents[2] / "bootstrap"


def given(**more: Any) -> dict[str, str]:
    """As Pulumi gives it: objects as JSON text, everything else as text."""
    config = yaml.safe_load((PROGRAM / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]
    config.update({f"bootstrap:{name}": value for name, value in more.items()})
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}


def pipeline(**more: Any) -> dict[str, Any]:
    return {"github": {"repository": "a/b", "branches": ["main"]}, **more}


def refused(**more: Any) -> str:
    with pytest.raises(SettingsError) as raised:
        load_bootstrap(given(**more), stack="prod")
    return str(raised.value)


def test_the_programs_own_stack_is_read() -> None:
    settings = load_bootstrap(given(), stack="prod")
    args = foundation_args(settings)
    assert args["regions"] == {"eun1": "eu-north-1", "euw3": "eu-west-3"}
    assert args["pipelines"]["orders"]["subjects"] == ("repo:example/orders:environment:production",)
    assert args["pipelines"]["orders"]["issuer"] == "https://token.actions.githubusercontent.com"
    assert "object_lock" not in args
    assert args["emails"] == ("platform@example.com",)
    assert "provider_arn" not in args["pipelines"]["orders"]


def test_the_page_shows_a_stack_file_that_loads() -> None:
    page = (PROGRAM.parent / "docs" / "bootstrap.md").read_text(encoding="utf-8")
    shown = yaml.safe_load(re.findall(r"```yaml\n(config:.*?)```", page, re.DOTALL)[0])["config"]
    config = {key: value if isinstance(value, str) else json.dumps(value) for key, value in shown.items()}
    assert load_bootstrap(config, stack="prod").home == "eun1"


def test_a_repository_whose_tokens_name_ids_is_let_in_by_them() -> None:
    github = {
        "repository": "example/orders",
        "owner_id": "123456",
        "repository_id": "456789",
        "branches": ["main"],
    }
    args = foundation_args(load_bootstrap(given(deployments={"orders": {"github": github}}), stack="prod"))
    assert args["pipelines"]["orders"]["subjects"] == (
        "repo:example@123456/orders@456789:ref:refs/heads/main",
    )


def test_a_project_of_gitlab_is_let_in_by_its_branches() -> None:
    gitlab = {
        "gitlab": {"project": "example/api/orders", "branches": ["main"], "url": "https://git.example.com"}
    }
    args = foundation_args(load_bootstrap(given(deployments={"orders": gitlab}), stack="prod"))
    assert args["pipelines"]["orders"]["issuer"] == "https://git.example.com"
    assert args["pipelines"]["orders"]["subjects"] == (
        "project_path:example/api/orders:ref_type:branch:ref:main",
    )


def test_a_lock_is_passed_on() -> None:
    args = foundation_args(load_bootstrap(given(lock={"mode": "compliance", "days": 90}), stack="prod"))
    assert args["object_lock"] == {"mode": "compliance", "days": 90}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"home": "euw1"}, "bootstrap:home: is one of the API's regions"),
        ({"copy_to": ["use1"]}, "bootstrap:copy_to[0]: is one of the API's regions"),
        ({"copy_to": ["eun1"]}, "a copy beside the original is lost with it"),
        ({"copy_to": ["euw3", "euw3"]}, "bootstrap:copy_to: names 'euw3' 2 times"),
        ({"copy_to": []}, "bootstrap:copy_to: needs at least 1 entry"),
        ({"copy_to": "euw3"}, "bootstrap:copy_to: expected a list: write [euw3]"),
        (
            {"residency": ["EU"], "home": "euw2"},
            "bootstrap:home: eu-west-2 (UK) lies outside bootstrap:residency (EU)",
        ),
        ({"residency": ["eun1"]}, "bootstrap:copy_to[0]: eu-west-3 (EU) lies outside bootstrap:residency"),
        ({"residency": ["GB"]}, "did you mean 'UK'?"),
        (
            {"noncurrent_days": 30, "lock": {"days": 90}},
            "bootstrap:noncurrent_days: would do nothing: bootstrap:lock keeps former states for 90 days",
        ),
        (
            {"deployments": {"orders": pipeline(polcy_arns=[])}},
            "bootstrap:deployments.orders.polcy_arns: unknown key; did you mean 'policy_arns'?",
        ),
        (
            {"deployments": {"orders": pipeline(provider_arn="arn:aws:iam::111122223333:oidc-provider/x")}},
            "bootstrap:deployments.orders.provider_arn: is not the provider of this issuer in this account",
        ),
        (
            {"deployments": {"orders": pipeline(policy_arns=["arn:aws:iam::999988887777:policy/deploy"])}},
            "bootstrap:deployments.orders.policy_arns[0]: is a policy of another account",
        ),
        (
            {
                "deployments": {
                    "orders": pipeline(permissions_boundary_arn="arn:aws:iam::999988887777:policy/bound")
                }
            },
            "bootstrap:deployments.orders.permissions_boundary_arn: is a policy of another account",
        ),
        (
            {"deployments": {"orders": pipeline(stacks=["*"])}},
            "bootstrap:deployments.orders.stacks[0]: a stack is <project>-<stack>",
        ),
        ({"home": "eu-north-1"}, "bootstrap:home: not a place, got 'eu-north-1'; did you mean 'eun1'?"),
        ({"account": "1234"}, "bootstrap:account"),
        ({"noncurrent_days": 7}, "bootstrap:noncurrent_days"),
        ({"acount": "111122223333"}, "bootstrap:acount: unknown key; did you mean 'account'?"),
        ({"deployments": {"orders": {}}}, "bootstrap:deployments.orders: needs either 'github' or 'gitlab'"),
        (
            {"deployments": {"orders": {"github": {"repository": "example/orders"}}}},
            "names no environment and no branch",
        ),
        (
            {
                "deployments": {
                    "orders": {"github": {"repository": "a/b", "branches": ["main"], "owner_id": "1"}}
                }
            },
            "bootstrap:deployments.orders.github: needs 'owner_id' and 'repository_id'",
        ),
        (
            {"deployments": {"orders": {"github": {"repository": "example/*", "branches": ["main"]}}}},
            "bootstrap:deployments.orders.github.repository",
        ),
        (
            {"deployments": {"orders": {"github": {"repository": "a/b", "branches": ["*"]}}}},
            "bootstrap:deployments.orders.github.branches[0]: the whole name",
        ),
        (
            {
                "deployments": {
                    key: {
                        "github": {"repository": "a/b", "branches": ["main"]},
                        **(
                            {"provider_arn": "arn:aws:iam::111122223333:oidc-provider/x"}
                            if key == "bb"
                            else {}
                        ),
                    }
                    for key in ("aa", "bb")
                }
            },
            "give 'provider_arn' alike for all of",
        ),
        ({"emails": ["platform"]}, "bootstrap:emails[0]"),
        ({"protection": "off"}, "bootstrap:protection"),
    ],
)
def test_what_is_wrong_is_refused_with_its_path(more: dict[str, Any], said: str) -> None:
    assert said in refused(**more)


def test_places_within_the_residency_are_taken() -> None:
    assert load_bootstrap(given(residency=["EU"]), stack="prod").regions() == {
        "eun1": "eu-north-1",
        "euw3": "eu-west-3",
    }


def test_the_provider_that_the_account_has_is_passed_on() -> None:
    arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    settings = load_bootstrap(given(deployments={"orders": pipeline(provider_arn=arn)}), stack="prod")
    assert foundation_args(settings)["pipelines"]["orders"]["provider_arn"] == arn


def test_every_mistake_is_told_at_once() -> None:
    told = refused(acount="1", home="nowhere", noncurrent_days=1)
    assert len(told.splitlines()) == 3


def test_a_secret_has_no_place_there() -> None:
    with pytest.raises(SettingsError, match="bootstrap:tags: is secret"):
        load_bootstrap(given(), stack="prod", secret_keys=["bootstrap:tags"])
