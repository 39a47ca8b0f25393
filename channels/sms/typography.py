"""Printers' characters that the phone alphabet lacks, and what stands for them on phones."""

from __future__ import annotations

from channels.sms.segments import count

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʹʻʼ´ˈ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‹", "<"),
        **dict.fromkeys("›", ">"),
        **dict.fromkeys("‐‑‒–—―−•·▪", "-"),
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
            "\u202f\u205f\u3000",
            " ",
        ),
        **dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060", ""),
        "…": "...",
        "⁄": "/",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
    }
)


def plain(text: str) -> str:
    """``text`` written for the phone alphabet if all of it then fits, else as it is.

    A text that stays UCS-2 gains nothing, so its typography is left alone; and where the
    hidden characters do work (Persian, Indic), the text never becomes GSM-7.
    """
    if count(text).encoding == "gsm7":
        return text
    replaced = text.translate(_PLAIN)
    return replaced if count(replaced).encoding == "gsm7" else text


def replaced_in(text: str) -> tuple[str, ...]:
    """The printers' characters of ``text``, each once, in its order."""
    return tuple(c for c in dict.fromkeys(text) if ord(c) in _PLAIN)
