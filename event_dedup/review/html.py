"""HTML by one escaping function: whatever is not `Safe` is text, never markup."""

from __future__ import annotations

from html import escape as _escape


class Safe(str):
    """HTML that this package wrote itself."""

    __slots__ = ()


NOTHING = Safe("")


def text(value: object) -> Safe:
    """`value` as it is to be read; `None` is nothing, `Safe` stays what it is."""
    if isinstance(value, Safe):
        return value
    return NOTHING if value is None else Safe(_escape(str(value), quote=True))


def join(parts: list[Safe] | tuple[Safe, ...], between: object = "") -> Safe:
    """Parts one after the other, `between` standing between them."""
    return Safe(text(between).join(text(part) for part in parts))


def tag(name: str, /, *children: object, **attributes: object) -> Safe:
    """One element; `class_` and `data_key` become `class` and `data-key`, None and False leave an attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text("" if value is True else value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inside = "".join(text(child) for child in children)
    return Safe(f"<{name}{written}>{inside}</{name}>")


def div(class_: str, *children: object, **attributes: object) -> Safe:
    """A block with a class of `style.css`."""
    return tag("div", *children, class_=class_, **attributes)


def span(class_: str, *children: object, **attributes: object) -> Safe:
    """A piece of a line with a class of `style.css`."""
    return tag("span", *children, class_=class_, **attributes)


def heading(level: int, *children: object) -> Safe:
    """A heading for eyes and screen readers; not `<h2>`, of which marimo makes a table of contents."""
    return tag("div", *children, class_=f"ed-h{level}", role="heading", aria_level=level, dir="auto")
