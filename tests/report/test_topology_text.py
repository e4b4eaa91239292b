from __future__ import annotations

import pytest

from holdfast.report.topology_text import fit, wide


def test_broad_letters_take_more_room() -> None:
    assert wide("iiii", 10) < wide("nnnn", 10) < wide("NNNN", 10) < wide("mmmm", 10)
    assert wide("nn", 20) == 2 * wide("nn", 10)


@pytest.mark.parametrize("room", [60, 90, 140])
def test_what_is_too_long_is_cut_to_its_room(room: float) -> None:
    cut = fit("euw1-public-openapi-description", room, 13)
    assert cut.endswith("…")
    assert wide(cut, 13) <= room
    assert wide(cut[:-1] + "nn…", 13) > room  # and no shorter than it must be


def test_what_fits_stays_and_stays_in_one_line() -> None:
    assert fit("use1-orders", 200, 13) == "use1-orders"
    assert fit("two\nlines\x1b", 200, 13) == "two lines"
