"""Keys that sort by time and tell nothing else (UUIDv7, RFC 9562)."""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """A new UUIDv7 as a standard `uuid.UUID`."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
