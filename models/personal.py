"""What people write is kept as written, so no resident ID may stand in it."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from huixin.core.resident_ids import looks_like_resident_id
from models.errors import Fault, Invalid


def personal_faults(texts: Mapping[str, str | None], advice: str, advice_zh: str = "请删除") -> list[Fault]:
    """A fault for each text, by its pointer, in which a resident ID stands; `advice` says what to do with it."""
    return [
        Fault(
            pointer,
            "personal_identifier_in_text",
            f"A resident ID stands here; {advice}.",
            f"此处含有身份证号码，{advice_zh}。",
        )
        for pointer, text in texts.items()
        if text and looks_like_resident_id(text)
    ]


def refuse_personal(body: BaseModel) -> None:
    """Invalid where a resident ID stands in any text of the body."""
    texts = dict(texts_of(body.model_dump(mode="json")))
    faults = personal_faults(texts, "leave it out, or put it in a file", "请删除，或放入附件")
    if faults:
        raise Invalid("No resident ID belongs in this text.", *faults, zh="文字中不得含有身份证号码。")


def texts_of(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON value, by its pointer."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, f"{place}/{index}")
