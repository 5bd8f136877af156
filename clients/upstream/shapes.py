"""The two forms in which the platforms answer queries for a list, page by page.

new   {"status": 1, "message": "…", "data": {"page": 1, "total": 50, "totalSize": 5, "list": [{"recid": …}, …]}}
      `total` counts records, `totalSize` pages. `recid` stays the same from query to query, `uuid` does not.
old   {"data": {"totalCount": 50, "totalPageCount": 5, "results": [{"encryStr": …}, …]}}
      `encryStr` is by what a record's details are asked for, and stands for a number.

A list answers with the columns that its platform publishes (RDBM, RDRQ, WSH, TCRQ …); the import knows them by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clients.upstream.problems import UpstreamProblem

Item = dict[str, Any]
RECORD_ID = "recid"
"""Column under which every shape's stable key comes in."""
CREDIT_TYPES = {"red": "2", "watch": "4"}
BLACK = "8"


@dataclass(frozen=True, slots=True)
class Page:
    """`total`: records in all; `pages`: how many pages there are."""

    items: tuple[Item, ...]
    total: int
    pages: int


@dataclass(frozen=True, slots=True)
class Shape:
    """`path` is joined to a feed's URL where that names only a host."""

    path: str
    parameters: Callable[[str, int, int], Mapping[str, str]]
    """Nature of the list, page from 1, records on a page."""
    read: Callable[[Any], Page]


def _new_parameters(_: str, page: int, size: int) -> Mapping[str, str]:
    return {
        "keyword": "",
        "scenes": "defaultScenario",
        "tableName": "credit_xyzx_tyshxydm",
        "searchState": "2",
        "entityType": "1,2,4,5,6,7,8",
        "page": str(page),
        "pageSize": str(size),
    }


def _read_new(document: Any) -> Page:
    if not isinstance(document, dict):
        raise _wrong("the answer is no object")
    if document.get("status") not in (1, "1"):
        raise UpstreamProblem("refused", f"The platform answered with status {_shown(document.get('status'))}.")
    data = document.get("data")
    if not isinstance(data, dict):
        raise _wrong("'data' is no object")
    items = _items(data.get("list"), {"uuid", "entityType", "accurate_entity_name_query"}, RECORD_ID)
    return Page(items, _number(data, "total"), _number(data, "totalSize"))


def _old_parameters(nature: str, page: int, size: int) -> Mapping[str, str]:
    kind = CREDIT_TYPES.get(nature, BLACK)
    return {
        "keyword": "", "creditType": kind, "objectType": "2", "templateId": "", "page": str(page), "pageSize": str(size)
    }  # fmt: skip


def _read_old(document: Any) -> Page:
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, dict):
        raise _wrong("'data' is no object")
    items = _items(data.get("results"), {"objectType", "dishonestyCount", "goodCount"}, "encryStr")
    named = tuple(_renamed(item) for item in items)
    return Page(named, _number(data, "totalCount"), _number(data, "totalPageCount"))


def _renamed(item: Item) -> Item:
    if "idCardOrOrgCode" in item:
        item["uscc"] = item.pop("idCardOrOrgCode")
    return item


def _items(found: Any, unstable: set[str], key: str) -> tuple[Item, ...]:
    """The records, less what changes from query to query, their key under one name."""
    if not isinstance(found, list):
        raise _wrong("the list of records is missing")
    items = []
    for item in found:
        number = item.get(key) if isinstance(item, dict) else None
        if not isinstance(number, str | int) or not str(number).strip():
            raise _wrong(f"a record has no {key}")
        kept = {name: value for name, value in item.items() if name not in unstable and name != key}
        items.append(kept | {RECORD_ID: str(number).strip()})
    return tuple(items)


def _number(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _wrong(f"'{name}' is no count")
    return value


def _wrong(what: str) -> UpstreamProblem:
    return UpstreamProblem("wrong_shape", f"The answer has not the form agreed: {what}.")


def _shown(value: Any) -> str:
    """A status as it may stand in a log."""
    return str(value) if isinstance(value, int) else "none"


SHAPES: dict[str, Shape] = {
    "new": Shape("/private-api/catalogSearchHome", _new_parameters, _read_new),
    "old": Shape("/api/credit_info_search", _old_parameters, _read_old),
}


def pushed_items(document: Any) -> tuple[Item, ...]:
    """The records of a push: the new shape, whose counts are not looked at. Raises UpstreamProblem."""
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, dict):
        raise _wrong("'data' is no object")
    return _items(data.get("list"), {"uuid", "entityType", "accurate_entity_name_query"}, RECORD_ID)
