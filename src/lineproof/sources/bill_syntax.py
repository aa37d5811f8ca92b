"""Where do UBL and CII say what EN 16931 calls by a number? Two tables of paths with one shape.

Source: EN 16931-3-2 (UBL 2.1) and EN 16931-3-3 (CII D16B), by business term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Syntax:
    """The paths of one format: of the head from the root, of the parts from their own element.

    head, lines, taxes, allowances: paths by our names. line, tax, allowance: the elements; the
    allowances of a line are its own `allowance`.
    """

    head: Mapping[str, etree.XPath]
    line: etree.XPath
    lines: Mapping[str, etree.XPath]
    tax: etree.XPath
    taxes: Mapping[str, etree.XPath]
    allowance: etree.XPath
    line_allowance: etree.XPath
    allowances: Mapping[str, etree.XPath]


_UBL = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_CII = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


def _paths(spaces: Mapping[str, str], **paths: str) -> dict[str, etree.XPath]:
    """Return compiled paths by name."""
    return {name: etree.XPath(path, namespaces=dict(spaces)) for name, path in paths.items()}


def _path(spaces: Mapping[str, str], path: str) -> etree.XPath:
    """Return one compiled path."""
    return etree.XPath(path, namespaces=dict(spaces))


_PARTY = "cac:Accounting{}Party/cac:Party/"
_VAT = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID"
_NAME = "cac:PartyLegalEntity/cbc:RegistrationName"
_TOTAL = "cac:LegalMonetaryTotal/cbc:"

UBL = Syntax(
    head=_paths(
        _UBL,
        number="cbc:ID",
        type="cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode",
        issued="cbc:IssueDate",
        due="cbc:DueDate | cac:PaymentMeans/cbc:PaymentDueDate",
        currency="cbc:DocumentCurrencyCode",
        contract="cac:ContractDocumentReference/cbc:ID",
        order="cac:OrderReference/cbc:ID",
        account="cbc:AccountingCost",
        circuit="cac:AdditionalDocumentReference[cbc:DocumentTypeCode='130']/cbc:ID",
        seller=f"{_PARTY.format('Supplier')}{_NAME}",
        seller_tax_id=f"{_PARTY.format('Supplier')}{_VAT}",
        buyer=f"{_PARTY.format('Customer')}{_NAME}",
        buyer_tax_id=f"{_PARTY.format('Customer')}{_VAT}",
        payee="cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID",
        credits="cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID",
        first="cac:InvoicePeriod/cbc:StartDate",
        last="cac:InvoicePeriod/cbc:EndDate",
        lines_total=f"{_TOTAL}LineExtensionAmount",
        allowances_total=f"{_TOTAL}AllowanceTotalAmount",
        charges_total=f"{_TOTAL}ChargeTotalAmount",
        net=f"{_TOTAL}TaxExclusiveAmount",
        # the tax in an accounting currency has no parts
        tax="cac:TaxTotal[cac:TaxSubtotal]/cbc:TaxAmount",
        gross=f"{_TOTAL}TaxInclusiveAmount",
        prepaid=f"{_TOTAL}PrepaidAmount",
        rounding=f"{_TOTAL}PayableRoundingAmount",
        payable=f"{_TOTAL}PayableAmount",
    ),
    line=_path(_UBL, "cac:InvoiceLine | cac:CreditNoteLine"),
    lines=_paths(
        _UBL,
        line="cbc:ID",
        note="cbc:Note",
        description="cac:Item/cbc:Description",
        account="cbc:AccountingCost",
        order="cac:OrderLineReference/cac:OrderReference/cbc:ID",
        circuit="cac:DocumentReference[cbc:DocumentTypeCode='130']/cbc:ID",
        product="cac:Item/cbc:Name",
        first="cac:InvoicePeriod/cbc:StartDate",
        last="cac:InvoicePeriod/cbc:EndDate",
        quantity="cbc:InvoicedQuantity | cbc:CreditedQuantity",
        price="cac:Price/cbc:PriceAmount",
        per="cac:Price/cbc:BaseQuantity",
        net="cbc:LineExtensionAmount",
        rate="cac:Item/cac:ClassifiedTaxCategory/cbc:Percent",
    ),
    tax=_path(_UBL, "cac:TaxTotal/cac:TaxSubtotal"),
    taxes=_paths(
        _UBL, rate="cac:TaxCategory/cbc:Percent", base="cbc:TaxableAmount", tax="cbc:TaxAmount"
    ),
    allowance=_path(_UBL, "cac:AllowanceCharge"),
    line_allowance=_path(_UBL, "cac:AllowanceCharge"),
    allowances=_paths(
        _UBL,
        is_charge="cbc:ChargeIndicator",
        amount="cbc:Amount",
        reason="cbc:AllowanceChargeReason",
        rate="cac:TaxCategory/cbc:Percent",
    ),
)

_AGREED = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/ram:"
_SETTLED = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:"
_SUM = f"{_SETTLED}SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
_LINE_SETTLED = "ram:SpecifiedLineTradeSettlement/ram:"
_STRING = "/udt:DateTimeString"

CII = Syntax(
    head=_paths(
        _CII,
        number="rsm:ExchangedDocument/ram:ID",
        type="rsm:ExchangedDocument/ram:TypeCode",
        issued=f"rsm:ExchangedDocument/ram:IssueDateTime{_STRING}",
        due=f"{_SETTLED}SpecifiedTradePaymentTerms/ram:DueDateDateTime{_STRING}",
        currency=f"{_SETTLED}InvoiceCurrencyCode",
        contract=f"{_AGREED}ContractReferencedDocument/ram:IssuerAssignedID",
        order=f"{_AGREED}BuyerOrderReferencedDocument/ram:IssuerAssignedID",
        account=f"{_SETTLED}ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        circuit=f"{_AGREED}AdditionalReferencedDocument[ram:TypeCode='130']/ram:IssuerAssignedID",
        seller=f"{_AGREED}SellerTradeParty/ram:Name",
        seller_tax_id=f"{_AGREED}SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
        buyer=f"{_AGREED}BuyerTradeParty/ram:Name",
        buyer_tax_id=f"{_AGREED}BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
        payee=f"{_SETTLED}SpecifiedTradeSettlementPaymentMeans"
        "/ram:PayeePartyCreditorFinancialAccount/*[self::ram:IBANID or self::ram:ProprietaryID]",
        credits=f"{_SETTLED}InvoiceReferencedDocument/ram:IssuerAssignedID",
        first=f"{_SETTLED}BillingSpecifiedPeriod/ram:StartDateTime{_STRING}",
        last=f"{_SETTLED}BillingSpecifiedPeriod/ram:EndDateTime{_STRING}",
        lines_total=f"{_SUM}LineTotalAmount",
        allowances_total=f"{_SUM}AllowanceTotalAmount",
        charges_total=f"{_SUM}ChargeTotalAmount",
        net=f"{_SUM}TaxBasisTotalAmount",
        # the tax in an accounting currency comes second, and names that currency
        tax=f"{_SUM}TaxTotalAmount[not(@currencyID) or @currencyID=../../ram:InvoiceCurrencyCode]",
        gross=f"{_SUM}GrandTotalAmount",
        prepaid=f"{_SUM}TotalPrepaidAmount",
        rounding=f"{_SUM}RoundingAmount",
        payable=f"{_SUM}DuePayableAmount",
    ),
    line=_path(_CII, "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"),
    lines=_paths(
        _CII,
        line="ram:AssociatedDocumentLineDocument/ram:LineID",
        note="ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content",
        description="ram:SpecifiedTradeProduct/ram:Description",
        account=f"{_LINE_SETTLED}ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        order="ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument"
        "/ram:IssuerAssignedID",
        circuit=f"{_LINE_SETTLED}AdditionalReferencedDocument[ram:TypeCode='130']"
        "/ram:IssuerAssignedID",
        product="ram:SpecifiedTradeProduct/ram:Name",
        first=f"{_LINE_SETTLED}BillingSpecifiedPeriod/ram:StartDateTime{_STRING}",
        last=f"{_LINE_SETTLED}BillingSpecifiedPeriod/ram:EndDateTime{_STRING}",
        quantity="ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
        price="ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
        per="ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity",
        net=f"{_LINE_SETTLED}SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        rate=f"{_LINE_SETTLED}ApplicableTradeTax/ram:RateApplicablePercent",
    ),
    tax=_path(_CII, f"{_SETTLED}ApplicableTradeTax"),
    taxes=_paths(
        _CII, rate="ram:RateApplicablePercent", base="ram:BasisAmount", tax="ram:CalculatedAmount"
    ),
    allowance=_path(_CII, f"{_SETTLED}SpecifiedTradeAllowanceCharge"),
    line_allowance=_path(_CII, f"{_LINE_SETTLED}SpecifiedTradeAllowanceCharge"),
    allowances=_paths(
        _CII,
        is_charge="ram:ChargeIndicator/udt:Indicator",
        amount="ram:ActualAmount",
        reason="ram:Reason",
        rate="ram:CategoryTradeTax/ram:RateApplicablePercent",
    ),
)

#: By the root's name, with its namespace.
SYNTAXES = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": UBL,
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": UBL,
    f"{{{_CII['rsm']}}}CrossIndustryInvoice": CII,
}
