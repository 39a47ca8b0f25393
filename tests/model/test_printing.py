"""Which shop prints for whom, and what is more than it can do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model.organisation import Printer
from outreach.model.printing import Area, PrintShop, Run, beyond, serving, size_named

MM = 72 / 25.4


def shop(
    name: str, *, region: str = "", country: str = "KE", key: int = 0, **printer: object
) -> PrintShop:
    return PrintShop(
        id=key or sum(name.encode()),
        name=name,
        area=Area(country, region, ""),
        printer=Printer.model_validate(printer),
    )


LAKE = shop("Lake", region="Kisumu")
TWO = shop("Two", region="Nairobi", regions=["Siaya", "kisumu  "])
BONDO = shop("Bondo", region="Siaya", districts=["Bondo"])
NOWHERE = shop("Nowhere")
ABROAD = shop("Abroad", region="Kisumu", country="UG")
CYRILLIC = shop("Печать", districts=["Бо\u0438\u0306ко"])
ALL = (LAKE, TWO, BONDO, NOWHERE, ABROAD, CYRILLIC)


@pytest.mark.parametrize(
    ("region", "district", "names"),
    [
        pytest.param("Kisumu", "", ["Lake", "Two"], id="its own region, and one named"),
        pytest.param("KISUMU", "Seme", ["Lake", "Two"], id="in any case"),
        pytest.param("Siaya", "Bondo", ["Bondo"], id="a district before a region"),
        pytest.param("Siaya", "Gem", ["Two"], id="the rest of the region"),
        pytest.param("", "Bondo", ["Bondo"], id="a district without its region"),
        pytest.param("Nairobi", "", [], id="its own does not count beside named ones"),
        pytest.param(
            "", "", [], id="not known where: no shop, also none without region"
        ),
        pytest.param("", "Бо\u0439ко", ["Печать"], id="written with one sign or two"),
    ],
)
def test_who_prints_for_an_area(region, district, names):
    found = serving(Area("KE", region, district), ALL)
    assert [one.name for one in found] == names


@given(
    st.permutations(ALL), st.sampled_from(["", "Kisumu", "Siaya", "X"]),
    st.sampled_from(["", "Bondo", "Gem"]),
)  # fmt: skip
def test_the_order_of_the_directory_decides_nothing(shops, region, district):
    area = Area("KE", region, district)
    assert serving(area, shops) == serving(area, ALL)


def test_of_two_shops_of_one_name_the_first_of_the_directory_prints():
    two = [shop("Lake", region="Kisumu", key=key) for key in (9, 4)]
    assert [one.id for one in serving(Area("KE", "Kisumu", ""), two)] == [4, 9]


@pytest.mark.parametrize(
    ("printer", "run", "said"),
    [
        pytest.param({}, Run("x", 10**6, "A3"), "", id="nothing is known"),
        pytest.param({"copies": 500}, Run("x", 500, "A3"), "", id="as many as it can"),
        pytest.param({"copies": 500}, Run("x", 501), "501 × it are wanted", id="more"),
        pytest.param({"sizes": ["a 4"]}, Run("x", 1, "A4"), "", id="spelt otherwise"),
        pytest.param({"sizes": ["11x17"]}, Run("x", 1, "Tabloid"), "", id="other name"),
        pytest.param({"sizes": ["A4"]}, Run("x", 1), "", id="size not known"),
        pytest.param(
            {"sizes": ["A4", "A5"], "copies": 500},
            Run("print poster-a3, Swahili", 1200, "A3"),
            "Press can’t do “print poster-a3, Swahili” as it is: 1,200 × A3 are wanted, "
            "and the directory says at most 500 copies at a time, on A4, A5. Have it "
            "printed elsewhere, or correct the directory.",
            id="both, in one sentence",
        ),
    ],
)
def test_what_a_shop_can_not_do(printer, run, said):
    [*found] = beyond(shop("Press", **printer), [run])
    assert said in " ".join(found)
    assert len(found) == bool(said)


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [
        (210, 297, "A4"), (297, 210, "A4"), (297, 420, "A3"), (215.9, 279.4, "Letter"),
        (431.8, 279.4, "Tabloid"), (148, 210, "A5"), (100, 200, "100 × 200 mm"),
    ],
)  # fmt: skip
def test_a_page_is_called_by_its_size(width, height, name):
    assert size_named(width * MM, height * MM) == name
