"""A cloud in memory: resources by type, region and id, with what AWS does to one when another changes."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.preview.child.provider.diff import changes
from holdfast.preview.child.provider.facts import facts
from tests.engine.standin import aurora, contents, dsql, dynamodb, elasticache, rds
from tests.engine.standin.errors import CloudError
from tests.engine.standin.identities import ACCOUNT_ID, new_id
from tests.engine.standin.outputs import Made, all_tags, grown, outputs
from tests.engine.standin.refusals import Wanted, deletion_refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdfast.preview.child.provider.diff import Change
    from holdfast.preview.child.provider.facts import Facts

_CREATED = (
    aurora.created,
    dynamodb.created,
    contents.created,
    dsql.created,
    elasticache.created,
    rds.created,
)
_DIGITS = 11  # hexadecimal, as many as fit into every kind of id


@dataclass(kw_only=True)
class Thing:
    """One resource that exists."""

    type: str
    id: str
    state: dict[str, Any]
    """What reading it gives."""
    adopted: bool = False
    """Whether it was there before any program made it."""
    filled: bool = False
    """Whether something lies in it that keeps AWS from deleting it: a bucket's objects, a vault's points."""

    @property
    def arn(self) -> str:
        """Its ARN."""
        return str(self.state["arn"])

    @property
    def region(self) -> str:
        """Its region; empty for what has none."""
        return str(self.state.get("region") or "")


class Cloud:
    """All that exists. The engine's calls come from several threads at once."""

    def __init__(self, *, account: str = ACCOUNT_ID, region: str = "us-east-1", whole: bool = True) -> None:
        """Start empty.

        Args:
            account: The account's id, which every ARN carries.
            region: Where a resource lies that names no region.
            whole: Whether it holds all that a program names; False for a part of a program's resources, whose
                names are held to nothing.
        """
        self.account: str = account
        self.region: str = region
        self.whole = whole
        self._things: dict[tuple[str, str, str], Thing] = {}
        self._named: dict[str, Thing] = {}
        self._made: Counter[str] = Counter()
        self._lock = threading.RLock()

    def create(
        self, type_token: str, inputs: Mapping[str, Any], id_: str | None = None, *, urn: str = ""
    ) -> Thing:
        """Make a resource.

        Args:
            type_token: Its type.
            inputs: Its inputs.
            id_: The id that AWS would give. Default: one of the stand-in's own.
            urn: What such an id is made of, so that two runs give the same. Default: how many were made.
        """
        known = facts(type_token)
        if known.replaces is None:
            raise LookupError(f"holdfast/preview/child/provider/facts.json does not list {type_token}")
        with self._lock:
            inputs = self._placed(known, inputs)
            self._refuse(Wanted(type=type_token, inputs=inputs, id=None))
            thing = self._new(type_token, known, inputs, id_, urn)
            if self._key(thing) in self._things and not inputs.get("allowOverwrite"):
                raise CloudError(f"{type_token} {thing.id} exists already")
            for made in _CREATED:
                made(self, thing)
            return self._keep(thing)

    def adopt(self, type_token: str, id_: str, state: Mapping[str, Any]) -> Thing:
        """Put a resource there that nobody makes: what settings name and others own.

        Args:
            type_token: Its type.
            id_: Its id.
            state: Its properties, as many as matter; the others are filled in.
        """
        with self._lock:
            known = facts(type_token)
            thing = self._new(type_token, known, self._placed(known, state), id_, "")
            thing.adopted = True
            return self._keep(thing)

    def read(self, type_token: str, state: Mapping[str, Any], id_: str) -> Thing | None:
        """Find a resource; ``state`` is what was last known of it; an imported id may name its region."""
        id_, _, region = id_.partition("@")
        with self._lock:
            placed = self._placed(facts(type_token), {**state, "region": region} if region else state)
            return self._things.get((type_token, str(placed.get("region") or ""), id_))

    def update(self, thing: Thing, inputs: Mapping[str, Any], ignored: Iterable[str] = ()) -> Thing:
        """Change a resource in place, but for what is ignored."""
        known = facts(thing.type)
        with self._lock:
            found = changes(known, thing.state, inputs, ignored)
            if any(change.replaces for change in found):
                raise CloudError(f"{thing.type} {thing.id} cannot be changed in place")
            state = _changed(thing.state, found, inputs)
            self._refuse(Wanted(type=thing.type, inputs=state, id=thing.id))
            aurora.updating(self, thing, found, inputs)
            rds.updating(thing, found, inputs)
            dsql.updating(thing, found)
            elasticache.updating(self, thing, found, inputs)
            thing.state.clear()
            thing.state.update(
                state, **all_tags(known, inputs), **(grown(thing.type, state) if found else {})
            )
            return thing

    def delete(self, type_token: str, state: Mapping[str, Any], id_: str) -> None:
        """Take a resource away; one that is gone already is no mistake."""
        with self._lock:
            thing = self.read(type_token, state, id_)
            if thing is None:
                return
            protection = facts(type_token).protection
            if protection and thing.state.get(protection):
                raise CloudError(f"{type_token} {id_} is protected from deletion")
            said = deletion_refusal(self, thing)
            if said is not None:
                raise CloudError(said)
            for deleting in (rds.deleting, aurora.deleting, dynamodb.deleting):
                deleting(self, thing)
            del self._things[self._key(thing)]
            for name in [name for name, named in self._named.items() if named is thing]:
                del self._named[name]

    def keep(self, *type_tokens: str) -> None:
        """Forget every resource but those of some types, without asking anybody."""
        with self._lock:
            for key, thing in [*self._things.items()]:
                if thing.type not in type_tokens:
                    del self._things[key]
            self._named = {name: thing for name, thing in self._named.items() if thing.type in type_tokens}

    def of(self, *type_tokens: str) -> Iterator[Thing]:
        """Every resource of some types."""
        with self._lock:
            return iter([thing for thing in self._things.values() if thing.type in type_tokens])

    def named(self, reference: str) -> Thing | None:
        """The resource that has an id or an ARN, or that made it (a network's default group)."""
        return self._named.get(reference)

    def find(self, type_token: str, region: str, id_: str) -> Thing | None:
        """The resource with an id; ``region`` is empty for what has none."""
        return self._things.get((type_token, region, id_))

    def is_empty(self) -> bool:
        """Whether nothing exists that a program made."""
        return all(thing.adopted for thing in self._things.values())

    def _refuse(self, wanted: Wanted) -> None:
        said = refusal(self, wanted)
        if said is not None:
            raise CloudError(said)

    def _placed(self, known: Facts, properties: Mapping[str, Any]) -> dict[str, Any]:
        """The properties, with the region of a type that has one."""
        if "region" not in known.inputs or properties.get("region"):
            return dict(properties)
        return {**properties, "region": self.region}

    def _new(
        self, type_token: str, known: Facts, inputs: Mapping[str, Any], id_: str | None, urn: str
    ) -> Thing:
        self._made[urn] += 1
        made_of = f"{urn} {self._made[urn]}"
        number = int(sha256(made_of.encode()).hexdigest()[:_DIGITS], 16) if urn else self._made[urn]
        id_ = id_ or new_id(self, type_token, known, inputs, number)
        made = Made(type=type_token, id=id_, inputs=inputs, number=number)
        return Thing(type=type_token, id=id_, state=outputs(self, known, made))

    def _keep(self, thing: Thing) -> Thing:
        self._things[self._key(thing)] = thing
        for name in _names(thing):
            first = self._named.get(name)
            if first is None or self._key(first) == self._key(thing):  # a topic's policy has the topic's ARN
                self._named[name] = thing
        return thing

    @staticmethod
    def _key(thing: Thing) -> tuple[str, str, str]:
        return thing.type, thing.region, thing.id


def _changed(state: Mapping[str, Any], found: Sequence[Change], inputs: Mapping[str, Any]) -> dict[str, Any]:
    gone = {change.property for change in found if change.kind == "delete"}
    return {
        **{key: value for key, value in state.items() if key not in gone},
        **{change.property: inputs[change.property] for change in found if change.kind != "delete"},
    }


def _names(thing: Thing) -> set[str]:
    """What others may call it: its id, its ARN, and the ids of what comes with it."""
    keys = ("arn", "defaultSecurityGroupId", "defaultRouteTableId", "mainRouteTableId", "defaultNetworkAclId")
    return {thing.id, *(str(thing.state[key]) for key in keys if thing.state.get(key))}
