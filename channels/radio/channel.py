"""The radio channel: a script that a presenter reads at sight."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files

from channels.radio.commands import COMMANDS
from channels.radio.languages import SPEECHES, speech_of
from channels.radio.lexicon import lexicon_text
from channels.radio.options import RadioOptions
from channels.radio.pages import as_pdf
from channels.radio.script import SLOTS, script
from channels.radio.sheet import as_text, in_case, sheet
from channels.radio.timing import RATES
from channels.radio.words import wording_text
from outreach import typesetting
from outreach.model.canonical import digest
from outreach.model.contracts import Freight, LineCommand, Variant
from outreach.model.edition import Edition, Subject
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.wording.catalogues import languages_with

#: Goes up when code changes what the same announcement gives.
_EDITION_OF_THE_CODE = 1


class RadioChannel:
    """Scripts in slots of 10 to 60 seconds and in full; as plain text and as PDF."""

    name = "radio"
    label = "Radio script"
    variants = (
        *(
            Variant(name=name, label=f"{name} seconds")
            for name in sorted(SLOTS, key=lambda name: (name != "30", SLOTS[name]))
        ),
        Variant(name="full", label="Full length"),
    )
    options_type: type[ChannelOptions] = RadioOptions
    freight: Freight = "files"
    commands: tuple[LineCommand, ...] = COMMANDS

    def __init__(self) -> None:
        self.languages = frozenset(SPEECHES) & languages_with("radio") & set(RATES)
        self.revision = _revision()

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        """The script of one announcement in one language, with its sheet.

        Raises CannotCarry for an edition, for two languages at once, for a language
        without speech module, and for what has no truthful words or no room.
        """
        if isinstance(subject, Edition):
            raise CannotCarry(
                "A radio programme of an edition can't be made yet. Make a script of each announcement."
            )
        if len(languages) != 1:
            raise CannotCarry("A script is in one language. Make one for each.")
        if variant not in {known.name for known in self.variants}:
            raise CannotCarry(f"There is no radio variant “{variant}”.")
        speech_of(languages[0])
        wishes = _radio(options)
        facts = facts_in(subject, languages[0])
        made = script(facts, variant, wishes.pace)
        content = sheet(subject, facts, made, wishes)
        pdf, pages = as_pdf(content)
        txt = as_text(content).encode()
        return Rendition(
            files=(
                File(name="txt", media_type="text/plain; charset=utf-8", data=txt),
                File(name="pdf", media_type="application/pdf", data=pdf),
            ),
            text="\n".join(in_case(made.sentences, wishes.capitals)),
            measure=Measure(
                seconds=made.seconds, pages=pages, bytes=len(txt) + len(pdf)
            ),
            notes=made.notes,
        )


def _radio(options: ChannelOptions) -> RadioOptions:
    if isinstance(options, RadioOptions):
        return options
    return RadioOptions.model_validate(options.model_dump())


def _revision() -> str:
    """A digest of all that a script is made with beside the announcement."""
    templates = files("templates")
    return digest(
        _EDITION_OF_THE_CODE,
        wording_text(),
        (templates / "radio" / "sheet.txt").read_text("utf-8"),
        {
            language: (templates / "locale" / language / "radio.po").read_text("utf-8")
            for language in sorted(languages_with("radio"))
        },
        lexicon_text(),
        {language: asdict(rate) for language, rate in RATES.items()},
        typesetting.revision(),
    )
