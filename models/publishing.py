"""Pages for everybody: HTML that needs nothing else and runs nothing; what people wrote goes in as text."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_PAGES = Environment(
    loader=PackageLoader("models"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def published(template: str, **known: Any) -> str:
    """A page of `templates/`, filled in."""
    return _PAGES.get_template(f"{template}.html.j2").render(**known)
