"""Our production, previewed once, and every edit of it that trips a rule."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from tests.checks import mutations
from tests.previews import ROOT, previewed_text

if TYPE_CHECKING:
    from tests.checks.mutations.model import Mutation


def gathered() -> dict[str, Mutation]:
    """Every mutation, by its rule's code or its code and words."""
    found: dict[str, Mutation] = {}
    for module in pkgutil.iter_modules(mutations.__path__):
        of_area = getattr(import_module(f"{mutations.__name__}.{module.name}"), "MUTATIONS", {})
        twice = found.keys() & of_area.keys()
        assert not twice, f"{module.name} repeats {sorted(twice)}"
        found |= of_area
    return dict(sorted(found.items()))


MUTATIONS = gathered()


def production() -> str:
    """The preview of our production, made once, as text: a copy is its parsing."""
    return previewed_text(ROOT, "prod")
