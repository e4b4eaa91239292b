"""What two previews without a state say of a change, against what the engine says with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.graph import read_before, read_preview, read_state
from holdfast.graph.values import holds_unknown
from holdfast.preview import PreviewRequest, preview
from holdfast.review.compare import compare
from holdfast.review.model import Kind
from tests.engine.changes.made import made
from tests.engine.changes.model import applied
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from holdfast.graph import ResourceGraph
    from holdfast.review.model import Change
    from tests.engine.changes.made import Made

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("review-dev"),  # the stack is made once, not once per worker
]
ADDRESSES = {"holdfast:regions.euw1.cidr": "10.99.0.0/16"}
SECOND_REGION = {"holdfast:regions.euc1": {"zones": 2}}
FEW = 2
"""Texts of which only deployment knows anything, such as the body of a dashboard."""
TAGS = {"holdfast:tags": {"Team": "somebody else"}}


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with made("dev", tmp_path_factory.mktemp("review")) as stack:
        yield stack


def engine(dev: Made, patch: Mapping[str, Any]) -> dict[str, Any]:
    """The digest of a change."""
    dev.restore()
    dev.stack.configure(applied(dev.settings, patch))
    return dev.stack.document()


def offline(dev: Made, folder: Path, patch: Mapping[str, Any]) -> ResourceGraph:
    """The graph of the stack with other settings, without a state."""
    file = folder / "Pulumi.dev.yaml"
    file.write_text(yaml.safe_dump({"config": applied(dev.settings, patch)}), encoding="utf-8")
    program = dev.state.parent / "program"
    return read_preview(preview(PreviewRequest(program=program, stack="dev", stack_file=file)))


def verdicts(changes: tuple[Change, ...]) -> dict[str, tuple[Kind, list[str], list[str]]]:
    """Of each resource: what happens to it, the inputs that differ and those that force it."""
    return {
        one.resource.urn: (
            one.kind,
            sorted({part.path.split(".")[0].split("[")[0] for part in one.properties}),
            sorted({part.path.split(".")[0] for part in one.forced_by}),
        )
        for one in changes
        if not one.resource.component
    }


@pytest.mark.parametrize(
    ("patch", "kinds"),
    [
        (ADDRESSES, {Kind.UPDATE, Kind.REPLACE}),
        (SECOND_REGION, {Kind.CREATE, Kind.UPDATE}),
        (TAGS, {Kind.UPDATE}),
    ],
    ids=["addresses", "second-region", "tags"],
)
def test_the_verdicts_are_the_engine_s(
    dev: Made, tmp_path: Path, patch: Mapping[str, Any], kinds: set[Kind]
) -> None:
    digest = engine(dev, patch)
    told = verdicts(compare(read_before(digest), read_preview(digest)))
    after = offline(dev, tmp_path, patch)
    ours = verdicts(compare(offline(dev, tmp_path, {}), after))
    hidden = {urn: keys for urn, (_, keys, _) in told.items() if urn not in ours}

    assert {kind for kind, *_ in told.values()} == kinds
    assert ours == {urn: verdict for urn, verdict in told.items() if urn not in hidden}
    assert [
        urn for urn, keys in hidden.items() if not holds_unknown(after.resources[urn].inputs[keys[0]])
    ] == []
    assert len(hidden) <= FEW


def test_the_exported_state_says_the_same_as_the_old_states_of_the_digest(dev: Made) -> None:
    digest = engine(dev, ADDRESSES)
    state = read_state(json.loads(dev.state.read_text(encoding="utf-8")))

    assert verdicts(compare(state, read_preview(digest))) == verdicts(
        compare(read_before(digest), read_preview(digest))
    )


def test_a_preview_after_the_update_says_nothing(dev: Made) -> None:
    digest = engine(dev, {})

    assert compare(read_before(digest), read_preview(digest)) == ()
