"""What strict reading refuses: each with its line and its remedy."""

import pytest

from licmodel.errors import InputErrors
from licmodel.scenario import files
from tests.files.texts import fault, read


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "found"), [("- a\n- b", "a list"), ("\nsome text", "text"), ("null", "text")]
    )
    @pytest.mark.usefixtures("parser")
    def test_a_top_that_is_not_a_table(self, text: str, found: str) -> None:
        error = fault(text)
        assert error.what == "a scenario is a table of keys"
        assert error.where == f"council.yaml:{1 + text.startswith(chr(10))}"
        assert error.found == found
        assert error.expected == "lines such as title: Renewal in 2027"

    @pytest.mark.usefixtures("parser")
    def test_a_key_written_twice_with_both_lines(self) -> None:
        error = fault("a: 1\ndrivers:\n  staff: 1\n  pupils: 2\n  'staff': 3\n")
        assert error.where == "council.yaml:5"
        assert error.what == "drivers.staff is written twice"
        assert error.found == "line 3 and line 5"
        assert error.remedies == ("keep one of them",)

    @pytest.mark.parametrize(
        ("text", "found", "what"),
        [
            ("a: 1\nb: &x 1", "&x", "b has an anchor, which is not read here"),
            ("a: 1\nb: &x {c: 1}", "&x", "b has an anchor, which is not read here"),
            ("a: 1\nb: *x", "*x", "b is an alias, which is not read here"),
            ("a: 1\nb: [c, *x]", "*x", "b.1 is an alias, which is not read here"),
            ("a: 1\nb: !secret c", "!secret", "b has a tag, which is not read here"),
            ("a: 1\nb: !!str c", "!!str", "b has a tag, which is not read here"),
            ("a: 1\nb: !!python/name:os.system []", "!!python/name:os.system", "b has a tag"),
            ("a: 1\n&x b: c", "&x", "b has a mark on its key"),
            ("a: 1\n!!str b: c", "!!str", "b has a mark on its key"),
        ],
    )
    @pytest.mark.usefixtures("parser")
    def test_anchors_aliases_and_tags(self, text: str, found: str, what: str) -> None:
        error = fault(text)
        assert error.where == "council.yaml:2"
        assert error.found == found
        assert error.what.startswith(what)
        begins = f"or in quotes if it is text that begins with {found[0]}"
        assert error.remedies == (f"write it out in full, {begins}",)

    def test_a_bomb_of_aliases_does_no_harm(self) -> None:
        rows = ["a0: &a0 [x, x]"]
        rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
        error = fault("\n".join(rows))
        assert isinstance(error, InputErrors)
        assert error.faults[-1].what.endswith("more")

    @pytest.mark.usefixtures("parser")
    def test_several_documents(self) -> None:
        error = fault("a: 1\n---\nb: 2\n")
        assert error.where == "council.yaml:2"
        assert error.what == "a second scenario begins here"
        assert "take the line --- out" in error.remedies[0]

    @pytest.mark.parametrize(
        "text",
        ["a:\n\tb: 1", "a: 1\nb:\tc", "a: 1\n\t# note", "a: 1\nb: 'x\ty'", "a: 1\nb: x#\ty"],
    )
    def test_tabs(self, text: str) -> None:
        error = fault(text)
        assert error.where == "council.yaml:2"
        assert error.what == "a tab, which YAML does not read as spaces"
        column = text.splitlines()[1].index("\t") + 1
        assert error.found == f"a tab in column {column}"
        assert error.remedies == ("write spaces in its place, two for each step to the right",)

    def test_a_tab_in_a_comment_does_no_harm(self) -> None:
        assert read('# from\tto\na: 1 # b\tc\nd: "\\t"').data == {"a": "1", "d": "\t"}

    @pytest.mark.parametrize(
        ("key", "what"),
        [
            ("[a, b]", "a key that is not text"),
            ("{a: b}", "a key that is not text"),
            ("*a ", "a key that is not text"),
            ("~", "a value without a key"),
            ("null", "a value without a key"),
            ("''", "a value without a key"),
            ("a\u00a0b", "a key that is too long, or has characters that do not show"),
            ("a" * 201, "a key that is too long, or has characters that do not show"),
        ],
    )
    def test_keys_that_are_not_text(self, key: str, what: str) -> None:
        error = fault(f"x: 1\n{key}: 1")
        first = error.faults[-1] if isinstance(error, InputErrors) else error
        assert first.where == "council.yaml:2"
        assert first.what == what
        assert first.remedies

    @pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "# to come"])
    @pytest.mark.usefixtures("parser")
    def test_no_value(self, nothing: str) -> None:
        error = fault(f"a: 1\nb:\n  c: {nothing}\n")
        assert error.where == "council.yaml:3"
        assert error.what == "b.c has no value"
        assert error.found == (
            nothing if nothing.isalpha() or nothing == "~" else "nothing after it"
        )
        assert error.remedies == ("leave the key out instead",)

    def test_no_item(self) -> None:
        error = fault("a:\n  - b\n  -\n")
        assert (error.where, error.what) == ("council.yaml:3", "a.1 has no value")
        assert error.remedies == ("leave the item out instead",)

    @pytest.mark.parametrize(
        ("table", "found", "remedy"),
        [
            (
                "{source: general ledger, period 7}",
                "period 7",
                'write source: "general ledger, period 7"',
            ),
            (
                "{source: general ledger, period 7, dated: 2026-10}",
                "period 7",
                'write source: "general ledger, period 7"',
            ),
            ("{budget: £1,420,000, year: 2026}", "420", 'write budget: "£1,420,000"'),
            ("{source: 'ledger', period 7}", "period 7", "put the text in quotes"),
            ('{source: a "b", period 7}', "period 7", "put the text in quotes"),
        ],
    )
    @pytest.mark.usefixtures("parser")
    def test_a_comma_inside_braces(self, table: str, found: str, remedy: str) -> None:
        error = fault(f"title: A\ntoday: {table}\n")
        assert not isinstance(error, InputErrors)
        assert error.where == "council.yaml:2"
        assert error.what == "a comma inside { } begins a new key: put the text in quotes"
        assert error.found == f"{found}, with no value"
        assert error.remedies == (remedy,)

    def test_braces_without_colons(self) -> None:
        error = fault("a: {b, c}")
        assert error.what == "b has no value"
        error = fault("a: {unit: user, start:3_260}")
        assert error.what == "a key and its value run together"
        assert error.remedies == ("write start: 3_260",)

    def test_an_empty_value_in_braces_is_no_comma(self) -> None:
        error = fault("a: {b: 1, c: , d: 2}")
        assert error.what == "a.c has no value"
        assert error.remedies == ("leave the key out instead",)

    @pytest.mark.parametrize(
        ("items", "number"), [("£1,420,000, £2", "£1,420,000"), ("5, 1,200", "1,200")]
    )
    def test_a_comma_in_a_number_inside_brackets(self, items: str, number: str) -> None:
        error = fault(f"x: 1\nrange: [{items}]")
        assert not isinstance(error, InputErrors)
        assert error.where == "council.yaml:2"
        assert error.found == number
        assert error.remedies[0].startswith("put the number in quotes")

    @pytest.mark.parametrize("items", ["[1_200, 1_300]", "[640, 600]", '["1,200", "5"]', "[a,100]"])
    def test_other_commas_inside_brackets_part_items(self, items: str) -> None:
        assert len(read(f"range: {items}").data["range"]) == 2

    def test_depth(self) -> None:
        assert read("a: " + "[" * 19 + "b" + "]" * 19).data["a"]
        error = fault("a: 1\nb: " + "[" * 20 + "c" + "]" * 20)
        assert error.where == "council.yaml:2"
        assert "more than 20 deep" in error.what
        assert "more than 20 deep" in fault("a: " + "[" * 100_000).what

    def test_number_of_values(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert files.MAX_VALUES == 200_000
        monkeypatch.setattr(files, "MAX_VALUES", 5)
        assert read("a: [1, 2, 3]").data
        error = fault("a: [1, 2, 3]\nb: 1")
        assert error.where == "council.yaml:2"
        assert error.what == "this file holds more than 5 values"

    def test_faults_are_told_together_and_the_rest_are_counted(self) -> None:
        error = fault("a:\nb: null\nb: 1\n")
        assert isinstance(error, InputErrors)
        assert [each.where for each in error.faults] == [
            "council.yaml:1",
            "council.yaml:2",
            "council.yaml:3",
        ]
        error = fault("".join(f"a{n}:\n" for n in range(45)))
        assert isinstance(error, InputErrors)
        assert len(error.faults) == 21
        assert str(error).endswith("\nand 25 more")


@pytest.mark.parametrize(
    ("text", "line", "column", "meaning", "remedy"),
    [
        ("x: 1\na: b: c", 2, 5, "second colon", "in quotes"),
        ("a: 1\n  b: 2", 2, 4, "too far to the right", "how far lines are indented"),
        ("a: {b: 1\nc: 2\n", 2, 2, "opened on line 1 is not closed", "close it with } or ]"),
        ("x: 1\na: [1, 2\n", 2, 4, "opened on line 2 is not closed", "close it with } or ]"),
        ("a: 1\nb: 'x\nc: 3\n", 2, 4, "opened on line 2 is never closed", "close the quotation"),
        ("a: 1\nfoo\nb: 2", 2, 1, "neither key: value nor an item", "write key: value"),
        ("a: 1\nb", 2, 1, "neither key: value nor an item", "write key: value"),
        ("a: @x", 1, 4, "YAML keeps for itself", "put the text in quotes"),
        ("a: %5", 1, 4, "YAML keeps for itself", "put the text in quotes"),
        ('a: "C:\\Users"', 1, None, "a backslash", "in single quotes"),
        ('a: "C:\\path"', 1, None, "a backslash", "in single quotes"),
        ("a: - b", 1, 4, "a list that begins on the same line", "on a line of its own"),
        ("a: | x", 1, 6, "text after | or >", "begin the text on the next line"),
        ("a: *", 1, 5, "text that begins with & or *", "put the text in quotes"),
        ("a: 'it's'", 1, 8, "does not belong here", "quotes and brackets pair up"),
        ("a:\n   b: 1\n  c: 2", 3, 3, "does not belong here", "begin in one column"),
        ("a: }", 1, 4, "does not belong here", "quotes and brackets pair up"),
        ("- a\nb: 1", 1, None, "a scenario is a table of keys", "start one with"),
        ("%YAML 3.0\n---\na: 1", 1, 1, "incompatible", "compare the line"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_what_is_not_yaml(
    text: str, line: int, column: int | None, meaning: str, remedy: str
) -> None:
    error = fault(text)
    assert error.where == f"council.yaml:{line}"
    assert meaning in error.what
    assert remedy in error.remedies[0]
    if column:
        assert error.what.startswith(f"this is not YAML at line {line}, column {column}: ")
        assert error.found == text.splitlines()[line - 1].strip()
    assert error.__cause__ is None
    assert "Error" not in str(error)


def test_faults_before_the_text_stops_being_yaml_are_told_too() -> None:
    error = fault("a:\nb: @c")
    assert isinstance(error, InputErrors)
    assert [each.where for each in error.faults] == ["council.yaml:1", "council.yaml:2"]
