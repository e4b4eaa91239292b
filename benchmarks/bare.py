"""A program that declares the same resources as a preview, bare: no components, no settings, no plan.

It has as many resources: where the preview has a component it declares one more small resource.
"""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = '''\
"""The same resources, one after the other: written by the benchmark."""
import importlib
import json
from pathlib import Path

import pulumi
from pulumi._types import input_type_py_to_pulumi_names

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
declared = {}


def filled(value, sources):
    """Put outputs of the resources that a property depends on where the preview had unknowns."""
    if value == UNKNOWN:
        return declared[sources[0]].id if sources else pulumi.Output.from_input("unknown")
    if isinstance(value, dict):
        return {key: filled(inner, sources) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, sources) for inner in value]
    return value


for entry in json.loads(Path("resources.json").read_text()):
    module_name, class_name = entry["type"].split("/")[0].split(":")[1], entry["type"].split(":")[2]
    module = importlib.import_module(f"pulumi_aws.{module_name}")
    resource = getattr(module, class_name)
    home = importlib.import_module(resource.__module__)
    args = getattr(home, f"{class_name}InitArgs", None) or getattr(home, f"{class_name}Args")
    names = {wire: python for python, wire in input_type_py_to_pulumi_names(args).items()}
    inputs = {
        names.get(key, key): filled(value, entry["sources"].get(key, ()))
        for key, value in entry["inputs"].items()
    }
    waits = pulumi.ResourceOptions(depends_on=[declared[urn] for urn in entry["waits_for"]])
    declared[entry["urn"]] = resource(entry["name"], **inputs, opts=waits)

from pulumi_aws import ec2

for number in range(EXTRA):
    ec2.Subnet(f"extra-{number}", region="us-east-1", vpc_id="vpc-1", cidr_block="10.0.0.0/24")
'''


def write_bare(folder: Path, document: dict[str, Any], imports: str) -> None:
    """Write the program into a folder.

    Args:
        folder: An existing folder with a ``Pulumi.yaml``.
        document: A preview document.
        imports: Program text that imports what the previewed program imports.
    """
    states = {
        step["urn"]: step["newState"]
        for step in document["steps"]
        if step["newState"]["custom"] and not step["newState"]["type"].startswith("pulumi:")
    }
    order = TopologicalSorter(
        {
            urn: [one for one in state.get("dependencies", ()) if one in states]
            for urn, state in states.items()
        }
    ).static_order()
    resources: list[dict[str, Any]] = []
    for urn in order:
        state = states[urn]
        sources = {
            key: [one for one in found if one in states]
            for key, found in (state.get("propertyDependencies") or {}).items()
        }
        told = {found[0] for found in sources.values() if found}
        resources.append(
            {
                "urn": urn,
                "name": f"{urn.split('::')[-1]}-{len(resources)}",
                "type": state["type"],
                "inputs": {key: value for key, value in state["inputs"].items() if not key.startswith("__")},
                "sources": {key: found for key, found in sources.items() if found},
                "waits_for": [
                    one for one in state.get("dependencies", ()) if one in states and one not in told
                ],
            }
        )
    (folder / "resources.json").write_text(json.dumps(resources))
    extra = len(document["steps"]) - 1 - len(resources)
    (folder / "__main__.py").write_text(PROGRAM.replace("EXTRA", str(extra)) + imports)
