"""Moves of people between an option's lines, as rows that both lines read."""

from __future__ import annotations

from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import ONE_MONTH, add_up, least, most
from licmodel.licensing.rule import Rule
from licmodel.lines.setting import Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.move import Move


class Moves:
    """Who has come to a line and who has gone from it, month by month."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        self.scenario = scenario
        self.setting = setting

    def __call__(self, key: str, unit: str) -> Expr | None:
        """Those who have come to ``option.line``, less those gone; None where nobody moves."""
        option, line = key.split(".")
        parts = []
        for name, owner in self.scenario.moves(option).items():
            move = self.scenario.options[owner].moves[name]
            if line in {move.source_line, move.target_line}:
                self._refuse_rule(option, line, f"{owner}.moves.{name}")
            if line == move.target_line:
                parts.append(self._so_far(option, owner, name, move, unit, "arrived"))
            elif line == move.source_line:
                parts.append(0 - self._so_far(option, owner, name, move, unit, "gone"))
        return add_up(*parts) if parts else None

    def _refuse_rule(self, option: str, line: str, at: str) -> None:
        """Refuse to move people off, or onto, what a rule counts: it is seldom one for each."""
        written = self.scenario.options[option].lines[line].quantity
        if isinstance(written, Rule):
            raise InputError(
                f"{at}: people cannot be moved where a rule counts",
                where=self.setting.place(at),
                found=f"the quantity of {option}.{line} is the rule {written.rule}",
                expected="a line whose quantity is a number or a driver",
                remedies=[
                    "take the move out, and write by_date: inside the rule for those it counts",
                    "or let the rule follow a driver of this option's own",
                ],
            )

    def _so_far(  # noqa: PLR0913, PLR0917  a move has this many sides
        self, option: str, owner: str, name: str, move: Move, unit: str, what: str
    ) -> Expr:
        at, said = f"{owner}.moves.{name}", name.replace("_", " ")
        setting = self.setting
        people = setting.quantity(
            f"{at}.people", f"{said}: people who move", unit, move.people, move.provenance
        )
        starts, ends = (
            setting.declare(
                f"{at}.{field}",
                f"{said}: {words}",
                "month",
                month,
                move.provenance,
                shown="month",
                given=False,
            )
            for field, words, month in (
                ("starts", "the first go", move.starts),
                ("ends", "the last go", move.ends),
            )
        )
        passed = setting.month - starts + ONE_MONTH
        if what == "gone":
            passed -= setting.figure(
                f"{at}.overlap_months",
                f"{said}: months with both",
                "month",
                move.overlap_months,
                move.provenance,
                given="overlap_months" in move.model_fields_set,
            )
        share = least(most(passed / (ends - starts + ONE_MONTH), 0), 1)
        return setting.program.row(
            f"{option}.moves.{name}.{what}", f"{said}: {what} so far", people * share
        )
