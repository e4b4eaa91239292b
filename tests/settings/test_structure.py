"""What is wrong with the shape of settings is told, all of it at once."""

from __future__ import annotations

import json

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from holdfast.settings import Mistake, Settings, SettingsError, load
from tests.settings.stack_files import MINIMAL, as_pulumi_gives_it, mistakes, orders, patched, public, region
from tests.settings.structure_samples import table
from tests.settings.wrong_settings import WRONG


@pytest.mark.parametrize(("patch", "key", "part"), WRONG)
def test_wrong_setting_is_refused_alone(patch: str, key: str, part: str) -> None:
    found = mistakes(patch)
    assert [mistake.key for mistake in found] == [f"holdfast:{key}"], "\n".join(map(str, found))
    assert part in str(found[0])
    assert "hunter2" not in str(found[0])
    assert "v1:abc" not in str(found[0])


def test_too_many_of_something_are_counted_and_not_shown() -> None:
    indexes = ", ".join(f"index-{number}: {{ partition_key: {{ name: pk }} }}" for number in range(21))
    (found,) = mistakes(table(f"indexes: {{ {indexes} }}"))
    assert str(found).endswith("can have at most 20 entries, has 21")


def test_all_mistakes_are_told_at_once_structure_and_contradictions() -> None:
    found = mistakes(
        region("{ zones: [a, g] }"),
        orders("{ helth_path: /up, port: '80' }"),
        public("{ domain: api.example.org }"),
        "holdfast:hold: [use1]",
    )
    assert {mistake.key for mistake in found} == {
        "holdfast:regions.euw1.zones[1]",
        "holdfast:services.orders.helth_path",
        "holdfast:services.orders.port",
        "holdfast:entrances.public.domain",
        "holdfast:hold[0]",
    }


def test_what_is_only_a_consequence_of_a_broken_part_is_not_told() -> None:
    found = mistakes("holdfast:regions: { use1: { role: standbyy } }", public("{ mode: active-passive }"))
    assert [mistake.key for mistake in found] == ["holdfast:regions.use1.role"]


def test_a_secret_object_is_refused_without_its_value() -> None:
    config = as_pulumi_gives_it(patched("holdfast:tags: { Team: hunter2 }"))
    with pytest.raises(SettingsError) as caught:
        load(config, stack="test", secret_keys=["holdfast:tags"])
    (mistake,) = caught.value.mistakes
    assert mistake.key == "holdfast:tags"
    assert "name its ARN" in mistake.message
    assert "hunter2" not in str(mistake)


def test_a_secret_required_object_is_one_mistake() -> None:
    config = as_pulumi_gives_it(patched())
    with pytest.raises(SettingsError) as caught:
        load(config, stack="test", secret_keys=["holdfast:regions"])
    assert [mistake.key for mistake in caught.value.mistakes] == ["holdfast:regions"]


def test_other_namespaces_never_matter() -> None:
    config = as_pulumi_gives_it(patched("aws:region: mars-north-1", "other:regions: '{]'"))
    assert load(config, stack="test", secret_keys=["other:regions"]).regions["euw1"].zones == 2


def test_nothing_at_all_is_told_as_what_is_missing() -> None:
    with pytest.raises(SettingsError) as caught:
        load({}, stack="test")
    assert [mistake.key for mistake in caught.value.mistakes] == [
        f"holdfast:{name}" for name in ("account", "regions", "services", "entrances")
    ]


def test_empty_maps_are_refused() -> None:
    config = {**as_pulumi_gives_it(patched()), "holdfast:services": "{}"}
    with pytest.raises(SettingsError) as caught:
        load(config, stack="test")
    assert "needs at least 1 entry" in str(caught.value)


KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=20)
OBJECTS = [
    ("regions", "euw1"),
    ("services", "orders"),
    ("services", "orders", "instance"),
    ("entrances", "public"),
    ("entrances", "public", "zone"),
    ("network",),
    ("objectives",),
]


KNOWN = {
    name for owner in Settings.model_json_schema()["$defs"].values() for name in owner.get("properties", {})
}


@settings(deadline=None, max_examples=60)
@given(path=st.sampled_from(OBJECTS), key=KEYS, value=st.sampled_from([1, "x", None, {}, []]))
def test_any_unknown_key_is_reported_by_its_path(path: tuple[str, ...], key: str, value: object) -> None:
    raw = patched()
    node = raw.setdefault(f"holdfast:{path[0]}", {})
    for item in path[1:]:
        node = node.setdefault(item, {})
    if key in KNOWN or key == "secure":  # which is told as a secret in the wrong place
        return
    node[key] = value
    with pytest.raises(SettingsError) as caught:
        load(as_pulumi_gives_it(raw), stack="test")
    assert f"holdfast:{'.'.join(path)}.{key}" in [mistake.key for mistake in caught.value.mistakes]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=12,
)
NAMES = list(Settings.model_fields)


@settings(deadline=None, max_examples=200)
@given(name=st.sampled_from(NAMES), value=JSON)
def test_whatever_stands_there_gives_settings_or_mistakes(name: str, value: object) -> None:
    config = {**as_pulumi_gives_it(patched()), f"holdfast:{name}": json.dumps(value)}
    found: tuple[Mistake, ...] = ()
    try:
        load(config, stack="test")
    except SettingsError as error:
        found = error.mistakes
        event("mistakes")
    assert all(mistake.key.startswith(f"holdfast:{name}") or mistake.message for mistake in found)


def test_the_smallest_useful_stack_file_is_under_25_lines() -> None:
    assert len(MINIMAL.strip().splitlines()) < 25
    assert mistakes() == ()
