"""The radio channel: a script that a presenter reads at sight."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from importlib.resources import files

from channels.radio.commands import COMMANDS
from channels.radio.languages import SPEECHES, speech_of
from channels.radio.lexicon import lexicon_text
from channels.radio.lint import lint, lint_programme
from channels.radio.options import RadioOptions
from channels.radio.pages import as_pdf
from channels.radio.programme import programme
from channels.radio.rehearsal import rehearsal
from channels.radio.rundown import rundown
from channels.radio.sayings import said_so
from channels.radio.script import SLOTS, script
from channels.radio.sheet import Sheet, as_cues, as_text, in_case, sheet
from channels.radio.timing import RATES
from channels.radio.words import wording_text
from outreach import typesetting
from outreach.model.announcement import Announcement
from outreach.model.canonical import digest
from outreach.model.contracts import Freight, LineCommand, Variant
from outreach.model.edition import Edition, Subject
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from outreach.model.moments import day_of
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.wording.catalogues import languages_with

#: Goes up when code changes what the same announcement gives.
_EDITION_OF_THE_CODE = 12
_PROGRAMME = "programme"


class RadioChannel:
    """Scripts in slots of 10 to 60 seconds and in full, and the programme of an edition;
    as plain text and as PDF.
    """

    name = "radio"
    label = "Radio script"
    variants = (
        *(
            Variant(name=name, label=f"{name} seconds")
            for name in sorted(SLOTS, key=lambda name: (name != "30", SLOTS[name]))
        ),
        Variant(name="full", label="Full length"),
        Variant(name=_PROGRAMME, label="Programme", of=frozenset({"edition"})),
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
        """The script of one announcement, or the programme of an edition, with its sheet.

        Raises CannotCarry for a variant of the other subject, for two languages at once,
        for a language without speech module, and for what has no truthful words or no
        room.
        """
        if variant not in {known.name for known in self.variants}:
            raise CannotCarry(f"There is no radio variant “{variant}”.")
        if len(languages) != 1:
            raise CannotCarry("A script is in one language. Make one for each.")
        speech_of(languages[0])
        wishes = _radio(options)
        if variant == _PROGRAMME:
            return _programme(_edition(subject), languages[0], wishes)
        return _script(_announcement(subject), languages[0], variant, wishes)

    def rehearse(self, made: Rendition, language: str, options: ChannelOptions) -> File:
        """The script in a synthetic voice. Raises CannotCarry without espeak-ng."""
        data = rehearsal(made.text or "", language, _radio(options).pace)
        return File(name="wav", media_type="audio/wav", data=data)

    def last_day(self, subject: Subject, options: ChannelOptions) -> date:
        """Until when it may be read: as the station asked, else while it is true."""
        if asked := _radio(options).do_not_read_after:
            return day_of(asked)
        if isinstance(subject, Edition):
            return subject.period_to
        return day_of(subject.starts_at)


def _announcement(subject: Subject) -> Announcement:
    if isinstance(subject, Announcement):
        return subject
    raise CannotCarry(
        "This script is made of one announcement. Of an edition, make a programme."
    )


def _edition(subject: Subject) -> Edition:
    if isinstance(subject, Edition):
        return subject
    raise CannotCarry("A programme is made of an edition, not of one announcement.")


def _script(
    announcement: Announcement, language: str, variant: str, wishes: RadioOptions
) -> Rendition:
    facts = facts_in(announcement, language)
    heard = said_so(facts, wishes.lexicon)
    made = script(
        heard,
        variant,
        wishes.pace,
        calendar=wishes.calendar,
        heard_in=wishes.heard_in,
    )
    content = sheet(announcement, facts, made, wishes)
    text = "\n".join(in_case(made.sentences, wishes.capitals))
    notes = (*made.notes, *lint(made, heard, wishes))
    return _rendition(content, text, made.seconds, notes)


def _programme(edition: Edition, language: str, wishes: RadioOptions) -> Rendition:
    made = programme(edition, language, wishes)
    content = rundown(edition, made, wishes)
    read = (in_case(part.sentences, wishes.capitals) for part in made.stretches)
    text = "\n\n".join("\n".join(sentences) for sentences in read)
    notes = (*made.notes, *lint_programme(made, wishes))
    cues = _text_file("cuesheet.txt", as_cues(content))
    return _rendition(content, text, made.seconds, notes, cues)


def _rendition(
    content: Sheet, text: str, seconds: float, notes: tuple[str, ...], *more: File
) -> Rendition:
    pdf, pages = as_pdf(content)
    files = (
        _text_file("txt", as_text(content)),
        File(name="pdf", media_type="application/pdf", data=pdf),
        *more,
    )
    size = sum(len(file.data) for file in files)
    return Rendition(
        files=files,
        text=text,
        measure=Measure(seconds=seconds, pages=pages, bytes=size),
        notes=notes,
    )


def _text_file(name: str, text: str) -> File:
    """As any Windows opens it: by its first mark it is UTF-8, by its line ends lines."""
    data = text.replace("\n", "\r\n").encode("utf-8-sig")
    return File(name=name, media_type="text/plain; charset=utf-8", data=data)


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
        {language: lexicon_text(language) for language in SPEECHES},
        {language: asdict(rate) for language, rate in RATES.items()},
        typesetting.revision(),
    )
