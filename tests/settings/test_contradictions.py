from __future__ import annotations

import pytest

from tests.settings.contradictions_of_entrances import DATA, ENTRANCES
from tests.settings.contradictions_of_regions import REGIONS, SERVICES
from tests.settings.stack_files import mistakes


@pytest.mark.parametrize(("patches", "key", "part"), REGIONS + SERVICES + ENTRANCES + DATA)
def test_contradiction_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(*patches)
    told = [str(mistake) for mistake in found if mistake.key == f"holdfast:{key}"]
    assert any(part in text for text in told), "\n".join(map(str, found))
    assert all("hunter2" not in str(mistake) for mistake in found)
