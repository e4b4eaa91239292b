"""The stores of the failover proofs: every pair of regions, and one store per change that is ignored."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from holdfast.components.backup_tags import CONTINUOUS_BACKUP_TAG
from holdfast.components.global_table import GlobalTable
from tests.components.aurora_sample import MYSQL, REGIONS, arguments, build
from tests.components.declared import ACCOUNT_ID, declared

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = tuple(REGIONS)
_BACKED_UP = {CONTINUOUS_BACKUP_TAG: "daily"}
# AWS makes strongly consistent tables only over three regions that lie together.
_ONE_CONTINENT = {"use1": "us-east-1", "use2": "us-east-2", "usw2": "us-west-2"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One store."""

    kind: str
    args: dict[str, Any]
    without: str | None = None
    """A property that its resources ignore no more."""

    @property
    def key(self) -> str:
        """Its key, which is part of the name of everything that it declares."""
        return str(self.args["store"])

    @property
    def regions(self) -> list[str]:
        """Its regions, the home's first."""
        home = self.args["members"][self.args["home"]]["region"]
        return [home, *(one["region"] for one in self.args["members"].values() if one["region"] != home)]


def whole() -> Iterator[Case]:
    """Stores as they are declared."""
    for home, other in combinations(PLACES, 2):
        yield _aurora(f"pg-{home}-{other}", home, other)
        yield _table(f"tab-{home}-{other}", home, other)
    yield _aurora("pg-three", *PLACES)
    yield _aurora("my-three", *PLACES, write_forwarding=True, **MYSQL)
    yield _table("tab-three", *PLACES, **_PROVISIONED)
    yield _table("tab-strong", *_ONE_CONTINENT, consistency="strong")


def without_one() -> Iterator[Case]:
    """One store for each change that a store's resources ignore, which ignores all but that one."""
    for property_ in sorted(_ignored(build(*PLACES[:2], backup_tags=_BACKED_UP))):
        yield _aurora(f"pg-{property_.lower()}", *PLACES[:2], without=property_)
    sample: Any = _table("sample", *PLACES, **_PROVISIONED).args
    for property_ in sorted(_ignored(declared(lambda: GlobalTable("sample", sample)))):
        yield _table(f"tab-{property_.lower()}", *PLACES, without=property_, **_PROVISIONED)


_PROVISIONED: dict[str, Any] = {
    "read": {"minimum": 5, "maximum": 100},
    "write": {"minimum": 5, "maximum": 100},
    "warm_throughput": [12_000, 4_000],
}


def _ignored(resources: Any) -> set[str]:
    return {property_ for resource in resources for property_ in resource.ignore_changes}


def _aurora(key: str, *places: str, without: str | None = None, **more: Any) -> Case:
    own = {
        "store": key,
        "identifier": f"global-{key}",
        "backup_tags": _BACKED_UP,
        "protection": False,
    }
    return Case(kind="aurora", args=arguments(*places, **own, **more), without=without)


def _table(key: str, *places: str, without: str | None = None, **more: Any) -> Case:
    args = {
        "store": key,
        "home": places[0],
        "members": {
            place: {"region": region, "key_arn": f"arn:aws:kms:{region}:{ACCOUNT_ID}:key/{place}"}
            for place, region in ({**REGIONS, **_ONE_CONTINENT}).items()
            if place in places
        },
        "partition_key": {"name": "pk", "type": "S"},
        "protection": False,
        **more,
    }
    return Case(kind="dynamodb", args=args, without=without)
