from __future__ import annotations

from holdfast.toolfile.lines import lines_of

TEXT = '''# a comment with [brackets] and key = 1
top = 1
[table] # words
key = """
not = 3
[neither]
""" # key = 4
"quoted key" = 5
dotted . inner = 6
[[lists]]
a = 1
[[ lists ]]
a = 2
[lists.below]
b = 3
['single'.part]
c = 4
'''


def test_each_key_and_table_has_its_line() -> None:
    assert lines_of(TEXT) == {
        ("top",): 2,
        ("table",): 3,
        ("table", "key"): 4,
        ("table", "quoted key"): 8,
        ("table", "dotted"): 9,
        ("table", "dotted", "inner"): 9,
        ("lists",): 10,
        ("lists", 0): 10,
        ("lists", 0, "a"): 11,
        ("lists", 1): 12,
        ("lists", 1, "a"): 13,
        ("lists", 1, "below"): 14,
        ("lists", 1, "below", "b"): 15,
        ("single",): 16,
        ("single", "part"): 16,
        ("single", "part", "c"): 17,
    }


def test_nothing_has_no_line() -> None:
    assert lines_of("") == {}
