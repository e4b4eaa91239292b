"""The export of zones as part of a whole stack."""

from __future__ import annotations

import json
from typing import Any

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.components.declared import PROJECT, STACK, Resources, declared
from tests.settings.stack_files import PAIR, as_pulumi_gives_it, patched

EXPORT = """
holdfast:regions: { euc1: { role: backup }, eun1: { role: backup } }
holdfast:zone_export: { place: euc1, copy_to: [eun1], every_hours: 2 }
holdfast:alerts: { emails: [dns@example.com] }
holdfast:tags: { Team: dns }
"""
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:cloudflare-AbCdEf"  # noqa: S105  # an ARN
CLOUDFLARE = f"""
holdfast:entrances:
  public:
    cloudflare:
      account_id: 0123456789abcdef0123456789abcdef
      zone: {{ name: example.com }}
holdfast:zone_export: {{ cloudflare_token_secret: "{SECRET}" }}
"""


def stack(*patches: str) -> Resources:
    config = patched(PAIR, EXPORT, *patches)
    topology = plan(load(as_pulumi_gives_it(config), stack=STACK), project=PROJECT, stack=STACK)
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


def zones(resources: Resources) -> Any:
    return json.loads(resources("euc1-zone-export-fn").inputs["environment"]["variables"]["ZONES"])


def test_an_adopted_zone_is_exported_by_its_id() -> None:
    found = zones(stack())
    assert found == {"route53": [{"name": "example.com", "id": "Z0123456789ABC"}], "cloudflare": []}


def test_a_zone_that_the_stack_makes_is_exported() -> None:
    made = stack("holdfast:entrances: { public: { zone: { id: (remove) } } }")
    assert zones(made)["route53"] == [{"name": "example.com", "id": "global-example.com-zone-id"}]


def test_both_providers_are_exported() -> None:
    resources = stack(CLOUDFLARE)
    (zone,) = zones(resources)["cloudflare"]
    assert zone["name"] == "example.com"
    assert zone["account_id"] == "0123456789abcdef0123456789abcdef"
    variables = resources("euc1-zone-export-fn").inputs["environment"]["variables"]
    assert variables["CLOUDFLARE_TOKEN_SECRET"] == SECRET


def test_operators_are_told_and_the_rest_of_the_stack_is_passed_on() -> None:
    resources = stack()
    told = resources("api", "MultiRegionApi").outputs["operations"]["zone_export"]
    assert told["region"] == "eu-central-1"
    assert told["every_hours"] == 2
    assert set(told["buckets"]) == {"euc1", "eun1"}
    assert told["function"]
    assert told["topic_arn"].endswith("euc1-zone-export-alarms-topic")
    assert resources("euc1-zone-export-fn").inputs["tags"]["Team"] == "dns"
    assert any(
        one.name.startswith("euc1-zone-export-alarms-email") and one.inputs["endpoint"] == "dns@example.com"
        for one in resources
    )
    origin = resources("global-zone-export", "ZoneExport").outputs["origin"]
    assert origin["every_hours"] == "holdfast:zone_export.every_hours"


def test_nothing_is_told_of_no_export() -> None:
    resources = stack("holdfast:zone_export: (remove)\nholdfast:regions: { euc1: (remove), eun1: (remove) }")
    assert resources("api", "MultiRegionApi").outputs["operations"].get("zone_export") is None


def test_a_held_place_is_left_as_it_is() -> None:
    resources = stack("holdfast:hold: [euc1]")
    assert resources("euc1-zone-export-fn").ignore_changes == ("*",)
    assert "*" not in resources("eun1-zone-export-bucket").ignore_changes
