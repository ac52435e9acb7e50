"""Slips of the pen: shares that miss the whole, signs of another money, names nearly right."""

from pathlib import Path

import pytest

from tests.unit.plain import PLAIN, changed, compared, refused


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, so that messages name files as users do."""
    monkeypatch.chdir(tmp_path)


# --- shares ---

SPLIT = "{kind: subscription, product: suite, quantity: {driver: staff, share: %s}}\n"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (["72.4%", "27.6%"], None),
        (["33.33%", "33.33%", "33.33%"], None),
        (["20%", "80%", "80%"], None),  # one of ten thousand uses of a fifth and its rest
        (["46%", "30%"], None),
        (["72.4%", "28.6%"], "101%: is one of them mistyped? renew.a 72.4%, renew.b 28.6%"),
        (["50%", "30%", "19%"], "99%: is one of them mistyped? renew.a 50%, renew.b 30%, renew.c"),
        (["21%", "80%", "60%"], "101%: is one of them mistyped? renew.a 21%, renew.b 80%"),
    ],
)
def test_shares_that_nearly_make_a_whole_are_asked_about(
    shares: list[str], said: str | None
) -> None:
    lines = "".join(f"      {k}: {SPLIT % s}" for k, s in zip("abc", shares, strict=False))
    # an option that takes the lines over is not asked about them again
    child = "  child:\n    based_on: renew\n    lines: {more: {kind: one_off, amount: 1}}\n"
    asked = [each for each in compared(PLAIN + lines + child).warnings if "mistyped" in each]
    if said is None:
        assert asked == []
    else:
        (only,) = asked
        assert only.startswith(f"shares of staff add up to {said}")


def test_drivers_and_personas_that_nearly_make_a_whole_are_asked_about_too() -> None:
    part = "  {}: {{unit: user, driver: staff, share: {}}}\n".format
    drivers = part("some", "60%") + part("rest", "41%")
    text = changed("prices:\n", f"{drivers}prices:\n")
    personas = "personas:\n" + "".join(
        f"  {key}: {{people: {{driver: staff, share: {share}}}, needs: [teams], assumed: a}}\n"
        for key, share in (("office", "60%"), ("field", "39%"))
    )
    asked = [each.split("? ") for each in compared(text + personas).warnings if "? " in each]
    said = "shares of staff add up to {}: is one of them mistyped"
    assert asked == [
        [said.format("101%"), "drivers.some 60%, drivers.rest 41%"],
        [said.format("99%"), "personas.office 60%, personas.field 39%"],
    ]


# --- signs of money ---

EURO = "finance: {currency: EUR}\n" + PLAIN
FEE = "{fee: {kind: one_off, amount: £5}}"
POUNDS = {
    "amount": ("amount: 1_000", "amount: £1_000"),
    "range": ("amount: 1_000", "amount: {value: 1_000, range: [£900, £1_100]}"),
    "price of a list": ("2028-04: 130", "2028-04: £130"),
    "price that nothing reads": ("prices:\n", "prices:\n  other: {per: year, value: £5}\n"),
    "option not costed": (
        "options:\n",
        f"options:\n  b: {{status: rejected, reason: over £9, lines: {FEE}}}\n",
    ),
    "set": ("options:\n", "what_ifs: {w: {renew.support.amount: {set: £5}}}\noptions:\n"),
    "add": ("options:\n", "what_ifs: {w: {renew.support.amount: {add: £5}}}\noptions:\n"),
}


@pytest.mark.parametrize(("old", "new"), POUNDS.values(), ids=POUNDS.keys())
def test_a_pound_sign_is_refused_in_every_field_where_the_currency_is_another(
    old: str, new: str
) -> None:
    good = new.replace("£", "")
    assert compared(EURO.replace(old, good)).to_json()["currency"] == "EUR"
    assert compared(PLAIN.replace(old, new)).to_json()["currency"] == "GBP"
    message = refused(EURO.replace(old, new))
    assert "a sum in pounds, where the currency is EUR\n  found: £" in message
    assert "over £9" not in message


@pytest.mark.parametrize("sign", ["$", "€"])
@pytest.mark.parametrize("text", [PLAIN, EURO])
def test_no_other_sign_of_money_is_read(text: str, sign: str) -> None:
    message = refused(text.replace("amount: 1_000", f"amount: {sign}1_000"))
    assert "of signs of money only £ is read; write the amount alone" in message


@pytest.mark.parametrize("change", ["{add: £5}", "{times: £2}"])
def test_a_sum_of_money_changes_no_number_of_people(change: str) -> None:
    text = f"{PLAIN}what_ifs: {{odd: {{drivers.staff.start: {change}}}}}\n"
    assert "without £" in refused(text)


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("quantity: staff", "quantity: stuff", "write staff"),
        (
            "quantity: staff",
            "quantity: staff, discount: {value: 10, range: [0%, 20%]}",
            "write 10%",
        ),
        ("value: 50}", "driver: staff}", "or write unit: user here"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(old: str, new: str, remedy: str) -> None:
    assert remedy in refused(changed(old, new))
