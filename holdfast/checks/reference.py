"""Writes the reference of the checks: ``docs/checks.md``.

Run ``python -m holdfast.checks.reference`` in the project's folder after a change of the rules; a test holds
the file to what this makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.checks.model import BLOCKING, Scope, Severity
from holdfast.checks.registry import RULES
from holdfast.checks.unanswered import UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.model import Parameter, Rule

REFERENCE_FILE = Path("docs/checks.md")

_INTRODUCTION = """# Checks

What `holdfast check` and the [policy pack](policies.md) in `policies/` judge, of any Pulumi program. Made
from the rules by `python -m holdfast.checks.reference`: change the texts in `holdfast/checks/rules`, not on
this page. An id is never used again for anything else.

## What a check answers

| verdict | means | counts for the exit code | as a policy |
| --- | --- | --- | --- |
| `fail` | the rule is broken | yes, unless it is waived | a violation |
| `unknown` | it cannot be told: only deployment knows, or the preview is not whole | no | advice |
| `pass` | the rule holds | no | nothing |
| `not-applicable` | there is nothing that the rule judges | no | not applicable |

A failure that a [waiver](findings.md#waivers) excuses stays in every report, with its reason, and does not
count; a waiver that is over fails the check by itself. Figures of a rule are changed in
[`holdfast.toml`](findings.md#figures-of-checks), and for the pack in its configuration.
"""
_UNANSWERED = """## What no check answers

A graph of resources does not tell these; silence about them is no pass.

| what | why not | what tells it |
| --- | --- | --- |
"""


def reference_text() -> str:
    """Give the text of ``docs/checks.md``."""
    return "\n".join([_INTRODUCTION, _severities(), _overview(), _unanswered(), *map(_section, RULES)])


def _severities() -> str:
    names = [str(one) for one in reversed(Severity)]
    stops = " and ".join(f"`{one}`" for one in names if one in BLOCKING)
    tells = " and ".join(f"`{one}`" for one in names if one not in BLOCKING)
    return (
        f"As policies, checks of severity {stops} are mandatory, so that the engine stops;\n"
        f"those of severity {tells} are advisory. On the command line all count alike.\n"
    )


def _overview() -> str:
    rows = (
        f"| [{rule.code}](#{rule.id.lower()}) | {rule.severity} | {_level(rule)} | {rule.title} |"
        for rule in RULES
    )
    return "\n".join(
        [
            "## All checks",
            "",
            "| check | severity | as a policy | says |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _unanswered() -> str:
    rows = (f"| {one.about} | {one.reason} | {one.instead} |\n" for one in UNANSWERED)
    return _UNANSWERED + "".join(rows)


def _section(rule: Rule) -> str:
    return "\n".join(_lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    yield from (f"## {rule.id}", "", f"**{rule.title}**", "")
    kind = "a resource policy" if rule.scope is Scope.RESOURCE else "a stack policy"
    yield from (f"Severity {rule.severity}, {_level(rule)} as {kind}. Judges {rule.subject}.", "")
    yield from (rule.explanation, "")
    mends = " The policy can do it: level `remediate`." if rule.remedy else ""
    yield from (f"To do: {rule.fix}.{mends}", "")
    if rule.parameters:
        yield from ("| figure | default | allowed | what it is |", "| --- | --- | --- | --- |")
        yield from (
            f"| `{one.name}` | {one.default} | {_allowed(one)} | {one.text} |" for one in rule.parameters
        )
        yield ""
    if rule.frameworks:
        yield from (f"Well-Architected: {', '.join(rule.frameworks)}.", "")
    yield from (f"Source: <{rule.source}>", "")


def _allowed(parameter: Parameter) -> str:
    if parameter.maximum is None:
        return f"{parameter.minimum} or more"
    return f"{parameter.minimum} to {parameter.maximum}"


def _level(rule: Rule) -> str:
    return "mandatory" if rule.severity in BLOCKING else "advisory"


def main() -> None:
    """Write the file."""
    REFERENCE_FILE.write_text(reference_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
