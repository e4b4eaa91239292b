"""How links, navigation and pictures of the site come about."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from docs.hooks.links import for_site, site_path, slug, targets
from docs.hooks.navigation import Entry, expanded
from docs.hooks.reference.described import Member, described
from docs.hooks.reference.drawing import drawing
from docs.hooks.reference.graph import Graph, folded
from docs.hooks.reference.markdown import member, text
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.global_table import GlobalTable
from holdfast.components.regional_foundation import RegionalFoundation
from tests.components.conformance_samples import SAMPLES
from tests.components.declared import declared

if TYPE_CHECKING:
    import pulumi

PAGE = PurePosixPath("docs/ecs.md")


def declared_by(component: type[pulumi.ComponentResource]) -> Graph:
    sample = SAMPLES[component][0]
    return folded(declared(lambda: component(sample.name, sample.args)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("docs/ecs.md", "ecs.md"),
        ("CHANGELOG.md", "repository/CHANGELOG.md"),
        ("examples/eks", "repository/examples/eks/README.md"),
        ("holdfast/prices/keys.toml", "repository/holdfast/prices/keys.toml.md"),
        (".github/workflows", "repository/github/workflows/README.md"),
    ],
)
def test_what_lies_outside_of_docs_has_a_page(path: str, page: str) -> None:
    assert site_path(PurePosixPath(path)) == page


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a](../examples/eks)", "[a](repository/examples/eks/README.md)"),
        ("[a](eks.md#nodes)", "[a](eks.md#nodes)"),
        ("[a](../CHANGELOG.md#010)", "[a](repository/CHANGELOG.md#010)"),
        ("[a](https://example.com/x)", "[a](https://example.com/x)"),
        ("[a](nowhere.md)", "[a](nowhere.md)"),
        ("[a](../../elsewhere)", "[a](../../elsewhere)"),
        ("`[a](../examples/eks)`", "`[a](../examples/eks)`"),
        ("```md\n[a](../examples/eks)\n```\n", "```md\n[a](../examples/eks)\n```\n"),
    ],
)
def test_links_lead_to_those_pages(written: str, shown: str) -> None:
    assert for_site(written, PAGE) == shown


def test_links_between_other_files_stay_between_them() -> None:
    page = PurePosixPath("examples/README.md")
    assert for_site("[a](eks) [b](../docs/eks.md)", page) == "[a](eks/README.md) [b](../../eks.md)"
    assert list(targets("[a](eks) [b](gone) [c](https://x.test)", page)) == [PurePosixPath("examples/eks")]


def test_anchors_are_those_of_forges() -> None:
    assert slug("`holdfast:stores.<store>`: what & why?", "-") == "holdfaststoresstore-what--why"


def test_folders_of_the_navigation_become_their_pages() -> None:
    nav: list[Entry] = [{"A": ["a.md", {"B": "b/*"}]}, {"C": "none/*"}, {"D": "made/*"}]
    pages = ["b/2.md", "b/README.md", "b/1.md", "a.md"]
    assert expanded(nav, pages, {"made/*": ["made/z.md", "made/a.md"]}) == [
        {"A": ["a.md", {"B": ["b/README.md", "b/1.md", "b/2.md"]}]},
        {"D": ["made/z.md", "made/a.md"]},
    ]


def test_a_component_says_what_its_class_says() -> None:
    one = described(GlobalTable)
    assert one.purpose.startswith("A DynamoDB table")
    assert set(one.sections) == {"Declares", "Survives", "Does not survive"}
    assert one.args[0].name == "GlobalTableArgs"
    assert {"table_name", "table_arn", "stream_arn"} == {output.name for output in one.outputs}
    assert [method.name for method in one.methods] == ["member_arn"]
    assert one.hosted
    assert not described(RegionalFoundation).hosted


def test_a_list_after_a_colon_belongs_to_what_is_survived() -> None:
    from holdfast.components.network import Network  # noqa: PLC0415 - only here

    assert "\n- " in described(Network).sections["Survives"]


def test_arguments_say_what_is_required_and_which_words_there_are() -> None:
    one = Member(name="nat", type="NatArgs | None", text="Which ``one``.", words=("shared", "none"))
    shown = member(one, {"NatArgs"}, told=True)
    assert '<a href="#natargs">NatArgs</a> | None' in shown
    assert "required" in shown
    assert shown.endswith(":   Which `one`. One of `shared`, `none`.")
    assert text("a <b> ``<c>``") == "a &lt;b> `<c>`"


def test_a_picture_folds_types_and_inner_components() -> None:
    graph = declared_by(RegionalFoundation)
    labels = [node.label for row in graph.rows for node in row]
    assert {"EncryptionKey", "Network"} <= set(labels)
    assert len(labels) == len(set(labels))
    assert ("holdfast:index:EncryptionKey", "holdfast:index:Network") in graph.edges
    rows = {node.type: number for number, row in enumerate(graph.rows) for node in row}
    assert all(rows[needed] < rows[needing] for needed, needing in graph.edges)
    drawn = drawing(graph, key="x", pages={"Network": "network.html"})
    assert drawn.count("<svg") == 2
    assert '<a href="network.html">' in drawn
    assert "\n\n" not in drawn


def test_a_picture_counts() -> None:
    graph = declared_by(EncryptionKey)
    assert [(node.label, node.count) for row in graph.rows for node in row] == [("Key", 1), ("Alias", 1)]
    assert graph.edges == (("aws:kms/key:Key", "aws:kms/alias:Alias"),)
