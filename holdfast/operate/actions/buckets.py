"""Lead an S3 Multi-Region Access Point to another region's bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.access_points import ACTIVE, PASSIVE, failover_regions, read_routes, set_routes
from holdfast.operate.actions.planned import PlannedStep, done, todo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.contracts.operations import AccessPoint
    from holdfast.operate.steps import StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadBuckets(PlannedStep):
    """Set dials of an access point, by any of its failover regions that is not left.

    S3 applies them within two minutes, and what is under way ends where it is (2026-11,
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_SubmitMultiRegionAccessPointRoutes.html).
    """

    access_point: AccessPoint
    dials: Mapping[str, int]

    def state(self) -> StepState:
        """Compare the dials."""
        found = read_routes(
            self.planned.clients, self._regions(), self.planned.operations["account_id"], self.access_point
        )
        wrong = {region for region, dial in self.dials.items() if found.get(region) != dial}
        active = sorted(region for region, dial in found.items() if dial == ACTIVE)
        words = f"requests go to {', '.join(active)}"
        if wrong:
            return todo(words)
        return done(f"{words}, within two minutes of the change")

    def act(self) -> None:
        """Set them in one call: at no moment is no region active."""
        set_routes(
            self.planned.clients,
            self._regions(),
            self.planned.operations["account_id"],
            self.access_point,
            self.dials,
        )

    def _regions(self) -> list[str]:
        return failover_regions(self.access_point, near=self.planned.region(self.planned.place))


def dials_away(place: str, away_from: str, regions: Mapping[str, str]) -> dict[str, int]:
    """Dials that lead from one place to another.

    Args:
        place: The place that takes over.
        away_from: The place that is left.
        regions: AWS region by place.
    """
    return {regions[place]: ACTIVE, regions[away_from]: PASSIVE}
