"""The list of AWS types without a region is that of the installed SDK."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from holdfast.graph.regions import global_types

CLASS = re.compile(
    r'@pulumi\.type_token\("(aws:[^"]+)"\)\nclass \w+\(pulumi\.CustomResource\):'
    r".*?def _internal_init\((.*?)\):",
    re.DOTALL,
)

LEAVING = "region is deprecated: This attribute will be removed in a future version of the provider."
"""What the SDK warns of when such an argument is given."""


def test_the_list_is_that_of_the_installed_sdk() -> None:
    spec = find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    found = {
        token: " region:" in arguments and LEAVING not in text
        for file in Path(spec.origin).parent.glob("*/*.py")
        if "(pulumi.CustomResource)" in (text := file.read_text(encoding="utf-8"))
        for token, arguments in CLASS.findall(text)
    }

    assert len(found) > 1700
    assert global_types() == {token for token, regional in found.items() if not regional}
