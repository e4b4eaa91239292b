"""The page of ``holdfast graph``, used as a person uses it: mouse, fingers, keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stacks import charted, page, production_page, spread

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Opening

pytestmark = pytest.mark.xdist_group("browser")

HOME, AWAY = "us_east_1_compute_use1_orders", "eu_west_1_compute_euw1_orders"


def part(of: Page, node: str, *, form: str = "wide") -> Locator:
    return of.locator(f'.{form} [data-node="{node}"]')


def seen(of: Page, form: str = "wide") -> list[float]:
    """What of the drawing is seen: x, y, width, height."""
    return [float(one) for one in str(of.locator(f".{form} > svg").get_attribute("viewBox")).split()]


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("dark", [False, True])
def test_it_opens_in_silence_and_asks_for_nothing(
    opening: Opening, size: Any, dark: bool
) -> None:  # a parameter
    with opening(production_page(), size=size, dark=dark) as opened:
        form = "wide" if size == DESKTOP else "narrow"
        expect(opened.page.locator(f".{form} > svg")).to_be_visible()
        assert (opened.said, opened.asked, opened.overflow()) == ([], [], 0)
        ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(20, 23, 26)" if dark else "rgb(251, 251, 250)")


@pytest.mark.parametrize("number", [1, 2, 5, 16])
def test_every_region_and_part_is_there_at_first(opening: Opening, number: int) -> None:
    with opening(page(number), size=(1600, 1000)) as opened:
        drawing = opened.page.locator(".wide > svg")
        assert drawing.locator(".place").count() == number
        assert drawing.locator(".node.compute").count() == number
        first = drawing.locator(".node.compute").first.bounding_box()
        assert first is not None
        assert first["width"] > 90  # still to be read
        assert (opened.said, opened.overflow()) == ([], 0)


def test_pointing_tells_and_leaving_forgets(opening: Opening) -> None:
    with opening(page(2)) as opened:
        details = opened.page.locator("#details")
        part(opened.page, HOME).hover()
        expect(details).to_contain_text("use1-orders")
        expect(details).to_contain_text("gets requests from use1-lb in us-east-1")
        expect(details).to_contain_text("shop:services.orders.size")
        expect(part(opened.page, HOME)).to_have_class("node compute same near")
        opened.page.locator("h1").hover()
        expect(details).to_contain_text("Point at a part")
        assert opened.said == []


def test_a_click_keeps_and_another_or_escape_lets_go(opening: Opening) -> None:
    with opening(page(2)) as opened:
        details = opened.page.locator("#details h2")
        part(opened.page, HOME).click()
        part(opened.page, AWAY).hover()
        expect(details).to_have_text("use1-orders")
        part(opened.page, AWAY).click()
        expect(details).to_have_text("euw1-orders")
        part(opened.page, AWAY).click()
        opened.page.locator("h1").hover()
        expect(details).to_have_count(0)
        part(opened.page, HOME).click()
        opened.page.keyboard.press("Escape")
        opened.page.locator("h1").hover()
        expect(details).to_have_count(0)


def test_what_stands_behind_a_part_with_its_properties_and_cost(opening: Opening) -> None:
    with opening(production_page()) as opened:
        opened.page.locator(".wide .node.store", has_text="global-orders").last.click()
        row = opened.page.locator("#details > details", has_text="use1-orders-table Table")
        row.locator("summary").click()
        expect(row.locator("dl")).to_contain_text("aws:dynamodb/table:Table")
        expect(row.locator("dl")).to_contain_text("PAY_PER_REQUEST")
        expect(opened.page.locator("#details")).to_contain_text("holdfast:stores.orders.kind")
        expect(opened.page.locator("#details .money").first).to_contain_text("/month")


def test_a_region_tells_what_is_not_drawn(opening: Opening) -> None:
    with opening(production_page()) as opened:
        opened.page.locator(".wide .place", has_text="us-east-1").click()
        expect(opened.page.locator("#details")).to_contain_text("Not drawn")
        opened.page.locator("#details .go", has_text="use1-orders").click()
        expect(opened.page.locator("#details h2")).to_have_text("use1-orders")


def test_arrows_lead_to_the_other_end(opening: Opening) -> None:
    with opening(page(2)) as opened:
        part(opened.page, HOME).click()
        opened.page.locator("#details .go", has_text="use1-lb").click()
        expect(opened.page.locator("#details h2")).to_have_text("use1-lb")


def test_the_wheel_zooms_where_the_mouse_is(opening: Opening) -> None:
    with opening(page(2)) as opened:
        before = seen(opened.page)
        x, y = middle(part(opened.page, HOME))
        opened.page.mouse.move(x, y)
        opened.page.mouse.wheel(0, -200)
        opened.page.wait_for_function(
            "old => document.querySelector('.wide > svg').getAttribute('viewBox') !== old",
            arg=" ".join(f"{n:.2f}" for n in before),
        )
        assert seen(opened.page)[2] < before[2] * 0.8
        assert middle(part(opened.page, HOME)) == pytest.approx((x, y), abs=8)
        opened.page.mouse.wheel(0, 5000)
        opened.page.mouse.wheel(0, 5000)
        opened.page.wait_for_timeout(50)
        assert seen(opened.page)[2] < 5000  # it does not get lost


def test_dragging_moves_and_chooses_nothing(opening: Opening) -> None:
    with opening(page(2)) as opened:
        x, y = middle(part(opened.page, HOME))
        opened.page.mouse.move(x, y)
        opened.page.mouse.down()
        opened.page.mouse.move(x + 60, y - 40, steps=4)
        opened.page.mouse.up()
        assert middle(part(opened.page, HOME)) == pytest.approx((x + 60, y - 40), abs=3)
        expect(opened.page.locator(".kept")).to_have_count(0)


def test_the_buttons_zoom_and_show_all(opening: Opening) -> None:
    with opening(page(3)) as opened:
        before = seen(opened.page)
        opened.page.get_by_role("button", name="Zoom in").click()
        assert seen(opened.page)[2] == pytest.approx(before[2] / 1.25, abs=0.1)
        opened.page.get_by_role("button", name="Zoom out").click()
        opened.page.get_by_role("button", name="Zoom out").click()
        assert seen(opened.page)[2] > before[2]
        opened.page.get_by_role("button", name="Show all").click()
        assert seen(opened.page) == pytest.approx(before, abs=0.1)


def test_the_keyboard_does_all_of_it(opening: Opening) -> None:
    with opening(page(2)) as opened:
        keys, page_ = opened.page.keyboard, opened.page
        page_.locator("#stage").focus()
        before = seen(page_)
        keys.press("ArrowRight")
        assert seen(page_)[0] > before[0]
        keys.press("+")
        assert seen(page_)[2] < before[2]
        keys.press("0")
        assert seen(page_) == pytest.approx(before, abs=0.1)
        names = []
        for _ in range(4):
            keys.press("Tab")
            names.append(page_.evaluate("document.activeElement.dataset.node"))
        assert names[0] == "clients"
        assert len(set(names)) == 4
        here = page_.evaluate("document.activeElement.getAttribute('aria-label')")
        expect(page_.locator("#details h2")).to_have_text(here.split(":")[0])
        keys.press("Enter")
        expect(page_.locator(".wide .kept")).to_have_attribute("aria-pressed", "true")
        keys.press("/")
        assert page_.evaluate("document.activeElement.id") == "search"
        keys.type("0+")  # written, not obeyed
        assert page_.locator("#search").input_value() == "0+"


def test_what_has_the_focus_is_brought_into_sight(opening: Opening) -> None:
    with opening(page(8), size=(900, 600)) as opened:
        opened.page.locator("#stage").focus()
        frame = opened.page.locator("#stage").bounding_box()
        assert frame is not None
        for _ in range(20):
            opened.page.keyboard.press("Tab")
            x, y = middle(opened.page.locator(":focus"))
            assert frame["x"] <= x <= frame["x"] + frame["width"]
            assert frame["y"] <= y <= frame["y"] + frame["height"]


def test_a_region_is_left_out(opening: Opening) -> None:
    with opening(page(3)) as opened:
        opened.page.get_by_role("checkbox", name="ap-northeast-1", exact=True).uncheck()
        drawing = opened.page.locator(".wide > svg")
        expect(drawing.locator(".place", has_text="ap-northeast-1")).not_to_be_visible()
        expect(part(opened.page, "ap_northeast_1_compute_apne1_orders")).not_to_be_visible()
        expect(part(opened.page, HOME)).to_be_visible()
        edges = opened.page.evaluate("JSON.parse(document.getElementById('data').textContent).edges")
        gone = [one for one in edges if "apne1" in one["start"] + one["end"]]
        assert 2 < drawing.locator(".way.off").count() == len(gone) < len(edges)
        opened.page.get_by_role("button", name="Reset").click()
        expect(part(opened.page, "ap_northeast_1_compute_apne1_orders")).to_be_visible()


def test_one_region_alone_is_large(opening: Opening) -> None:
    with opening(page(8)) as opened:
        opened.page.locator("fieldset", has_text="Regions").get_by_role("button", name="none").click()
        opened.page.get_by_role("checkbox", name="eu-west-1", exact=True).check()
        shown = [one for one in opened.page.locator(".wide .node").all() if one.is_visible()]
        assert {one.get_attribute("data-node") for one in shown} >= {AWAY, "clients"}
        assert all("eu_west_1" in str(one.get_attribute("data-node")) for one in shown[1:])
        box = part(opened.page, AWAY).bounding_box()
        assert box is not None
        assert box["width"] > 150


def test_one_component_alone_in_every_region(opening: Opening) -> None:
    with opening(production_page()) as opened:
        opened.page.locator("fieldset", has_text="Components").get_by_role("button", name="none").click()
        opened.page.get_by_role("checkbox", name="orders", exact=True).check()
        shown = [one for one in opened.page.locator(".wide .node").all() if one.is_visible()]
        names = {str(one.locator(".label").text_content()) for one in shown}
        assert names == {"Clients", "use1-orders", "euw1-orders", "global-orders"}


def test_kinds_of_parts_and_of_arrows_are_left_out(opening: Opening) -> None:
    with opening(page(2)) as opened:
        opened.page.get_by_role("checkbox", name="Stores", exact=True).uncheck()
        expect(opened.page.locator(".wide .node.store").first).not_to_be_visible()
        assert opened.page.locator(".wide .way.data:not(.off)").count() == 0
        opened.page.get_by_role("checkbox", name="requests on failure", exact=True).uncheck()
        assert opened.page.locator(".wide .way.failover:not(.off)").count() == 0
        assert opened.page.locator(".wide .way.traffic:not(.off)").count() > 0


def test_search_finds_names_types_and_settings(opening: Opening) -> None:
    with opening(production_page()) as opened:
        box, count = opened.page.locator("#search"), opened.page.locator("#count")
        box.fill("webacl")
        expect(count).to_contain_text("resources found")
        expect(opened.page.locator("#details")).to_contain_text("use1-public")
        box.fill("holdfast:services.orders.peak_rps")
        expect(opened.page.locator(".wide .hit")).to_have_count(2)
        box.fill("nothing of this name")
        expect(count).to_have_text("Nothing found")
        box.fill("use1-orders asg")
        opened.page.locator("#details .go").first.click()
        expect(opened.page.locator("#details h2")).to_have_text("use1-orders")
        assert box.input_value() == ""
        assert opened.said == []


def test_fingers_pinch_move_and_choose(opening: Opening) -> None:
    with opening(page(2), size=PHONE) as opened:
        devtools = opened.page.context.new_cdp_session(opened.page)

        def touch(kind: str, *points: tuple[float, float]) -> None:
            found = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

        before = seen(opened.page, "narrow")
        touch("touchStart", (150, 300))
        touch("touchStart", (150, 300), (250, 300))
        for step in range(1, 6):
            touch("touchMove", (150 - 10 * step, 300), (250 + 10 * step, 300))
        touch("touchEnd")
        zoomed = seen(opened.page, "narrow")
        assert zoomed[2] == pytest.approx(before[2] / 2, rel=0.1)
        touch("touchStart", (200, 300))
        for step in range(1, 6):
            touch("touchMove", (200, 300 - 20 * step))
        touch("touchEnd")
        assert seen(opened.page, "narrow")[1] > zoomed[1] + 20
        opened.page.get_by_role("button", name="Show all").click()
        part(opened.page, "global_entrance_names", form="narrow").tap()
        expect(opened.page.locator("#details h2")).to_have_text("names")
        assert opened.said == []


def test_a_drawing_that_was_moved_stays_when_the_window_changes(opening: Opening) -> None:
    with opening(page(3)) as opened:
        opened.page.get_by_role("button", name="Zoom in").click()
        before = seen(opened.page)
        opened.page.set_viewport_size({"width": 1280, "height": 600})
        opened.page.wait_for_timeout(100)
        assert seen(opened.page)[2] == pytest.approx(before[2], abs=0.1)


def test_without_its_script_the_drawing_is_there(opening: Opening) -> None:
    with opening(page(2), script=False) as opened:
        expect(part(opened.page, HOME)).to_be_visible()


def test_nothing_else_runs_on_it(opening: Opening) -> None:
    planted = page(2).replace(
        "</header>", "<script>document.title='run'</script><p style='color:red'>x</p></header>"
    )
    with opening(planted) as opened:
        assert opened.page.title() == "orders prod: topology"
        refused = opened.page.evaluate("fetch('https://example.com/').then(() => 'sent', () => 'refused')")
        assert refused == "refused"
        assert len(opened.said) >= 3
        assert all("Content Security Policy" in one for one in opened.said), opened.said


def test_a_name_is_never_more_than_text(opening: Opening) -> None:
    from tests.graph.documents import graph, step  # noqa: PLC0415
    from tests.report.reviews import HOSTILE  # noqa: PLC0415

    evil = step("aws:dynamodb/table:Table", HOSTILE, {"region": "us-east-1"})
    from holdfast.report.graph_html import graph_html  # noqa: PLC0415

    with opening(graph_html(*charted(graph(evil)))) as opened:
        node = opened.page.locator(".wide .node.store")
        node.click()
        expect(opened.page.locator("#details h2")).to_contain_text("<script>alert(1)</script>")
        assert opened.page.locator("img").count() == 0
        assert (opened.said, opened.asked) == ([], [])


def test_paper_gets_the_drawing_and_no_buttons(opening: Opening) -> None:
    with opening(page(2)) as opened:
        opened.page.emulate_media(media="print")
        expect(opened.page.locator(".zoom")).not_to_be_visible()
        expect(part(opened.page, HOME)).to_be_visible()


def test_a_stack_with_nothing_to_draw(opening: Opening) -> None:
    from holdfast.report.graph_html import graph_html  # noqa: PLC0415

    with opening(graph_html(*charted(spread(0)))) as opened:
        expect(opened.page.locator("body")).to_contain_text("Nothing here serves requests or keeps data.")
        assert opened.said == []
