"""A component with a new name and an alias to its old one: what its children replace is little and known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.preview.child.provider.facts import facts
from tests.components.conformance_samples import SAMPLES, built
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.components.declared import Declared

SUFFIX = "-renamed"
REPLACED = {
    ("aws:backup/framework:Framework", "name"),
    ("aws:backup/reportPlan:ReportPlan", "name"),
    ("aws:backup/restoreTestingPlan:RestoreTestingPlan", "name"),
    ("aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarmName"),
    ("aws:cloudwatch/internetMonitor:InternetMonitor", "monitorName"),
    ("aws:fis/experimentTemplate:ExperimentTemplate", "tags"),
    ("aws:kms/alias:Alias", "name"),
    ("aws:cloudwatch/logGroup:LogGroup", "name"),
    ("aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions"),
    ("aws:ecs/taskDefinition:TaskDefinition", "family"),
}
"""A KMS alias is a name and nothing else: a new one is made, then the old one goes; the key stays. A log
group whose name AWS asks for, or that is written into what runs, gets a new one, and what the old one held
goes with it. A task definition is replaced by each change, without a task being missed. Audits and restore
tests, whose names AWS takes without hyphens, hold nothing; nor do composite alarms, monitors of the internet
and templates of experiments, which begin anew."""

EVERY_SAMPLE = [
    pytest.param(component, index, id=f"{component.__name__}-{index}")
    for component, samples in SAMPLES.items()
    for index in range(len(samples))
]


def renamed(component: Any, index: int) -> Iterator[tuple[Declared, Declared]]:
    """Each child before and after, matched as the SDK matches the children of an aliased parent.

    A child whose name begins with the parent's is looked for under the parent's old one; any other under its
    own. Source: ``inherited_child_alias`` in
    https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/runtime/resource.py (2026-11).
    """
    sample = SAMPLES[component][index]
    new = sample.name + SUFFIX
    before = {(one.type, one.name): one for one in built(component, index)[1]}
    for child in declared(lambda: component(new, sample.args)):
        old = child.name.replace(new, sample.name, 1) if child.name.startswith(new) else child.name
        yield before.pop((child.type, old)), child
    assert before == {}, "these would be deleted"


def plain(one: Declared) -> dict[str, Any]:
    """Inputs that are no other resource's outputs."""
    return {key: value for key, value in one.inputs.items() if key not in one.property_depends_on}


@pytest.mark.parametrize(("component", "index"), EVERY_SAMPLE)
def test_an_alias_keeps_every_child(component: Any, index: int) -> None:
    replaced = set()
    for before, after in renamed(component, index):
        old, new = plain(before), plain(after)
        changed = (
            {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
            if after.custom
            else set()
        )
        replaced |= {(after.type, key) for key in changed & (facts(after.type).replaces or frozenset())}

    assert replaced <= REPLACED
