"""The channel of text messages."""

from __future__ import annotations

import unicodedata

from channels.sms.commands import COUNT
from channels.sms.fitting import Fitted, fit
from channels.sms.message import Message
from channels.sms.notes import notes
from channels.sms.options import SmsOptions
from channels.sms.revision import revision
from channels.sms.segments import count, parts
from channels.sms.typography import plain
from channels.sms.wording import DOMAIN, Wording
from outreach.model.announcement import Announcement
from outreach.model.contracts import Freight, LineCommand, Variant
from outreach.model.edition import Subject
from outreach.model.errors import CannotCarry, InputError
from outreach.model.facts import facts_in
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.model.words import language_name
from outreach.wording.catalogues import languages_with


class SmsChannel:
    """An announcement as one text message, cut as it goes out."""

    name = "sms"
    label = "Text message"
    variants: tuple[Variant, ...] = (
        Variant(name="short", label="Short: one segment where the language allows"),
        Variant(name="full", label="Full: all that a phone can hold"),
    )
    options_type: type[ChannelOptions] = SmsOptions
    freight: Freight = "text"
    commands: tuple[LineCommand, ...] = (COUNT,)

    def __init__(self) -> None:
        self.languages = languages_with(DOMAIN)
        self.revision = revision()

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        """The message in one language. Raises CannotCarry with the reason."""
        if variant not in {known.name for known in self.variants}:
            raise InputError(f"“{variant}” is not a text message: short or full is.")
        if not isinstance(options, SmsOptions):
            raise TypeError(f"SMS takes SmsOptions, not {type(options).__name__}.")
        message = self._message(_one(subject), _only(languages), variant, options)
        return _rendition(message, fit(message, variant))

    def reply(self, text: str) -> Rendition:
        """An answer to a text: composed, and plain where that makes it GSM-7."""
        words = plain(unicodedata.normalize("NFC", text))
        counted = count(words)
        return Rendition(
            files=(),
            text=words,
            measure=Measure(
                segments=counted.segments_whole,
                encoding=counted.encoding,
                parts=parts(words),
                bytes=len(words.encode()),
            ),
        )

    def _message(
        self,
        announcement: Announcement,
        language: str,
        variant: str,
        options: SmsOptions,
    ) -> Message:
        words = Wording(self._wording(language, options.labels))
        message = Message(
            facts=facts_in(announcement, language),
            options=options,
            words=words,
            full=variant == "full",
        )
        if message.opts_out_by_phone and not message.facts.phones:
            raise CannotCarry(
                "The opt-out is due, but this sender can't be answered and there is no "
                "phone to call. Choose a sender that can be answered, or add a phone."
            )
        return message

    def _wording(self, language: str, labels: str | None) -> str:
        """The language of the labels: the text's own, or the fallback that staff chose."""
        for found in (language, labels):
            if found in self.languages and found is not None:
                return found
        raise CannotCarry(
            f"There is no SMS wording in {language_name(language)} ({language}). Choose "
            f"the language of the labels: {', '.join(sorted(self.languages))}."
        )


def _one(subject: Subject) -> Announcement:
    if isinstance(subject, Announcement):
        return subject
    raise CannotCarry(
        "A text message holds one announcement, not an edition. Send its announcements "
        "one by one, or the edition by radio or in print."
    )


def _only(languages: tuple[str, ...]) -> str:
    if len(languages) == 1:
        return languages[0]
    raise CannotCarry("A text message has one language. Send one for each language.")


def _rendition(message: Message, fitted: Fitted) -> Rendition:
    data = fitted.text.encode()
    return Rendition(
        files=(File(name="txt", media_type="text/plain; charset=utf-8", data=data),),
        text=fitted.text,
        measure=Measure(
            segments=fitted.count.segments_whole,
            encoding=fitted.count.encoding,
            parts=parts(fitted.text),
            bytes=len(data),
        ),
        notes=notes(message, fitted),
    )
