"""Takes from a picture all that it does not need to be seen, and gives it a name and a meaning."""

from typing import Final
from xml.etree import ElementTree as ET

SVG: Final = "http://www.w3.org/2000/svg"
SHOWN: Final = frozenset({"g", "path", "line", "rect", "text", "tspan"})
KEPT: Final = frozenset(
    {
        *("d", "fill", "fill-opacity", "font-family", "font-size", "font-weight", "height"),
        *("opacity", "stroke", "stroke-opacity", "stroke-width", "text-anchor", "transform"),
        *("width", "x", "x1", "x2", "y", "y1", "y2", "dx", "dy", "stroke-miterlimit"),
    }
)
"""All else goes: classes, links, roles, styles, and whatever a later version may add."""


def cleaned(svg: str, title: str, about: str, name: str) -> str:
    """The picture with a title and a description for those who do not see it.

    `name` begins its ids, so that two pictures in one page do not share any.
    """
    drawn = ET.fromstring(svg)  # noqa: S314 it was not sent by anybody
    width, height = drawn.attrib["width"], drawn.attrib["height"]
    root = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-about",
            "width": width,
            "height": height,
            "viewBox": drawn.attrib["viewBox"],
        },
    )
    _add_text(root, "title", f"{name}-title", title)
    _add_text(root, "desc", f"{name}-about", about)
    _add_shown(root, drawn)
    return ET.tostring(root, encoding="unicode")


def _add_text(root: ET.Element, tag: str, id: str, text: str) -> None:
    ET.SubElement(root, tag, {"id": id}).text = text


def _add_shown(to: ET.Element, drawn: ET.Element) -> None:
    for child in drawn:
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        if tag not in SHOWN or _is_unseen(child):
            continue
        kept = {name: value for name, value in child.attrib.items() if name in KEPT}
        copy = ET.SubElement(to, tag, kept)
        copy.text = child.text
        _add_shown(copy, child)


def _is_unseen(element: ET.Element) -> bool:
    """Whether it is a background of a group, which the library writes for each of them."""
    return element.get("class") in ("background", "foreground")
