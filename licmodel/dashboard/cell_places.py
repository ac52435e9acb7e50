"""Where a cell of a grid stands in a scenario file, and the cell of what stands there."""

from __future__ import annotations

from collections.abc import Container, Sequence

from licmodel.dashboard.inner_tables import FIGURE
from licmodel.scenario.overlay import Keys
from licmodel.workbook.form_placing import all_tables
from licmodel.workbook.form_tables import BY_DATE, ELSE, Column, Table, path_steps, path_text


def cell_path(table: Table, keys: tuple[str, ...], column: Column) -> Keys:
    """Where in the file a cell stands.

    Examples
    --------
    >>> from licmodel.workbook.form_tables import tables
    >>> drivers = tables()[0]
    >>> cell_path(drivers, ("staff",), column_called(drivers, ("growth",)))
    ('drivers', 'staff', 'growth')
    """
    row = row_path(table, keys)
    return row if not table.prefix or column.path == FIGURE else (*row, *column.path)


def is_within(path: Keys, within: Sequence[Keys]) -> bool:
    """Whether a path is inside of one of some; of none, all are.

    Examples
    --------
    >>> is_within(("drivers", "staff"), [("drivers",)]), is_within(("drivers",), [("options",)])
    (True, False)
    """
    return not within or any(path[: len(each)] == each for each in within)


def column_called(table: Table, path: Keys) -> Column | None:
    """The column of a table that has this path in it; none where none has.

    Examples
    --------
    >>> from licmodel.workbook.form_tables import tables
    >>> column_called(tables()[0], ("growth",)).is_percent
    True
    """
    return next((each for each in table.columns if each.path == path), None)


def column_at(path: Keys) -> Column | None:
    """The column of the forms that a path is in; none where it has none of its own.

    Examples
    --------
    >>> column_at(("drivers", "staff", "growth")).is_percent
    True
    """
    for table in all_tables():
        cell = None if table.sheet == ELSE else cell_of(table, path)
        if cell is not None:
            return column_called(table, cell[1])
    return None


def row_path(table: Table, keys: tuple[str, ...]) -> Keys:
    """Where in the file a row with these keys stands.

    Examples
    --------
    >>> from licmodel.workbook.form_tables import long_tables
    >>> row_path(long_tables()[0], ("drivers.field_staff", "2027-04"))
    ('drivers', 'field_staff', 'by_date', '2027-04')
    """
    if table.prefix:
        return table.path(keys)
    steps = path_steps(keys[0])
    return (*steps, "by_date", keys[1]) if table.sheet == BY_DATE else steps


def whole_path(text: str, within: Sequence[Keys], lines: Container[str] = ()) -> str:
    """A path as it is typed in a grid of what is inside others, written out in full.

    Parameters
    ----------
    text : str
        As it is typed, with the option before the line or without.
    within : sequence of tuple of str
        Paths that it may be inside of; it is put into the first, where it is in none.
    lines : container of str
        Lines of the option, one of which may be called as the option is.

    Examples
    --------
    >>> whole_path("office_staff", [("drivers",)])
    'drivers.office_staff'
    >>> whole_path("renew.e3.price", [("options", "renew")])
    'options.renew.lines.e3.price'
    >>> whole_path("cloud.price", [("options", "cloud")], ["cloud"])
    'options.cloud.lines.cloud.price'
    """
    steps = path_steps(text)
    if not within or is_within(steps, within):
        return text
    around = within[0]
    if around[:1] == ("options",):
        names_option = steps[:1] == around[1:2]
        if names_option and (steps[0] not in lines or any(each in lines for each in steps[1:2])):
            steps = steps[1:]
        around = (*around, "lines")
    return path_text((*around, *steps))


def cell_of(table: Table, path: Keys) -> tuple[tuple[str, ...], Keys] | None:
    """Keys of the row and path of the column that a path of the file is of; none where it is none.

    Examples
    --------
    >>> from licmodel.workbook.form_tables import tables
    >>> cell_of(tables()[0], ("drivers", "staff", "growth"))
    (('staff',), ('growth',))
    """
    if table.sheet == BY_DATE:
        dated = path[-2:-1] == ("by_date",)
        return ((path_text(path[:-2]), path[-1]), ("figure",)) if dated else None
    if table.sheet == ELSE:
        return None if column_at(path) is not None else ((path_text(path),), ("value",))
    keys, rest = table.keys_of(path), path[len(table.prefix) :] or FIGURE
    if keys is None or column_called(table, rest) is None:
        return None
    return keys, rest
