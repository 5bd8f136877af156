"""What people write is kept as written, so no resident ID may stand in it."""

from collections.abc import Mapping

from huixin.core.identifiers import looks_like_resident_id
from models.errors import Fault


def personal_faults(texts: Mapping[str, str | None], advice: str) -> list[Fault]:
    """A fault for each text, by its pointer, in which a resident ID stands; `advice` says what to do with it."""
    return [
        Fault(pointer, "personal_identifier_in_text", f"A resident ID stands here; {advice}.")
        for pointer, text in texts.items()
        if text and looks_like_resident_id(text)
    ]
