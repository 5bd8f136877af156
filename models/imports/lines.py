"""Lines of a list file, none beyond all measure."""

from collections.abc import Iterator
from typing import TextIO

from huixin.core.delimited import LineTooLong, lines_of
from models.imports.errors import Unreadable


def text_lines(file: TextIO) -> Iterator[str]:
    """Raises `Unreadable` where one is too long."""
    try:
        yield from lines_of(file)
    except LineTooLong as error:
        raise Unreadable(str(error)) from None
