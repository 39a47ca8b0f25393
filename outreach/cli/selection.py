"""Which renditions are wanted: what the flags name, else everything that applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach import registry
from outreach.model.contracts import Channel
from outreach.model.edition import Edition, Subject
from outreach.model.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One rendition to make."""

    channel: str
    variant: str
    languages: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The middle of its file names: ``sms.short.en``."""
        return f"{self.channel}.{self.variant}.{'-'.join(self.languages)}"

    def __str__(self) -> str:
        return f"{self.channel} {self.variant} {','.join(self.languages)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the flags name; empty means all."""

    channels: tuple[str, ...]
    languages: tuple[tuple[str, ...], ...]
    variants: tuple[str, ...]

    def of(self, subject: Subject) -> Iterator[Wanted]:
        """Everything selected of ``subject``. Raises InputError on an unknown name."""
        names = self.channels or tuple(registry.plugins().channels)
        chosen = [registry.channel(name) for name in names]
        self._check_variants(chosen)
        languages = self.languages or tuple((code,) for code in subject.languages)
        kind = "edition" if isinstance(subject, Edition) else "announcement"
        for channel in chosen:
            for variant in channel.variants:
                named = variant.name in self.variants
                if named or (not self.variants and kind in variant.of):
                    for codes in languages:
                        yield Wanted(
                            channel=channel.name, variant=variant.name, languages=codes
                        )

    def _check_variants(self, chosen: Sequence[Channel]) -> None:
        known = {variant.name for channel in chosen for variant in channel.variants}
        for name in self.variants:
            if name not in known:
                raise InputError(
                    f"There is no variant “{name}”. There are: {', '.join(sorted(known))}."
                )


def refused_by_name(
    selection: Selection, made: Sequence[Wanted], refused: Sequence[Wanted]
) -> bool:
    """Whether anything that a flag names was refused: nothing was made of it."""

    def lacking(named: Sequence[object], of: str) -> bool:
        got = {getattr(wanted, of) for wanted in made}
        asked = {getattr(wanted, of) for wanted in refused}
        return any(value in asked and value not in got for value in named)

    return (
        lacking(selection.channels, "channel")
        or lacking(selection.languages, "languages")
        or lacking(selection.variants, "variant")
    )
