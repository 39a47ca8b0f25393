"""Text messages: segments, wording, fitting."""

from channels.sms.channel import SmsChannel
from channels.sms.options import SmsOptions

__all__ = ["SmsChannel", "SmsOptions"]
