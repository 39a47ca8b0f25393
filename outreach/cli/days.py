"""Days on the command line."""

from __future__ import annotations

from datetime import date

import click


class _Day(click.ParamType[date]):
    """A day as 2027-03-01."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail("write a day as 2027-03-01.")


DAY = _Day()
