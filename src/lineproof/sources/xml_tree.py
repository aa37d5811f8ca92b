"""Which tree does an XML file hold? Parsed with entities, document types and the network off.

No invoice has a document type, and only in one can entities be defined: it is refused unread.
"""

from __future__ import annotations

from xml.parsers import expat

from lxml import etree

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.damage import damaged

#: A million lines of UBL are larger; those come as a table.
XML_BYTES_MAX = 256 * 2**20


class _TypedError(Exception):
    """The file has a document type."""


class _BegunError(Exception):
    """The root begins: no document type can follow."""


def parse_xml(content: bytes, *, file: str) -> etree._Element:
    """Return the root of an XML file; raises InputRefusedError where it isn't safe or well-formed.

    >>> parse_xml(b"<a><b/></a>", file="a.xml").tag
    'a'
    """
    if len(content) > XML_BYTES_MAX:
        message = f"{file} holds {len(content):,} bytes, more than {XML_BYTES_MAX:,}"
        fix = "Ask for the lines as CSV, XLSX or Parquet, beside the invoice: --detail."
        raise InputRefusedError((error("E-FILE-TOO-LARGE", message, where=file, fix=fix),))
    _refuse_typed(content, file=file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise damaged(file, str(problem)) from problem


def _refuse_typed(content: bytes, *, file: str) -> None:
    """Raise InputRefusedError where a document type stands before the root; read no further."""

    def typed(*_: object) -> None:
        raise _TypedError

    def begun(*_: object) -> None:
        raise _BegunError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = typed
    parser.StartElementHandler = begun
    try:
        parser.Parse(content, True)  # noqa: FBT003 - positional in pyexpat
    except _BegunError:
        return
    except _TypedError:
        message = f"{file} has a document type, which may define entities: it isn't read"
        fix = "Ask for the invoice as its format prescribes: none has a document type."
        finding = error(
            "E-XML-DOCTYPE", message, where=f"{file}:{parser.CurrentLineNumber}", fix=fix
        )
        raise InputRefusedError((finding,)) from None
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise damaged(file, str(problem)) from problem
    raise damaged(file, "it has no root")
