"""A cloud in memory: resources by type, region and id, with what AWS does to one when another changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.preview.child.provider.diff import changes
from holdfast.preview.child.provider.facts import facts
from tests.engine.standin import aurora, dynamodb
from tests.engine.standin.errors import CloudError
from tests.engine.standin.outputs import all_tags, outputs
from tests.engine.standin.refusals import Wanted, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(kw_only=True)
class Thing:
    """One resource that exists."""

    type: str
    id: str
    state: dict[str, Any]
    """What reading it gives."""

    @property
    def arn(self) -> str:
        """Its ARN."""
        return str(self.state["arn"])


class Cloud:
    """All that exists. The engine's calls come from several threads at once."""

    def __init__(self) -> None:
        """Start empty."""
        self._things: dict[tuple[str, str, str], Thing] = {}
        self._made = 0
        self._lock = threading.RLock()

    def create(self, type_token: str, inputs: Mapping[str, Any], id_: str | None = None) -> Thing:
        """Make a resource; ``id_`` stands for the id that AWS would give."""
        known = facts(type_token)
        if known.replaces is None:
            raise LookupError(f"holdfast/preview/child/provider/facts.json does not list {type_token}")
        with self._lock:
            self._refuse(Wanted(type=type_token, inputs=inputs, id=None))
            self._made += 1
            id_ = id_ or self._new_id(type_token, inputs)
            key = self._key(type_token, inputs, id_)
            if key in self._things:
                raise CloudError(f"{type_token} {id_} exists already")
            thing = Thing(type=type_token, id=id_, state=outputs(type_token, known, id_, inputs))
            for made in (aurora.created, dynamodb.created):
                made(self, thing)
            self._things[key] = thing
            return thing

    def read(self, type_token: str, state: Mapping[str, Any], id_: str) -> Thing | None:
        """Find a resource; ``state`` is what was last known of it."""
        with self._lock:
            return self._things.get(self._key(type_token, state, id_))

    def update(self, thing: Thing, inputs: Mapping[str, Any], ignored: Iterable[str] = ()) -> Thing:
        """Change a resource in place, but for what is ignored."""
        known = facts(thing.type)
        with self._lock:
            found = changes(known, thing.state, inputs, ignored)
            if any(change.replaces for change in found):
                raise CloudError(f"{thing.type} {thing.id} cannot be changed in place")
            self._refuse(Wanted(type=thing.type, inputs={**thing.state, **inputs}, id=thing.id))
            aurora.updating(self, thing, found, inputs)
            for change in found:
                if change.kind == "delete":
                    del thing.state[change.property]
                else:
                    thing.state[change.property] = inputs[change.property]
            thing.state.update(all_tags(known, inputs))
            return thing

    def delete(self, type_token: str, state: Mapping[str, Any], id_: str) -> None:
        """Take a resource away; one that is gone already is no mistake."""
        with self._lock:
            thing = self._things.get(self._key(type_token, state, id_))
            if thing is None:
                return
            protection = facts(type_token).protection
            if protection and thing.state.get(protection):
                raise CloudError(f"{type_token} {id_} is protected from deletion")
            for deleting in (aurora.deleting, dynamodb.deleting):
                deleting(self, thing)
            del self._things[self._key(type_token, state, id_)]

    def of(self, type_token: str) -> Iterator[Thing]:
        """Every resource of a type."""
        with self._lock:
            return iter([thing for thing in self._things.values() if thing.type == type_token])

    def is_empty(self) -> bool:
        """Whether nothing exists."""
        return not self._things

    def _refuse(self, wanted: Wanted) -> None:
        said = refusal(self, wanted)
        if said is not None:
            raise CloudError(said)

    def _new_id(self, type_token: str, inputs: Mapping[str, Any]) -> str:
        known = facts(type_token)
        if known.id_is_name and known.name is not None:
            return str(inputs[known.name])
        return f"{type_token.rpartition(':')[2].lower()}-{self._made:08x}"

    @staticmethod
    def _key(type_token: str, state: Mapping[str, Any], id_: str) -> tuple[str, str, str]:
        return type_token, str(state.get("region") or ""), id_
