from __future__ import annotations

from tests.matrix.page import PAGE, page


def test_the_page_is_what_the_code_declares() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.matrix.page"
