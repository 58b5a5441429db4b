"""Ids that sort by the time they were made (UUID version 7, RFC 9562), made without a sequence."""

from datetime import datetime
from uuid import UUID


def uuid7(at: datetime, random: bytes) -> str:
    """The id for a moment: 48 bits of milliseconds, then 74 of the 10 random bytes."""
    milliseconds = int(at.timestamp() * 1000)
    bits = int.from_bytes(random[:10])
    high, low = bits >> 68, bits & ((1 << 62) - 1)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low))
