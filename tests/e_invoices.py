"""How do tests of bills make e-invoices? Small ones in UBL, CII and of the tax office, all made up.

Their shapes are those that carriers send: a circuit a line, allowances, several rates, prepayments.
"""

from __future__ import annotations

from collections.abc import Sequence

_UBL_SPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
_ADDRESS = "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"  # noqa: E501
_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def _party(role: str, name: str, tax_id: str) -> str:
    """Return a party of a UBL invoice."""
    return (
        f"<cac:Accounting{role}Party><cac:Party>"
        f'<cbc:EndpointID schemeID="EM">bills@{name.lower()}.example</cbc:EndpointID>{_ADDRESS}'
        f"<cac:PartyTaxScheme><cbc:CompanyID>{tax_id}</cbc:CompanyID>{_SCHEME}</cac:PartyTaxScheme>"
        f"<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>"
        f"</cac:PartyLegalEntity></cac:Party></cac:Accounting{role}Party>"
    )


def _category(percent: str, name: str = "TaxCategory") -> str:
    """Return a tax category of UBL."""
    return (
        f"<cac:{name}><cbc:ID>S</cbc:ID><cbc:Percent>{percent}</cbc:Percent>{_SCHEME}</cac:{name}>"
    )


def _amount(tag: str, amount: str) -> str:
    """Return an amount in EUR."""
    return f'<cbc:{tag} currencyID="EUR">{amount}</cbc:{tag}>'


def _ubl_line(kind: str, number: int, circuit: str, net: str, quantity: str) -> str:
    """Return a line of UBL, for March 2025 and one circuit, without allowances."""
    counted = "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity"
    allowance = (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"<cbc:AllowanceChargeReason>score factor</cbc:AllowanceChargeReason>"
        f"{_amount('Amount', '10.00')}</cac:AllowanceCharge>"
        if circuit == "C-10"
        else ""
    )
    return (
        f"<cac:{kind}Line><cbc:ID>{number}</cbc:ID>"
        f'<cbc:{counted} unitCode="C62">{quantity}</cbc:{counted}>'
        f"{_amount('LineExtensionAmount', net)}"
        "<cac:InvoicePeriod><cbc:StartDate>2025-03-01</cbc:StartDate>"
        "<cbc:EndDate>2025-03-31</cbc:EndDate></cac:InvoicePeriod>"
        f"<cac:DocumentReference><cbc:ID>{circuit}</cbc:ID>"
        "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>"
        f"{allowance}<cac:Item><cbc:Name>fibre 100M</cbc:Name>"
        f"{_category('19', 'ClassifiedTaxCategory')}</cac:Item>"
        f"<cac:Price>{_amount('PriceAmount', '100.00')}</cac:Price></cac:{kind}Line>"
    )


def ubl(
    *,
    number: str = "R-1",
    kind: str = "Invoice",
    tax: str = "51.30",
    gross: str = "321.30",
    payable: str = "221.30",
    credits_: str = "",
) -> bytes:
    """Return a UBL invoice: 100.00 + (200.00 − 10.00) − 20.00 = 270.00, + 19 % = 321.30.

    Its lines are of circuits C-1 and C-10; 20.00 are taken off the whole; 100.00 are prepaid.
    """
    code = "380" if kind == "Invoice" else "381"
    references = (
        f"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{credits_}</cbc:ID>"
        "</cac:InvoiceDocumentReference></cac:BillingReference>"
        if credits_
        else ""
    )
    due = "<cbc:DueDate>2025-05-02</cbc:DueDate>" if kind == "Invoice" else ""
    text = (
        f'<{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" {_UBL_SPACES}>'
        "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>"
        f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2025-04-02</cbc:IssueDate>{due}"
        f"<cbc:{kind}TypeCode>{code}</cbc:{kind}TypeCode>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        "<cbc:AccountingCost>ACC-7</cbc:AccountingCost>"
        "<cac:OrderReference><cbc:ID>PO-5</cbc:ID></cac:OrderReference>"
        f"{references}"
        "<cac:ContractDocumentReference><cbc:ID>minimal</cbc:ID></cac:ContractDocumentReference>"
        f"{_party('Supplier', 'P', 'DE1')}{_party('Customer', 'B', 'DE2')}"
        "<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>"
        "<cac:PayeeFinancialAccount><cbc:ID>XX00ACCOUNT</cbc:ID></cac:PayeeFinancialAccount>"
        "</cac:PaymentMeans>"
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReason>volume discount</cbc:AllowanceChargeReason>"
        f"{_amount('Amount', '20.00')}{_category('19')}</cac:AllowanceCharge>"
        f"<cac:TaxTotal>{_amount('TaxAmount', tax)}<cac:TaxSubtotal>"
        f"{_amount('TaxableAmount', '270.00')}{_amount('TaxAmount', tax)}{_category('19')}"
        "</cac:TaxSubtotal></cac:TaxTotal><cac:LegalMonetaryTotal>"
        f"{_amount('LineExtensionAmount', '290.00')}{_amount('TaxExclusiveAmount', '270.00')}"
        f"{_amount('TaxInclusiveAmount', gross)}{_amount('AllowanceTotalAmount', '20.00')}"
        f"{_amount('PrepaidAmount', '100.00')}{_amount('PayableAmount', payable)}"
        "</cac:LegalMonetaryTotal>"
        f"{_ubl_line(kind, 1, 'C-1', '100.00', '1')}{_ubl_line(kind, 2, 'C-10', '190.00', '2')}"
        f"</{kind}>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _cii_day(tag: str, day: str) -> str:
    """Return a day of CII."""
    return f'<ram:{tag}><udt:DateTimeString format="102">{day}</udt:DateTimeString></ram:{tag}>'


def _cii_party(role: str, name: str, tax_id: str) -> str:
    """Return a party of CII."""
    return (
        f"<ram:{role}TradeParty><ram:Name>{name}</ram:Name>"
        "<ram:PostalTradeAddress><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>"
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{tax_id}</ram:ID>'
        f"</ram:SpecifiedTaxRegistration></ram:{role}TradeParty>"
    )


def _cii_line(number: int, circuit: str, net: str, percent: str) -> str:
    """Return a line of CII."""
    return (
        "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
        f"<ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>"
        "<ram:SpecifiedTradeProduct><ram:Name>fibre</ram:Name></ram:SpecifiedTradeProduct>"
        "<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{net}</ram:ChargeAmount></ram:NetPriceProductTradePrice>"
        "</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        '<ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>"
        "<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>"
        "<ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{percent}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        f"<ram:BillingSpecifiedPeriod>{_cii_day('StartDateTime', '20250301')}"
        f"{_cii_day('EndDateTime', '20250331')}</ram:BillingSpecifiedPeriod>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{net}</ram:LineTotalAmount>"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>{circuit}</ram:IssuerAssignedID>"
        "<ram:TypeCode>130</ram:TypeCode></ram:AdditionalReferencedDocument>"
        "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )


def _cii_tax(tax: str, base: str, percent: str) -> str:
    """Return the tax of one rate of CII."""
    return (
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{tax}</ram:CalculatedAmount>"
        f"<ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{base}</ram:BasisAmount>"
        "<ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{percent}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
    )


def cii(*, code: str = "380", credits_: str = "") -> bytes:
    """Return a CII invoice: 100.00 at 19 % and 50.00 at 7 %: 150.00 + 19.00 + 3.50 = 172.50."""
    references = (
        f"<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>{credits_}</ram:IssuerAssignedID>"
        "</ram:InvoiceReferencedDocument>"
        if credits_
        else ""
    )
    space = "urn:un:unece:uncefact:data:standard"
    text = (
        f'<rsm:CrossIndustryInvoice xmlns:rsm="{space}:CrossIndustryInvoice:100" '
        f'xmlns:ram="{space}:ReusableAggregateBusinessInformationEntity:100" '
        f'xmlns:udt="{space}:UnqualifiedDataType:100">'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
        "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument><ram:ID>R-2</ram:ID><ram:TypeCode>{code}</ram:TypeCode>"
        f"{_cii_day('IssueDateTime', '20250402')}</rsm:ExchangedDocument>"
        "<rsm:SupplyChainTradeTransaction>"
        f"{_cii_line(1, 'C-1', '100.00', '19')}{_cii_line(2, 'C-3', '50.00', '7')}"
        "<ram:ApplicableHeaderTradeAgreement>"
        f"{_cii_party('Seller', 'P', 'DE1')}{_cii_party('Buyer', 'B', 'DE2')}"
        "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery>"
        f"<ram:ActualDeliverySupplyChainEvent>{_cii_day('OccurrenceDateTime', '20250331')}"
        "</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>"
        "<ram:ApplicableHeaderTradeSettlement>"
        "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
        f"{_cii_tax('19.00', '100.00', '19')}{_cii_tax('3.50', '50.00', '7')}"
        f"<ram:SpecifiedTradePaymentTerms>{_cii_day('DueDateDateTime', '20250502')}"
        "</ram:SpecifiedTradePaymentTerms>"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        "<ram:LineTotalAmount>150.00</ram:LineTotalAmount>"
        "<ram:TaxBasisTotalAmount>150.00</ram:TaxBasisTotalAmount>"
        '<ram:TaxTotalAmount currencyID="EUR">22.50</ram:TaxTotalAmount>'
        "<ram:GrandTotalAmount>172.50</ram:GrandTotalAmount>"
        "<ram:DuePayableAmount>172.50</ram:DuePayableAmount>"
        f"</ram:SpecifiedTradeSettlementHeaderMonetarySummation>{references}"
        "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>"
        "</rsm:CrossIndustryInvoice>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


BLUE, RED, AGREED = "25" + "0" * 17 + "1", "25" + "0" * 17 + "2", "11" + "0" * 17 + "9"


def fapiao(
    *lines: Sequence[str], number: str = BLUE, is_blue: bool = True, red: str = "", remark: str = ""
) -> bytes:
    """Return an e-fapiao; lines: amount, rate, tax; 600.00 at 6 % if none. Totals are sums."""
    rows = lines or (("600.00", "0.06", "36.00"),)
    net = sum(int(row[0].replace(".", "")) for row in rows)
    tax = sum(int(row[2].replace(".", "")) for row in rows if row[2] != "***")
    items = "".join(
        "<IssuItemInformation><ItemName>*电信服务*专线租赁</ItemName><MeaUnits>月</MeaUnits>"
        f"<Quantity>1</Quantity><UnPrice>{amount}</UnPrice><Amount>{amount}</Amount>"
        f"<TaxRate>{rate}</TaxRate><ComTaxAm>{due}</ComTaxAm></IssuItemInformation>"
        for amount, rate, due in rows
    )
    label = "Y" if is_blue else "N"
    text = (
        f"<EInvoice><Header><EIid>{number}</EIid><InherentLabel><InIssuType>"
        f"<LabelCode>{label}</LabelCode></InIssuType></InherentLabel></Header><EInvoiceData>"
        "<SellerInformation><SellerIdNum>91TESTSELLER</SellerIdNum><SellerName>P</SellerName>"
        "</SellerInformation><BuyerInformation><BuyerIdNum>91TESTBUYER</BuyerIdNum>"
        "<BuyerName>B</BuyerName></BuyerInformation><BasicInformation>"
        f"<TotalAmWithoutTax>{net / 100:.2f}</TotalAmWithoutTax>"
        f"<TotalTaxAm>{tax / 100:.2f}</TotalTaxAm>"
        f"<TotalTax-includedAmount>{(net + tax) / 100:.2f}</TotalTax-includedAmount>"
        f"<RequestTime>2025-04-02 10:11:12</RequestTime></BasicInformation>{items}"
        f"<SpecificInformation>{red}</SpecificInformation>"
        f"<AdditionalInformation><Remark>{remark}</Remark></AdditionalInformation></EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
        "<IssueTime>2025-04-02 10:11:12</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
