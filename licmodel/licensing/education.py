"""Education: free student licences for paid staff licences, and how staff are counted."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, most, round_up, where
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.quantity import Quantity

Staff = Annotated[Quantity, Over("user", also=("person", "staff", "teacher", "employee"))]


class StudentBenefit(Rule):
    """Student licences to be bought beyond those that come free with paid staff licences.

    Examples
    --------
    >>> rule = StudentBenefit.model_validate(
    ...     {"rule": "student_benefit", "students": "pupils", "paid_staff": "24"}
    ... )
    >>> rule.drivers_read
    ('pupils',)
    """

    basis: ClassVar[tuple[str, ...]] = ("student_use_benefit",)
    counts_in: ClassVar[str] = "student"
    explains: ClassVar[str] = (
        "For each paid staff licence of a suite, "
        "{student_use_benefit[students_per_suite]} students are free; for one of a single product, "
        "{student_use_benefit[students_per_single_product]}. That holds only while all staff who "
        "work with the product are paid for. Students beyond are bought."
    )

    rule: Literal["student_benefit"] = "student_benefit"

    students: Annotated[Quantity, Over("student", also=("pupil", "learner", "user", "person"))]
    """Students who use the product."""

    paid_staff: Staff
    """Staff licences paid for."""

    staff: Staff | None = None
    """Staff who have to be paid for; unless all are, no student is free. All are, if not said."""

    licence: Literal["suite", "single_product"] = "suite"
    """Whether the staff licences are of a suite, such as A3 or A5, or of a single product."""

    def count(self, desk: Desk) -> Expr:
        """Students less those who are free, where there are more."""
        each = desk.rule(f"student_use_benefit.students_per_{self.licence}")
        students = desk.row(
            "students_whole", "students who use the product", round_up(desk.quantity("students"))
        )
        paid = round_up(desk.quantity("paid_staff"))
        desk.row(
            "paid_staff_to_free_all",
            "paid staff licences that would free all students",
            round_up(students / each),
        )
        free = paid * each
        if self.staff is not None:
            all_paid = desk.row(
                "all_paid", "all staff are paid for", paid >= round_up(desk.quantity("staff"))
            )
            free = where(all_paid, free, 0)
        free = desk.row("free", "students free at most", free)
        return desk.row("shortfall", "students to buy", round_up(most(students - free, 0)))


class EducationStaff(Rule):
    """Staff licences for a school or college, by head or by full-time equivalent.

    Examples
    --------
    >>> rule = EducationStaff.model_validate(
    ...     {"rule": "education_staff", "by": "heads", "full_time": "500",
    ...      "part_time_teachers": "300", "part_time_others": "400"}
    ... )
    >>> rule.counts
    'user'
    """

    basis: ClassVar[tuple[str, ...]] = ("education_staff",)
    counts_in: ClassVar[str] = "user"
    explains: ClassVar[str] = (
        "By head, everyone who uses the platform product counts whole: employees and contractors, "
        "not students. By full-time equivalent, "
        "{education_staff[part_time_teachers_to_one]} part-time teachers count as one, and "
        "{education_staff[part_time_others_to_one]} other part-time staff; contractors do not."
    )

    rule: Literal["education_staff"] = "education_staff"

    by: Literal["heads", "full_time_equivalents"]
    """Heads for education qualified users, the rule since October 2017; or the older one."""

    full_time: Staff
    """Full-time staff who use the product, and any other who count whole."""

    part_time_teachers: Staff | None = None
    """Part-time teachers who use the product."""

    part_time_others: Staff | None = None
    """Other part-time staff who use the product."""

    contractors: Staff | None = None
    """Contractors and agency staff who use the product."""

    def count(self, desk: Desk) -> Expr:
        """Heads or full-time equivalents, whole; both stand in rows, with their difference."""
        heads = [desk.quantity("full_time")]
        equivalents = list(heads)
        for kind in ("part_time_teachers", "part_time_others"):
            if getattr(self, kind) is not None:
                heads.append(desk.quantity(kind))
                equivalents.append(heads[-1] / desk.rule(f"education_staff.{kind}_to_one"))
        if self.contractors is not None:
            heads.append(desk.quantity("contractors"))
        by_head = desk.row("heads", "staff by head", round_up(add_up(*heads)))
        by_equivalent = desk.row(
            "equivalents", "staff by full-time equivalent", round_up(add_up(*equivalents))
        )
        desk.row("more_by_head", "licences more by head", by_head - by_equivalent)
        chosen = by_head if self.by == "heads" else by_equivalent
        return desk.row("licences", "staff licences needed", chosen)
