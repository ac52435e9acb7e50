"""What a row is made of: the inputs that it reads, straight or through other rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from licmodel.language.expression import Expr
from licmodel.language.program import Program


class Reach:
    """Which inputs, by key, each row of a program is made of."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.inputs = cache(self._inputs)

    def _inputs(self, key: str) -> frozenset[str]:
        row = self.program.rows[key]
        found: set[str] = set()
        for node in self._references(row.body, row.opening):
            if node.op == "input":
                found.add(node.ref)
            else:
                found |= self.inputs(node.ref)
        return frozenset(found)

    @staticmethod
    def _references(body: Expr, opening: Expr | str | None) -> Iterator[Expr]:
        yield from body.references()
        if isinstance(opening, Expr):
            yield from opening.references()
