"""OCEL 2.0 as XML, read without entities or network."""

from pathlib import Path
from typing import Any

from samsyn.evidence.process.taken import unreadable

OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}


def load(file: Path, name: str) -> dict[str, Any]:
    """As JSON would have it. Raises `EvidenceError` UNREADABLE, also where the file declares a type of its own."""
    from lxml import etree

    try:
        tree = etree.parse(str(file), etree.XMLParser(**OPTIONS))
    except (etree.XMLSyntaxError, OSError) as error:
        raise unreadable("OCEL (XML)", error, name) from None
    if tree.docinfo.doctype:
        raise unreadable("OCEL (XML)", "DOCTYPE", name)
    parts = {"objects": "{*}object", "events": "{*}event"}
    lists = {part: tree.getroot().find(f"{{*}}{part}") for part in parts}
    return {part: [_one(each) for each in found.iterchildren(parts[part])] for part, found in lists.items()
            if found is not None}  # fmt: skip


def _one(element: Any) -> dict[str, Any]:
    attributes = element.iterfind("{*}attributes/{*}attribute")
    related = (one for one in element.iterfind("{*}objects/*") if one.get("object-id") is not None)
    return {
        "id": element.get("id"), "type": element.get("type"), "time": element.get("time"),
        "attributes": [{"name": one.get("name"), "value": one.text} for one in attributes],
        "relationships": [{"objectId": one.get("object-id")} for one in related],
    }  # fmt: skip


def write(log: dict[str, Any], file: Path) -> None:
    """The log in the elements and attributes of OCEL 2.0."""
    from lxml import etree

    root = etree.Element("log")
    for part, name in (("objectTypes", "object-type"), ("eventTypes", "event-type")):
        kinds = etree.SubElement(root, f"{name}s")
        for one in log[part]:
            held = etree.SubElement(etree.SubElement(kinds, name, name=one["name"]), "attributes")
            for each in one["attributes"]:
                etree.SubElement(held, "attribute", name=each["name"], type=each["type"])
    for part in ("objects", "events"):
        within = etree.SubElement(root, part)
        for one in log[part]:
            _written(etree, within, part[:-1], one)
    etree.ElementTree(root).write(str(file), encoding="utf-8", xml_declaration=True, pretty_print=True)


def _written(etree: Any, within: Any, name: str, one: dict[str, Any]) -> None:
    element = etree.SubElement(within, name, **{key: one[key] for key in ("id", "type", "time") if key in one})
    held = etree.SubElement(element, "attributes")
    for each in one["attributes"]:
        etree.SubElement(held, "attribute", name=each["name"]).text = each["value"]
    objects = etree.SubElement(element, "objects")
    for each in one["relationships"]:
        keys = {"object-id": each["objectId"], "qualifier": each["qualifier"]}
        etree.SubElement(objects, "relationship", **keys)
