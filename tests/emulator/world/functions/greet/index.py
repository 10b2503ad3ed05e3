"""What users upload: it answers with the event."""


def handler(event: bytes, context: object) -> bytes:  # noqa: ARG001  the runtime passes both
    return event
