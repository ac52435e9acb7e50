"""The cheapest cover: golden cases by hand, laws, and every combination tried without thinking."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from licmodel.analysis.estate.cover import Choice, Offer, choose

FEATURES = "abcde"
PRODUCTS = ("p", "q", "r", "s", "t", "u")


def offer(product: str, price: float, carries: str, beside: Sequence[str] = ()) -> Offer:
    """A product that carries the features of these letters."""
    return Offer(product, product.upper(), price, frozenset(carries), tuple(beside))


def bought(choice: Choice) -> tuple[str, ...] | None:
    """Products of the cheapest cover."""
    return None if choice.cheapest is None else choice.cheapest.products


class TestByHand:
    """A suite at 14; mail at 3 and apps at 9 apart."""

    mail, apps, suite = offer("mail", 3, "m"), offer("apps", 9, "a"), offer("suite", 14, "am")

    def test_apart_is_cheaper_and_breaks_even_at_12_or_with_mail_at_5(self) -> None:
        choice = choose("am", [self.mail, self.apps, self.suite])
        assert choice.single is not None
        assert choice.with_add_ons is not None
        assert (choice.single.price, choice.with_add_ons.price) == (14, 12)
        assert choice.with_add_ons.products == ("apps", "mail")
        assert (choice.break_even, choice.add_ons_break_even) == (12, 5)

    def test_at_the_break_even_price_both_cost_the_same_and_the_single_plan_is_taken(self) -> None:
        choice = choose("am", [self.mail, self.apps, offer("suite", 12, "am")])
        assert bought(choice) == ("suite",)
        assert choice.break_even == 12

    def test_a_break_even_is_told_where_the_suite_beats_each_of_its_parts(self) -> None:
        choice = choose("am", [self.mail, self.apps, offer("suite", 2, "am")])
        assert bought(choice) == ("suite",)
        assert (choice.break_even, choice.add_ons_break_even) == (12, -7)

    def test_an_add_on_is_bought_beside_its_plan_only(self) -> None:
        add_on = offer("add_on", 1, "x", ["suite"])
        assert bought(choose("ax", [self.apps, self.suite, add_on])) == ("suite", "add_on")
        assert bought(choose("ax", [self.apps, add_on])) is None
        assert bought(choose("x", [add_on])) is None

    def test_a_plan_beaten_in_price_is_kept_for_what_is_bought_beside_it(self) -> None:
        cheap, base = offer("cheap", 1, "am"), offer("base", 2, "a")
        add_on = offer("add_on", 1, "x", ["base"])
        assert bought(choose("ax", [cheap, base, add_on])) == ("base", "add_on")

    def test_an_add_on_may_be_needed_only_for_what_is_bought_beside_it(self) -> None:
        middle, top = offer("middle", 1, "", ["suite"]), offer("top", 1, "x", ["middle"])
        chosen = choose("ax", [self.suite, middle, top])
        assert set(bought(chosen) or ()) == {"suite", "middle", "top"}

    def test_an_own_name_of_a_plan_counts_as_that_plan(self) -> None:
        own = Offer("contract", "Contract", 5, frozenset("a"), same_as="suite")
        assert bought(choose("ax", [own, offer("add_on", 1, "x", ["suite"])])) == (
            *("contract", "add_on"),
        )

    def test_three_add_ons_are_not_tried(self) -> None:
        parts = [offer(letter, 1, letter) for letter in "abcd"]
        assert bought(choose("abc", parts)) is not None
        assert bought(choose("abcd", parts)) is None


@st.composite
def offers(draw: st.DrawFn) -> list[Offer]:
    """Products with whole prices, some of them bought beside another."""
    names = draw(st.lists(st.sampled_from(PRODUCTS), unique=True, max_size=6))
    return [
        offer(
            name,
            draw(st.integers(0, 9)),
            "".join(draw(st.frozensets(st.sampled_from(FEATURES)))),
            draw(st.lists(st.sampled_from(PRODUCTS), unique=True, max_size=2))
            if draw(st.booleans())
            else (),
        )
        for name in names
    ]


NEEDS = st.frozensets(st.sampled_from(FEATURES), min_size=1)


def cheapest(choice: Choice) -> float:
    """Price of the cheapest cover; more than any where there is none."""
    return float("inf") if choice.cheapest is None else choice.cheapest.price


@given(NEEDS, offers())
def test_no_combination_of_up_to_three_products_is_cheaper(
    needs: frozenset[str], listed: list[Offer]
) -> None:
    prices = [float("inf")]
    for count in (1, 2, 3):
        for chosen in combinations(listed, count):
            held = {each.product for each in chosen}
            carried = frozenset().union(*(each.carries for each in chosen))
            sold = all(
                not each.beside or (held - {each.product}) & {*each.beside} for each in chosen
            )
            if needs <= carried and sold and any(not each.beside for each in chosen):
                prices.append(sum(each.price for each in chosen))
    assert cheapest(choose(needs, listed)) == min(prices)


@given(NEEDS, st.sampled_from(FEATURES), offers())
def test_one_need_more_never_makes_it_cheaper_and_one_less_never_dearer(
    needs: frozenset[str], feature: str, listed: list[Offer]
) -> None:
    assert cheapest(choose(needs | {feature}, listed)) >= cheapest(choose(needs, listed))
    if needs - {feature}:
        assert cheapest(choose(needs - {feature}, listed)) <= cheapest(choose(needs, listed))


@given(NEEDS, offers(), st.randoms(use_true_random=False))
def test_the_order_in_which_products_stand_changes_nothing(
    needs: frozenset[str], listed: list[Offer], order: Random
) -> None:
    """[19] Labels and places decide nothing."""
    shuffled = list(listed)
    order.shuffle(shuffled)
    assert choose(needs, shuffled) == choose(needs, listed)


@given(NEEDS, offers())
def test_what_is_chosen_covers_and_is_sold_so(needs: frozenset[str], listed: list[Offer]) -> None:
    choice = choose(needs, listed)
    for cover in (choice.single, choice.with_add_ons):
        if cover is not None:
            assert needs <= cover.carries
            assert not cover.offers[0].beside
            assert all(
                not each.beside or set(each.beside) & ({*cover.products} - {each.product})
                for each in cover.offers
            )
    if choice.single and choice.with_add_ons:
        assert choice.break_even == choice.with_add_ons.price


@given(NEEDS, offers())
def test_nothing_stands_beside_what_carries_all_that_it_does(
    needs: frozenset[str], listed: list[Offer]
) -> None:
    """No suite is advised beside one that contains it, unless that is sold beside it alone."""
    best = choose(needs, listed).cheapest
    if best is None:
        return
    for each in best.offers:
        if each.price and not any(each.is_one_of(other.beside) for other in best.offers):
            assert best.only_by(each) & needs
