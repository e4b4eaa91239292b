from __future__ import annotations

import json
from typing import Any

import jsonschema

from holdfast.checks import RULES as EVERY_RULE
from holdfast.checks.waivers import Waived
from holdfast.report.findings_sarif import findings_sarif
from tests.graph.documents import urn
from tests.report.findings_sample import BUCKET, RULES, judged
from tests.report.sarif_shape import LOG


def run_of(text: str) -> dict[str, Any]:
    document = json.loads(text)
    jsonschema.validate(document, LOG, format_checker=jsonschema.FormatChecker())
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_each_standing_has_its_result() -> None:
    results = run_of(findings_sarif(judged(), RULES))["results"]

    assert [
        (
            one["ruleId"],
            one["kind"],
            one["level"],
            one["locations"][0].get("logicalLocations", [{}])[0].get("name"),
            [each["justification"] for each in one.get("suppressions", [])],
        )
        for one in results
    ] == [
        ("WAIVER-expired", "fail", "error", None, []),
        ("AAA001-first", "fail", "error", "broken", []),
        ("AAA001-first", "fail", "error", "excused", ['a "test" | more']),
        ("AAA001-first", "open", "none", "later", []),
        ("AAA002-second", "fail", "note", None, []),
    ]


def test_a_result_leads_to_its_rule_and_its_place() -> None:
    run = run_of(findings_sarif(judged(), RULES))
    rules = run["tool"]["driver"]["rules"]
    expired, broken, *_, absent = run["results"]

    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert broken["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 13},
            },
            "logicalLocations": [
                {"name": "broken", "fullyQualifiedName": urn(BUCKET, "broken"), "kind": "resource"}
            ],
        }
    ]
    assert broken["message"]["text"].endswith("<is> it. To do: hold it <tight> & well.")
    places = [one["locations"][0]["physicalLocation"] for one in (expired, absent)]
    assert [one["artifactLocation"]["uri"] for one in places] == ["holdfast.toml", "Pulumi.yaml"]
    assert [one["region"]["startLine"] for one in places] == [9, 1]


def test_a_rule_tells_all_about_itself() -> None:
    first, _, expired = run_of(findings_sarif(judged(), RULES))["tool"]["driver"]["rules"]

    assert first["helpUri"] == "https://example.com/first"
    assert first["properties"]["tags"] == ["high", "REL10-BP01"]
    assert first["defaultConfiguration"]["level"] == "error"
    assert expired["id"] == "WAIVER-expired"


def test_fingerprints_tell_findings_apart_and_stay() -> None:
    first, second = (run_of(findings_sarif(judged(), RULES))["results"] for _ in range(2))
    prints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in first]

    assert len(set(prints)) == len(prints)
    assert first == second


def test_all_our_rules_can_be_told() -> None:
    run = run_of(findings_sarif(Waived(findings=(), unused=(), expired=()), EVERY_RULE))

    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == [rule.id for rule in EVERY_RULE]
    assert run["results"] == []
