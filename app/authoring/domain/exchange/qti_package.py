"""Items in a package of QTI 3.0: a zip with a manifest (1EdTech content packaging, profile of QTI 3.0) and one document
for each item. Namespaces and schema locations are those of the final release of 2022."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.authoring.domain.exchange.archive import write_archive
from app.authoring.domain.exchange.items import Item
from app.authoring.domain.exchange.qti_items import assessment_item
from app.authoring.domain.exchange.qti_processing import NAMESPACE

SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd"
ITEM_SCHEMA = f"{NAMESPACE} {SCHEMAS}/imsqti_asiv3p0_v1p0.xsd"
PACKAGING = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
PACKAGING_SCHEMA = f"{PACKAGING} {SCHEMAS}/imsqtiv3p0_imscpv1p2_v1p0.xsd"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
ITEM_TYPE = "imsqti_item_xmlv3p0"


def qti_package(items: Sequence[Item]) -> bytes:
    """The zip; the same items give the same bytes."""
    files = {path_of(item): _item_document(item) for item in items}
    return write_archive({**files, "imsmanifest.xml": _document(_manifest(items), PACKAGING, PACKAGING_SCHEMA)})


def path_of(item: Item) -> str:
    return "/".join(("items", *item.folder, f"{item.id}.xml"))


def _item_document(item: Item) -> bytes:
    element = assessment_item(identifier_of(item), f"{' · '.join(item.name)} · {item.id}", item.question)
    return _document(element, NAMESPACE, ITEM_SCHEMA)


def identifier_of(item: Item) -> str:
    """An identifier begins with a letter, a slug may begin with a digit."""
    return f"q-{item.id}"


def _manifest(items: Iterable[Item]) -> Element:
    manifest = Element("manifest", identifier="hoc-vu-so")
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTI Package"
    SubElement(metadata, "schemaversion").text = "3.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    for item in items:
        names = {"identifier": identifier_of(item), "type": ITEM_TYPE, "href": path_of(item)}
        SubElement(SubElement(resources, "resource", names), "file", href=path_of(item))
    indent(manifest)
    return manifest


def _document(root: Element, namespace: str, schema: str) -> bytes:
    """Names without a prefix, in the one namespace: what reads QTI in a browser knows no other."""
    root.attrib = {"xmlns": namespace, SCHEMA_LOCATION: schema, **root.attrib}
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()
