"""The line to the mail server: encrypted, signed in, closed whatever happens."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from channels.gateways.email.settings import EmailSettings
from channels.gateways.window import masked
from outreach.model.contracts import GatewayError


@contextmanager
def connected(settings: EmailSettings) -> Iterator[smtplib.SMTP]:
    """A line that takes messages. Raises GatewayError where there is none; what is raised
    within is the caller's.
    """
    line = _opened(settings)
    try:
        yield line
    finally:
        _close(line)


def _opened(settings: EmailSettings) -> smtplib.SMTP:
    try:
        line = _dialled(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise _away(error, settings) from None
    try:
        _sign_in(line, settings)
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        raise _away(error, settings) from None
    return line


def _dialled(settings: EmailSettings) -> smtplib.SMTP:
    host, port = settings.at
    if settings.security != "tls":
        return smtplib.SMTP(host, port, settings.domain, settings.timeout)
    return smtplib.SMTP_SSL(
        host, port, settings.domain, timeout=settings.timeout, context=_trust(settings)
    )


def _sign_in(line: smtplib.SMTP, settings: EmailSettings) -> None:
    """Never a password over a line that others can read: settings see to it, and a server
    that offers no STARTTLS is an error.
    """
    line.ehlo_or_helo_if_needed()
    if settings.security == "starttls":
        line.starttls(context=_trust(settings))
        line.ehlo_or_helo_if_needed()
    if settings.user and settings.password:
        line.login(
            settings.user.get_secret_value(), settings.password.get_secret_value()
        )


def _trust(settings: EmailSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=settings.ca)


def _close(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()


def _away(error: Exception, settings: EmailSettings) -> GatewayError:
    """Why there is no line: for good until a person acts, or for now."""
    where = f"The mail server {settings.host}"
    match error:
        case ssl.SSLCertVerificationError():
            why = f"{where} shows a certificate that can't be trusted: {error.verify_message}. Check OUTREACH_EMAIL_HOST, or set OUTREACH_EMAIL_CA_FILE."
        case ssl.SSLError():
            why = f"{where} does not speak TLS there. Check OUTREACH_EMAIL_SECURITY and OUTREACH_EMAIL_PORT."
        case smtplib.SMTPNotSupportedError():
            why = f"{where} offers no encrypted line, or no sign-in. Check OUTREACH_EMAIL_SECURITY and OUTREACH_EMAIL_PORT."
        case smtplib.SMTPResponseException() if error.smtp_code >= 500:
            said = f"{error.smtp_code} {words(error.smtp_error)}"
            why = f"{where} does not let us in ({said}). Check OUTREACH_EMAIL_USER and OUTREACH_EMAIL_PASSWORD."
        case smtplib.SMTPResponseException():
            said = f"{error.smtp_code} {words(error.smtp_error)}"
            return GatewayError(f"{where} is busy ({said}). It is tried again later.")
        case smtplib.SMTPException():
            return GatewayError(
                f"{where} hung up, or its answer can't be read. It is tried again later."
            )
        case _:
            told = masked(getattr(error, "strerror", None) or error)
            return GatewayError(
                f"{where} can't be reached: {told}. It is tried again later."
            )
    return GatewayError(why, permanent=True)


def words(said: bytes | str) -> str:
    """A server's words, addresses masked."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return masked(text)
