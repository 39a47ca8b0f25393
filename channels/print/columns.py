"""Parts set in a column, which is too narrow for labels beside the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from channels.print.parts import Part
from channels.print.scales import Scale
from channels.print.setting import GAPS, SetPart, Setter, Spot, alone
from outreach.typesetting import Style
from outreach.wording.labels import Labels

#: By how much the lines of a fact after its first begin later than its label.
_HANG = 12.0
_AFTER_LABEL = 6.0


def with_hours(parts: Sequence[Part], labels: Labels) -> list[Part]:
    """``parts`` with the hours of a day on its line: they need no label there."""
    hours = {part.label: part for part in parts if part.role == "key"}.get(
        labels("Time")
    )
    return [
        replace(part, text=labels("{day}, {time}", day=part.text, time=hours.text))
        if hours and part.role == "date"
        else part
        for part in parts
        if part is not hours
    ]


class ColumnSetter(Setter):
    """Sets parts as wide as a column: a label leads into its fact, on the same line."""

    def _set(self, part: Part, scale: Scale) -> SetPart:
        if part.role not in ("kind", "date"):
            return super()._set(part, scale)
        bold = part.role == "date"
        size = scale.date if bold else scale.fact
        style = Style(size=size, leading=scale.leading, bold=bold)
        block = self.text(part.text, style, self.width(scale))
        return alone(part, block, GAPS["fact"] * size)

    def _fact(self, part: Part, label: str, scale: Scale) -> SetPart:
        """A label of more than a line stands above its fact."""
        size, width = scale.size(part.role), self.width(scale)
        style = Style(size=size, leading=scale.leading, bold=True)
        name = self.label(label, style, width)
        runs_in = len(name.lines) == 1
        taken = name.lines[0].width + _AFTER_LABEL - _HANG if runs_in else 0.0
        text = self.text(
            part.text, replace(style, bold=False), width - _HANG, max(0.0, taken)
        )
        below = text.baseline - name.baseline if runs_in else -name.height
        spots = (Spot(name, y=max(0.0, below)), Spot(text, _HANG, max(0.0, -below)))
        height = max(spot.y + spot.block.height for spot in spots)
        return SetPart(part, spots, height, GAPS["fact"] * size)
