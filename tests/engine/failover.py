"""What happens to the stores of the failover proofs, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.standin import aurora, dynamodb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.engine.standin import Cloud

EVENTS = ("the home fails over", "the home is built anew and joins again", "a switchover goes on")


def happen(cloud: Cloud, regions: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Let one event after the other happen to every global database, and give its name.

    Args:
        cloud: Where they are.
        regions: Identifier of a global database → its regions, the home's first.
    """
    lost = {global_id: aurora.writer(cloud, global_id) for global_id in regions}
    for global_id, (_, second, *_others) in regions.items():
        aurora.fail_over(cloud, global_id, second)
    dynamodb.take_traffic(cloud)
    yield EVENTS[0]
    for global_id, home in lost.items():
        aurora.build_anew(cloud, home)
        aurora.come_back(cloud, global_id, home)
    aurora.back_up(cloud)
    yield EVENTS[1]
    for global_id, (home_region, _, *others) in regions.items():
        aurora.switch_over(cloud, global_id, others[0] if others else home_region)
    yield EVENTS[2]
