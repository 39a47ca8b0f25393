"""The leaflet for organisations: chosen, looked at and downloaded."""

from __future__ import annotations

from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from outreach.inbox import leaflet as making
from outreach.model.errors import CannotCarry, InputError
from outreach.model.layout import PaperSize
from outreach.model.papers import Paper
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk
from outreach.web.pages import page
from outreach.web.session import Viewer

router = APIRouter()


class _Choice(NamedTuple):
    """What was chosen; nothing yet where there is no language."""

    language: str = ""
    second: str = ""
    paper: PaperSize | None = None
    country: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language, *([self.second] if self.second else []))

    @property
    def query(self) -> str:
        """The choice as the end of an address."""
        chosen = {name: value for name, value in self._asdict().items() if value}
        return urlencode(chosen)


def _chosen(
    language: str = "",
    second: str = "",
    paper: PaperSize | None = None,
    country: str = "",
) -> _Choice:
    return _Choice(language, second, paper, country.strip().upper())


Chosen = Annotated[_Choice, Depends(_chosen)]


@router.get("/leaflet")
def choose(request: Request, desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """A form, and of what was chosen links to the sheet and what staff should know of it."""
    made: Paper | None = None
    fault = None
    if choice.language:
        try:
            made = _made(desk, choice)
        except (CannotCarry, InputError) as error:
            fault = str(error)
    return page(
        request,
        "leaflet.html",
        422 if fault else 200,
        choice=choice,
        made=made,
        fault=fault,
        languages=sorted(making.maker().leaflet_languages),
    )


@router.get("/leaflet.pdf")
def download(desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """The sheet."""
    made = _made(desk, choice)
    return previews.download(made.file, making.stem_of(choice.languages))


@router.get("/leaflet.png")
def look(desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """The sheet's front as a picture."""
    return previews.picture_of(_made(desk, choice).file)


def _made(desk: Desk, choice: _Choice) -> Paper:
    with desk.store.read() as connection:
        return making.make(
            connection,
            desk.settings,
            choice.languages,
            choice.paper,
            choice.country or None,
        )
