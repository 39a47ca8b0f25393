"""What a script depends on beside its subject, variant and language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from outreach.model.lexicon import Saying
from outreach.model.moments import Day, Moment, day_of
from outreach.model.places import Country
from outreach.model.rendition import ChannelOptions


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, str) else value


def _stepped(value: float) -> float:
    """Steps of 0.05 let addressees share a rendition."""
    if abs(value * 20 - round(value * 20)) > 1e-6:
        raise ValueError("goes in steps of 0.05, such as 0.85 or 1.1.")
    return round(value, 2)


#: Speed against the language's measured pace: 0.85 reads slower, 1.1 faster.
Pace = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0.7, le=1.3),
    AfterValidator(_stepped),
]


#: Of two days of reading the one that counts.
_NARROWER: Mapping[str, Callable[..., str]] = {
    "read_from": max,
    "do_not_read_after": min,
}


def _at(day: str) -> str:
    """How days and moments compare, as they are written: a day lasts until its end."""
    return day.replace(" ", "T") if len(day) > len("2027-05-05") else f"{day}T24"


class RadioOptions(ChannelOptions):
    """A station's wishes."""

    pace: Pace = 1.0
    #: The country of its listeners, who dial its numbers as one does there; None: not known.
    heard_in: Country | None = None
    #: Capitals throughout the READ block.
    capitals: bool = False
    #: In which the script says its days; the header has them in the Gregorian one as well.
    calendar: Literal["gregorian", "ethiopian"] = "gregorian"
    #: The office's own, of the language.
    lexicon: tuple[Saying, ...] = ()
    read_from: Day | None = None
    #: The event's start day, if it is left out.
    do_not_read_after: Moment | None = None

    @classmethod
    def joined(
        cls, offered: Mapping[str, Any], own: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A station's days of reading narrow those of the broadcast, and never widen them."""
        both = {**offered, **own}
        for name, narrower in _NARROWER.items():
            days = [str(values[name]) for values in (offered, own) if values.get(name)]
            if days:
                both[name] = narrower(days, key=_at)
        return both

    @model_validator(mode="after")
    def _order(self) -> RadioOptions:
        last = self.do_not_read_after
        if self.read_from and last and day_of(last) < self.read_from:
            raise ValueError(
                "do_not_read_after: it is before read_from. Change one of them."
            )
        return self
