"""Importing the components loads no module of AWS's SDK: each loads when something of it is declared.

The SDK gives its modules lazily. An annotation that Python evaluates, or a constant made of the SDK's
classes, loads one for everybody (AWS WAF's alone takes 0.4 s), so both stand as text or within functions.
"""

from __future__ import annotations

import json
import subprocess
import sys

CODE = """
import json, sys
import holdfast.components.multi_region_api
found = []
for name, module in sys.modules.items():
    if name.startswith("pulumi_aws.") and hasattr(module, "__path__"):
        names = object.__getattribute__(module, "__dict__")
        if any(isinstance(names[one], type) for one in list(names) if one[0].isupper()):
            found.append(name)
print(json.dumps(sorted(found)))
"""


def test_no_module_of_the_sdk_is_loaded_before_it_is_used() -> None:
    run = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == []


def test_one_that_is_used_is_seen_as_loaded() -> None:
    code = CODE.replace("found = []", "found = []; from pulumi_aws import sqs; sqs.Queue")
    run = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == ["pulumi_aws.sqs"]
