"""A public page as it arrives: its elements, its links, and every text with the language that it is said to be in."""

from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br"}
_UNSEEN = {"style"}
_SAID_BY = ("aria-label", "alt", "title", "placeholder")


class PublicPage(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: set[str] = set()
        self.switches: dict[str, str] = {}
        """Links to the same page in another language, by the language; those of the head and of the body alike."""
        self.loads: set[str] = set()
        self.labelled: set[str] = set()
        self.inputs: set[str] = set()
        self.texts: list[tuple[str, str]] = []
        """Language and text, in order; the switch of languages is not among them."""
        self._open: list[tuple[str, str, bool]] = [("", "", False)]
        """Element, language, whether it is the switch."""
        self.feed(text)

    @property
    def language(self) -> str:
        """Of the page as a whole."""
        return self.texts[0][0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if "hreflang" in said:
            self.switches[said["hreflang"]] = said["href"]
        elif tag == "a":
            self.links.add(said["href"])
        self.loads |= {said[name] for name in ("src", "srcset") if name in said}
        self.loads |= {said["href"]} if tag == "link" and said["rel"] != "alternate" else set()
        self.labelled |= {said["for"]} if tag == "label" else set()
        self.inputs |= {said["id"]} if tag == "input" and said.get("type") != "hidden" else set()
        language = said.get("lang", self._open[-1][1])
        self.texts += [(language, said[name]) for name in _SAID_BY if name in said]
        if tag not in _VOID:
            self._open.append((tag, language, "hreflang" in said))

    def handle_endtag(self, tag: str) -> None:
        opened, *_ = self._open.pop()
        assert opened == tag, f"<{opened}> ends with </{tag}>"

    def handle_data(self, data: str) -> None:
        tag, language, is_switch = self._open[-1]
        if data.strip() and not is_switch and tag not in _UNSEEN and len(self._open) > 1:
            self.texts.append((language, " ".join(data.split())))
