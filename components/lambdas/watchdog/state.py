"""What a watchdog keeps in its own region, and whether the watched region is left already."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from .decision import Memory, kept, recalled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .voters import Clients


class Store:
    """A parameter of Parameter Store: one writer, since the function has one execution at a time."""

    def __init__(self, ssm: Any, name: str) -> None:  # noqa: ANN401  # as boto3 gives it
        """Keep the client and the parameter's name."""
        self._ssm, self._name = ssm, name

    def read(self) -> Memory:
        """Read the memory."""
        return recalled(json.loads(self._ssm.get_parameter(Name=self._name)["Parameter"]["Value"]))

    def write(self, memory: Memory) -> None:
        """Write the memory over the last one."""
        value = json.dumps(kept(memory), separators=(",", ":"))
        self._ssm.put_parameter(Name=self._name, Value=value, Overwrite=True)


def is_away(switches: Sequence[Mapping[str, str]], clients: Clients) -> bool | None:
    """Tell whether every switch of the watched region is put; None where there is none, or one is unread.

    Args:
        switches: ``bucket``, ``object_key`` and ``region`` of each.
        clients: Maker of clients.
    """
    there = [_is_there(one, clients) for one in switches]
    if not there or None in there:
        return None
    return all(there)


def _is_there(switch: Mapping[str, str], clients: Clients) -> bool | None:
    try:
        clients("s3", switch["region"]).head_object(Bucket=switch["bucket"], Key=switch["object_key"])
    except ClientError as problem:
        missing = problem.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND
        return False if missing else None
    except BotoCoreError:
        return None
    return True
