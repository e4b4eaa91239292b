"""The maintenance switch: an object in another region's bucket, by S3's data plane alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.operate.call import call, code_of
from holdfast.operate.levers.lever import Position

if TYPE_CHECKING:
    from holdfast.contracts.operations import Switch
    from holdfast.operate.aws import Clients

_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchLever:
    """While the object exists, Route 53's inverted health check fails, and the place gets no traffic."""

    clients: Clients
    place: str
    switch: Switch
    stack: str

    @property
    def by(self) -> str:
        """What it is."""
        return "switch"

    def read(self) -> Position:
        """See whether the object exists."""
        from botocore.exceptions import ClientError  # noqa: PLC0415  # only who calls AWS pays

        try:
            found = call(
                self.clients,
                "s3",
                self.switch["region"],
                "head_object",
                Bucket=self.switch["bucket"],
                Key=self.switch["key"],
            )
        except ClientError as error:
            if code_of(error) not in _MISSING:
                raise
            return Position(out=False, detail=f"the switch of {self.place} is off")
        since: datetime = found["LastModified"]
        return Position(
            out=True,
            since=since,
            detail=f"the switch of {self.place} is set since {since:%Y-%m-%d %H:%M} UTC",
        )

    def take_out(self) -> None:
        """Put the object; its content tells a person what it is."""
        content = {
            "stack": self.stack,
            "place": self.place,
            "out_since": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": "holdfast",
        }
        call(
            self.clients,
            "s3",
            self.switch["region"],
            "put_object",
            Bucket=self.switch["bucket"],
            Key=self.switch["key"],
            Body=json.dumps(content).encode(),
            ContentType="application/json",
        )

    def let_in(self) -> None:
        """Delete the object."""
        call(
            self.clients,
            "s3",
            self.switch["region"],
            "delete_object",
            Bucket=self.switch["bucket"],
            Key=self.switch["key"],
        )
