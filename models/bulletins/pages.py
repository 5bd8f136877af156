"""Bulletins for everybody in numbers alone, as Atom and CSV."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from uuid import UUID, uuid5
from xml.etree import ElementTree as Xml

from huixin.core.windows import start_of
from huixin.types.base import Label
from huixin.types.bulletin import BulletinExits, BulletinNotice, BulletinNotices

ATOM = "http://www.w3.org/2005/Atom"
TITLE = Label(zh="电子商务领域失信信息公示", en="Dishonesty in e-commerce: bulletins")
COLUMNS = ("kind", "id", "first", "last", "on", "list", "title_zh", "title_en", "count", "page")
_NAMESPACE = UUID("6f5b0f6e-0d0a-5c0e-9a4f-3a9b7d1c2e11")
"""Of the ids of entries about exits."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_csv(notices: BulletinNotices) -> str:
    """For spreadsheets, which know UTF-8 by its mark. One row for each bulletin and list, and for each day of exits."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in notices.items:
        kind = "bulletin" if one.withdrawn_at is None else "withdrawn"
        about = (kind, one.id, one.first, one.last, one.published_on)
        titles = (one.title.zh, one.title.en)
        writer.writerow((*about, "", *titles, sum(row.named for row in one.lists), one.page))
        for row in one.lists:
            writer.writerow((*about, row.list, row.title.zh, row.title.en, row.named, one.page))
    for left in notices.exits:
        writer.writerow(("exits", "", "", "", left.on, left.list, left.title.zh, left.title.en, left.left, ""))
    return text.getvalue()


def as_atom(notices: BulletinNotices, now: datetime) -> str:
    """RFC 4287. Addresses are relative to the feed's own."""
    Xml.register_namespace("", ATOM)
    feed = Xml.Element(_tag("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    entries = [*map(_of_bulletin, notices.items), *map(_of_exits, notices.exits)]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    _add(feed, "title", f"{TITLE.zh} {TITLE.en}")
    _add(feed, "id", f"urn:uuid:{_NAMESPACE}")
    _add(feed, "updated", (entries[0][0] if entries else now).isoformat())
    _add(feed, "link", rel="self", href="/public/bulletins.atom")
    _add(feed, "link", rel="alternate", type="text/html", href="/public/bulletins.html")
    author = Xml.SubElement(feed, _tag("author"))
    _add(author, "name", "惠信 Huixin")
    for _, entry in entries:
        feed.append(entry)
    return Xml.tostring(feed, encoding="unicode", xml_declaration=True)


def _of_bulletin(one: BulletinNotice) -> tuple[datetime, Xml.Element]:
    entry, at = Xml.Element(_tag("entry")), one.withdrawn_at or start_of(one.published_on)
    said = "已撤回 Withdrawn" if one.withdrawn_at else f"{one.title.zh} {one.title.en}"
    _add(entry, "title", said)
    _add(entry, "id", f"urn:uuid:{UUID(one.id.partition('_')[2])}")
    _add(entry, "updated", at.isoformat())
    _add(entry, "link", rel="alternate", type="text/html", href=one.page)
    _add(entry, "summary", " ".join(_sentences(one)))
    return at, entry


def _sentences(one: BulletinNotice) -> Iterator[str]:
    for row in one.lists:
        yield f"{row.title.zh}（{row.title.en}）：{row.named}。"
    for said in (one.remarks, one.reason):
        if said is not None:
            yield f"{said.zh} {said.en}"


def _of_exits(left: BulletinExits) -> tuple[datetime, Xml.Element]:
    entry, at = Xml.Element(_tag("entry")), start_of(left.on)
    _add(entry, "title", f"退出公示：{left.title.zh} {left.left} 户 No longer displayed: {left.left}, {left.title.en}")
    _add(entry, "id", f"urn:uuid:{uuid5(_NAMESPACE, f'{left.on} {left.list}')}")
    _add(entry, "updated", at.isoformat())
    _add(entry, "link", rel="alternate", type="text/html", href="/public/bulletins.html")
    return at, entry


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> None:
    added = Xml.SubElement(parent, _tag(name), attributes)
    added.text = None if text is None else _NO_XML.sub(" ", text)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"
