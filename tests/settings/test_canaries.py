"""Settings of canaries and of Internet Monitor: what is planned of them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from holdfast.settings import SettingsError, load
from holdfast.topology.plan import plan
from tests.settings.stack_files import PAIR, SPREAD, as_pulumi_gives_it, mistakes, patched, public

SECRET = "arn:aws:secretsmanager:{region}:111122223333:secret:key-AbCdEf"  # noqa: S105  # an ARN
CLOUDFLARE = """
cloudflare:
  account_id: 0123456789abcdef0123456789abcdef
  zone: { name: example.com, id: 0123456789abcdef0123456789abcdef }
"""
BOTH = public(str(yaml.safe_load(CLOUDFLARE)))
BACKUP = "holdfast:regions: { euc1: { role: backup } }"
INTERNAL = public("{ load_balancer: { internal: true } }")


def canaries(**more: object) -> str:
    return yaml.safe_dump({"holdfast:canaries": more})


def monitor(**more: object) -> str:
    return yaml.safe_dump({"holdfast:internet_monitor": more})


def planned(*files: str, stack: str = "prod") -> Any:
    return plan(load(as_pulumi_gives_it(patched(*files)), stack=stack), project="holdfast", stack=stack)


def test_nothing_is_watched_unasked() -> None:
    topology = planned(PAIR)
    assert (topology.canaries, topology.internet_monitor) == (None, None)


def test_every_region_watches_every_entrance_by_its_health_path() -> None:
    found = planned(SPREAD, public("{ health: { search_string: ok } }"), canaries()).canaries
    assert dict(found.places) == {"euw1": "eu-west-1", "use1": "us-east-1"}
    assert (found.every_minutes, found.timeout_seconds, found.failures, found.retries) == (5, 10, 2, 0)
    assert (found.retention_days, found.runtime) == (14, "syn-python-selenium-12.0")
    (entrance,) = found.entrances
    assert (entrance.domain, entrance.path, entrance.method) == ("api.example.com", "/healthz", "GET")
    assert dict(entrance.hosts) == {"euw1": "euw1.api.example.com", "use1": "use1.api.example.com"}
    assert (entrance.statuses, entrance.text, dict(entrance.name_servers)) == ((200,), "ok", {})
    assert found.origin["places"] == "holdfast:canaries.places (default)"


def test_what_is_said_of_an_entrance_is_planned_with_where_it_was_said() -> None:
    asked = {"path": "/deep", "statuses": [204, 200], "headers": {"X-Key": SECRET}}
    found = planned(SPREAD, canaries(entrances={"public": asked})).canaries.entrances[0]
    assert (found.path, found.statuses) == ("/deep", (200, 204))
    assert found.headers["X-Key"]["use1"] == SECRET.replace("{region}", "us-east-1")
    assert found.headers["X-Key"]["euw1"] == SECRET.replace("{region}", "eu-west-1")
    assert found.origin["path"] == "holdfast:canaries.entrances.public.path"
    head = planned(
        SPREAD,
        public("{ health: { search_string: ok } }"),
        canaries(entrances={"public": {"method": "HEAD"}}),
    )
    assert head.canaries.entrances[0].text is None


def test_where_two_providers_answer_each_path_is_asked() -> None:
    found = planned(SPREAD, BOTH, canaries()).canaries.entrances[0]
    assert (found.zone, dict(found.name_servers)) == ("example.com", {"cloudflare": (), "route53": ()})
    assert found.steps == 7
    servers = {"route53": ["ns1.example.com"], "cloudflare": ["ns2.example.com"]}
    told = planned(SPREAD, BOTH, canaries(entrances={"public": {"name_servers": servers}}))
    assert told.canaries.entrances[0].name_servers["route53"] == ("ns1.example.com",)


def test_a_region_for_backups_can_watch_and_then_has_something_to_do() -> None:
    assert mistakes(SPREAD, BACKUP, canaries(places=["use1", "euw1", "euc1"])) == ()
    found = planned(SPREAD, BACKUP, canaries(places=["use1", "euw1", "euc1"])).canaries
    assert (found.watchers("use1"), found.views_needed("use1")) == (("euc1", "euw1"), 2)
    (entrance,) = found.entrances
    assert found.told("use1", entrance.hosts) == {"euc1": "eu-central-1", "use1": "us-east-1"}
    assert found.watched == ("euw1", "use1")
    assert found.run_seconds(entrance) == 15 + 3 * 10 + 3 * 3
    assert (
        planned(SPREAD, BACKUP, canaries(places=["use1", "euw1", "euc1"], quorum=1)).canaries.views_needed(
            "use1"
        )
        == 1
    )


def test_one_region_is_watched_from_a_backup_region() -> None:
    assert mistakes(BACKUP, canaries(places=["euc1"])) == ()
    assert planned(BACKUP, canaries(places=["euc1", "euw1"])).canaries.watchers("euw1") == ("euc1",)


def test_an_entrance_to_which_nobody_delegates_yet_is_not_watched() -> None:
    assert planned(SPREAD, public("{ zone: { id: (remove) } }"), canaries()).canaries is None


def test_doors_that_only_the_edge_reaches_are_watched_by_their_public_name() -> None:
    locked = public("{ cloudflare: { origin_lock: true, proxied: true } }")
    assert mistakes(SPREAD, BOTH, public("{ zone: (remove) }"), locked, canaries()) == ()
    found = planned(SPREAD, BOTH, public("{ zone: (remove) }"), locked, canaries()).canaries
    assert (dict(found.entrances[0].hosts), found.watched) == ({}, ())


def test_a_pilot_light_is_not_asked_before_it_is_needed() -> None:
    light = public("{ standby: { strategy: pilot-light } }")
    found = planned(PAIR, light, canaries()).canaries
    assert list(found.entrances[0].hosts) == ["use1"]


@pytest.mark.parametrize(
    ("files", "key", "said"),
    [
        ((canaries(),), "holdfast:canaries.places", "nobody watches 'euw1' from elsewhere"),
        ((SPREAD, canaries(places=["use1", "use2"])), "holdfast:canaries.places", "no such region"),
        ((SPREAD, canaries(places=["use1", "euw1", "use1"])), "holdfast:canaries.places", "2 times"),
        ((SPREAD, canaries(quorum=2)), "holdfast:canaries.quorum", "can never be reached"),
        (
            (SPREAD, canaries(entrances={"publik": {}})),
            "holdfast:canaries.entrances.publik",
            "no such entrance",
        ),
        ((INTERNAL, canaries()), "holdfast:canaries", "there is nothing to watch"),
        (
            (INTERNAL, canaries(entrances={"public": {}})),
            "holdfast:canaries.entrances.public",
            "it is internal: a network leads to its own region's door alone",
        ),
        (
            (
                public("{ load_balancer: { allowed_cidrs: [192.0.2.0/24] } }"),
                canaries(entrances={"public": {}}),
            ),
            "holdfast:canaries.entrances.public",
            "nobody knows those of canaries before",
        ),
        (
            (SPREAD, canaries(entrances={"public": {"method": "HEAD", "text": "ok"}})),
            "holdfast:canaries.entrances.public.text",
            "answers to HEAD have none",
        ),
        (
            (
                SPREAD,
                canaries(entrances={"public": {"name_servers": {"route53": ["a.b"], "cloudflare": ["c.d"]}}}),
            ),
            "holdfast:canaries.entrances.public.name_servers",
            "only where Route 53 and Cloudflare both answer",
        ),
        (
            (
                SPREAD,
                canaries(
                    entrances={"public": {"headers": {"X-Key": SECRET.replace("{region}", "us-east-1")}}}
                ),
            ),
            "holdfast:canaries.entrances.public.headers.X-Key",
            "must be a secret of Secrets Manager in eu-west-1 for 'euw1'",
        ),
        (
            (
                SPREAD,
                canaries(
                    entrances={
                        "public": {"headers": {"X-Key": {"use1": SECRET.replace("{region}", "us-east-1")}}}
                    }
                ),
            ),
            "holdfast:canaries.entrances.public.headers.X-Key",
            "has no secret for 'euw1'",
        ),
        (
            (SPREAD, canaries(every_minutes=1, timeout_seconds=20)),
            "holdfast:canaries.timeout_seconds",
            "has 3 steps, one after the other, and would take up to 81 seconds: more than 60",
        ),
        ((SPREAD, canaries(retention_days=10)), "holdfast:canaries.retention_days", "not a retention"),
        ((SPREAD, canaries(runtime="syn-nodejs-3.0")), "holdfast:canaries.runtime", "syn-python-selenium"),
    ],
)
def test_what_cannot_watch_is_refused(files: tuple[str, ...], key: str, said: str) -> None:
    found = mistakes(*files)
    assert [mistake.key for mistake in found] == [key], found
    assert said in str(found[0])


def test_names_that_synthetics_refuses_are_refused_before() -> None:
    with pytest.raises(SettingsError, match=r"name of the canary .euw1-public-canary"):
        planned(SPREAD, canaries(), stack="Prod")


def test_the_networks_of_clients_are_measured_where_they_come_in() -> None:
    found = planned(SPREAD, monitor(max_city_networks=500)).internet_monitor
    assert dict(found.places) == {"euw1": "eu-west-1", "use1": "us-east-1"}
    assert (found.max_city_networks, found.traffic_percent) == (500, 100)
    assert (found.availability_percent, found.performance_percent, found.page_availability_percent) == (
        95,
        95,
        90,
    )
    assert found.origin["max_city_networks"] == "holdfast:internet_monitor.max_city_networks"


@pytest.mark.parametrize(
    ("files", "key", "said"),
    [
        ((INTERNAL, monitor()), "holdfast:internet_monitor", "there is nothing to measure"),
        (
            (monitor(places=["use1"]),),
            "holdfast:internet_monitor.places[0]",
            "no entrance faces the internet",
        ),
        (
            (monitor(page_availability_percent=99.0),),
            "holdfast:internet_monitor.page_availability_percent",
            "would page before a health event begins",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(files: tuple[str, ...], key: str, said: str) -> None:
    found = mistakes(*files)
    assert [mistake.key for mistake in found] == [key], found
    assert said in str(found[0])
