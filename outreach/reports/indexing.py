"""An index: names in the language's order, each with the pages that it is on."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.reports.entries import Teller
from outreach.wording.listing import listed


class Index:
    """Names and their pages, in the making."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._pages: dict[str, list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._pages)

    def add(self, text: str, page: int) -> None:
        """``text`` is on ``page``; pages come in their order."""
        pages = self._pages.setdefault(text, [])
        if page not in pages[-1:]:
            pages.append(page)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each text, and the line that it has in the index."""
        for text in sorted(self._pages, key=self._teller.sort_key):
            pages = runs(self._pages[text])
            yield text, listed([text, *pages], self._teller.language)


def runs(pages: list[int]) -> list[str]:
    """Numbers of pages, with a dash for three or more in a row."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][-1] + 1:
            found[-1].append(page)
        else:
            found.append([page])
    return [text for run in found for text in _run(run)]


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(page) for page in run]
