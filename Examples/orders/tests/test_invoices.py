from datetime import date

import pytest
from builders import make_order

from orders import Catalog, Customer, Invoice, InvoiceRenderer, PaymentTerms, price
from orders.invoices import InvoiceFormat
from orders_tax import RateTable


@pytest.mark.parametrize(
    ("terms", "issued", "due"),
    [
        (PaymentTerms(), "2026-03-05", "2026-04-04"),
        (PaymentTerms(days=0), "2026-03-05", "2026-03-05"),
        (PaymentTerms(days=14, end_of_month=True), "2026-02-10", "2026-02-28"),
        (PaymentTerms(days=30, end_of_month=True), "2028-01-30", "2028-02-29"),
    ],
)
def test_the_due_date(terms: PaymentTerms, issued: str, due: str) -> None:
    assert terms.due(date.fromisoformat(issued)) == date.fromisoformat(due)


def test_terms_are_not_negative() -> None:
    with pytest.raises(ValueError, match="days"):
        PaymentTerms(days=-1)


@pytest.fixture
def invoice(catalog: Catalog, taxes: RateTable) -> Invoice:
    priced = price(make_order({"POT-100": 1, "CUP-010": 6, "TEA-001": 2}), catalog, taxes)
    return Invoice("2026-00007", date(2026, 3, 5), priced)


def test_the_text_invoice(invoice: Invoice) -> None:
    lines = InvoiceRenderer().render(invoice).splitlines()
    assert lines[0] == "INVOICE 2026-00007"
    assert lines[1] == "Issued 5 March 2026, due 4 April 2026"
    assert "CUP-010    Porcelain cup                     6 x        €7.25        €43.50" in lines
    amounts = {line.strip().split("  ")[0]: line.split()[-1] for line in lines if "€" in line}
    assert amounts["less discount"] == "-€4.35"
    assert amounts["Net"] == "€126.95"
    assert amounts["VAT 19% on €103.15"] == "€19.60"
    assert amounts["VAT 7% on €23.80"] == "€1.67"
    assert amounts["Total"] == "€148.22"
    assert not any(line.startswith("VAT id") for line in lines)


def test_the_vat_id_is_shown(catalog: Catalog, taxes: RateTable) -> None:
    company = Customer(name="Co", email="co@shop.example", country="DE", vat_id="DE123456789")
    order = make_order({"TEA-001": 1}).model_copy(update={"customer": company})
    invoice = Invoice("1", date(2026, 3, 5), price(order, catalog, taxes))
    assert "VAT id DE123456789" in InvoiceRenderer().render(invoice)


def test_the_locale_decides_words_and_figures(invoice: Invoice) -> None:
    text = InvoiceRenderer("de_DE").render(invoice)
    assert "5. März 2026" in text
    assert "148,22\xa0€" in text


def test_html_escapes_what_customers_write(catalog: Catalog, taxes: RateTable) -> None:
    mischief = Customer(name="<script>x</script>", email="x@shop.example", country="DE")
    order = make_order({"TEA-001": 1}).model_copy(update={"customer": mischief})
    invoice = Invoice("1", date(2026, 3, 5), price(order, catalog, taxes))
    html = InvoiceRenderer("fr_FR").render(invoice, InvoiceFormat.HTML)
    assert '<html lang="fr">' in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
