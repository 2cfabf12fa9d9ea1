"""The changes of SQL's tokens inside Python's strings: boundaries, logic, joins, sets, aggregates, orders, conditions made true.

What stands in the braces of an f-string is left as it is, and so are sentences for people: text that is joined to other text, or formatted."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import sqlglot
from sqlglot.errors import TokenError

from benchmarks.mutation.python_changes import VALUE, Edit, Places

QUERIED = ("sql", "filter", "project", "aggregate", "order", "execute", "query")
"""The methods whose text is SQL wherever they are called."""
PART_OF_A_QUERY = re.compile(r"\s*(select|case when|coalesce\(|^from \w+$|with \w+ as|max\(|min\(|if\()|\s(=|<>|<=|>=|<|>|is null|is not null)\s")
"""Text that is SQL wherever it stands."""
OPERATORS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "=": ("<>",), "<>": ("=",), "!=": ("=",), "or": ("and",),
             "true": ("false",), "false": ("true",), "asc": ("desc",), "desc": ("asc",), "intersect": ("except",), "except": ("intersect",),
             "semi": ("anti",), "anti": ("semi",)}
AGGREGATES = {"min": "max", "max": "min", "arg_min": "arg_max", "arg_max": "arg_min", "least": "greatest", "greatest": "least", "first": "last",
              "last": "first", "bool_or": "bool_and", "bool_and": "bool_or", "lag": "lead", "lead": "lag", "list_has_any": "list_has_all",
              "list_has_all": "list_has_any", "list_min": "list_max", "list_max": "list_min", "any": "all"}
SUMS = {"+": "-", "-": "+", "*": "/", "/": "*"}
SPOKEN = ("format", "strftime", "concat_ws", "string_agg", "nullif", "array_to_string")
"""Functions whose text is for people."""
CONDITIONS = {"where": ("true",), "on": ("true",), "having": ("true",), "qualify": ("true",), "and": ("true",), "or": ("false",), "when": ("true", "false")}
ENDS = {"and", "or", "then", "group by", "order by", "having", "qualify", "window", "limit", "union", "intersect", "except", "left", "join", "semi",
        "anti", "where", "select", "from", ",", ")", "as", "else", "when", "end", "]", "}", ";"}


def propose(source: str) -> Iterator[Edit]:
    """Every change to the SQL of this source, as (start, end, new text) in characters."""
    for start, text in queries(source):
        try:
            query = Query(text)
        except TokenError:
            continue  # a part of a query that does not stand on its own
        for since, until, new in query.changes():
            yield start + since, start + until, new


def queries(source: str) -> Iterator[tuple[int, str]]:
    """Each piece of SQL in this source, with the character at which it begins; the braces of an f-string are made names of the same length."""
    at, tree = Places(source), ast.parse(source)
    spans = [at.span(call.args[0]) for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args
             and isinstance(call.func, ast.Attribute) and call.func.attr in QUERIED]
    told = {at.span(node)[0] for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for start, end in _strings(source, at):
        opening = re.match(r"(\w*)(\"\"\"|'''|\"|')", source[start:end])
        text = source[start + opening.end():end - len(opening[2])]
        text = _masked(text) if "f" in opening[1].lower() else text
        if start not in told and (any(since <= start < until for since, until in spans) or PART_OF_A_QUERY.search(text)):
            yield start + opening.end(), text


def _strings(source: str, at: Places) -> Iterator[tuple[int, int]]:
    """Where each string of a source begins and ends; from Python 3.12 on an f-string is several tokens."""
    depth, begun = 0, None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":
            begun, depth = begun if depth else token.start, depth + 1
        elif kind == "FSTRING_END":
            depth -= 1
        if not depth and kind in ("STRING", "FSTRING_END"):
            yield at.character(begun if kind == "FSTRING_END" else token.start), at.character(token.end)


def _masked(text: str) -> str:
    """An f-string's text with a name in place of each pair of braces and what stands in it."""
    return re.sub(r"\{(?!\{)(?:[^{}]|\{[^{}]*\})*\}", lambda found: "x" * len(found[0]), text)


class Query:
    """The tokens of a piece of SQL: `words` as they are told apart, `spans` where they stand."""

    def __init__(self, text: str):
        tokens = sqlglot.tokenize(text, read="duckdb")
        self.text, self.spans = text, [(token.start, token.end + 1) for token in tokens]
        self.words = [" ".join(text[start:end].lower().split()) for start, end in self.spans]
        self.calls = self._calls()

    def changes(self) -> Iterator[Edit]:
        """Every change of one token, or of one condition."""
        for i, word in enumerate(self.words):
            yield from ((*self.spans[i], new) for new in self._swaps(i, word))
            yield from self._words(i, word)
            yield from self._conditions(i, word)

    def _calls(self) -> list[str]:
        """For each token the function in whose brackets it stands directly."""
        open_calls, found = [""], []
        for i, word in enumerate(self.words):
            found.append(open_calls[-1])
            if word == "(":
                open_calls.append(self._word(i - 1))
            elif word == ")" and len(open_calls) > 1:
                open_calls.pop()
        return found

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _swaps(self, i: int, word: str) -> tuple:
        """What may stand in place of a token."""
        before, after = self._word(i - 1), self._word(i + 1)
        if word == "and":
            return () if self._between(i) else ("or",)
        if after == "(" and word in AGGREGATES:
            return (AGGREGATES[word],)
        if word in SUMS and (re.match(r"[\w'$)\]]", before) and re.match(r"[\w'$(]", after) and before not in ENDS | {"select", "distinct", "exclude", "by"}):
            return (SUMS[word],)
        if re.fullmatch(r"\d+", word):
            return str(int(word) + 1), f"({int(word) - 1})"
        if word.startswith("'"):
            return ("'another'",) if self._is_value(i, word) else ()
        if word in ("first", "last") and before == "nulls":
            return ({"first": "last", "last": "first"}[word],)
        return OPERATORS.get(word, ())

    def _is_value(self, i: int, word: str) -> bool:
        joined = "||" in (self._word(i - 1), self._word(i + 1))
        return bool(VALUE.fullmatch(word.strip("'"))) and not joined and self.calls[i] not in SPOKEN and self._word(i - 1) not in ("date", "timestamp")

    def _words(self, i: int, word: str) -> Iterator[Edit]:
        """Words put in or left out: not, left, all, distinct, desc; and coalesce's order."""
        start, end = self.spans[i]
        before, after = self._word(i - 1), self._word(i + 1)
        if word == "not" or (word, after) == ("left", "join") or (before, word) == ("union", "all") or self._is_distinct(i):
            yield start, end, ""
        elif (word in ("in", "exists") and before != "not" and self.calls[i] != "[") or (word == "join" and before not in ("left", "semi", "anti", "asof")):
            yield start, end, f"{'left' if word == 'join' else 'not'} {word}"
        elif (word == "is" and after != "not") or (word == "union" and after != "all"):
            yield start, end, f"{word} {'not' if word == 'is' else 'all'}"
        elif word == "order by" and self.calls[i]:
            yield from self._downwards(i)
        elif word == "coalesce" and after == "(":
            yield from self._the_other_first(i + 2)

    def _is_distinct(self, i: int) -> bool:
        """Whether this is the `distinct` of a query or an aggregate, and not of a comparison or of some columns alone."""
        return self.words[i] == "distinct" and self._word(i + 1) != "on" and self._word(i - 1) in ("select", "(")

    def _downwards(self, i: int) -> Iterator[Edit]:
        last = self._reach(i + 1, {",", ")", "desc", "asc", "nulls", "rows", "range"})
        if self._word(last + 1) not in ("desc", "asc"):
            start, end = self.spans[last]
            yield start, end, f"{self.text[start:end]} desc"

    def _the_other_first(self, i: int) -> Iterator[Edit]:
        one = self._reach(i, {",", ")"})
        if self._word(one + 1) == ",":
            other = self._reach(one + 2, {",", ")"})
            first, second = (self.text[self.spans[a][0]:self.spans[b][1]] for a, b in ((i, one), (one + 2, other)))
            yield self.spans[i][0], self.spans[other][1], f"{second}, {first}"

    def _conditions(self, i: int, word: str) -> Iterator[Edit]:
        """A condition made true, or, where it is one of several that suffice, false. A number after `when` is compared, and is no condition."""
        if word == "when" and re.fullmatch(r"\d+", self._word(i + 1)):
            return
        if word in CONDITIONS and i + 1 < len(self.words) and not (word == "and" and self._between(i)) and self._word(i - 1) != "distinct":
            last = self._reach(i + 1, ENDS)
            if last > i:
                yield from ((self.spans[i + 1][0], self.spans[last][1], new) for new in CONDITIONS[word])

    def _reach(self, i: int, ends: set[str]) -> int:
        """The last token of what begins at token i and goes on until one of these words at the same depth."""
        depth, pending = 0, 0
        for j in range(i, len(self.words)):
            word = self.words[j]
            if depth == 0 and word in ends and not (word == "and" and pending) and not (word in ("from", "on") and self._word(j - 1) == "distinct"):
                return j - 1
            pending += (word == "between") - (word == "and" and pending > 0 and depth == 0)
            depth += (word in ("(", "[", "{", "case")) - (word in (")", "]", "}", "end"))
        return len(self.words) - 1

    def _between(self, i: int) -> bool:
        """Whether this `and` belongs to a `between`."""
        depth = 0
        for j in range(i - 1, -1, -1):
            depth += (self.words[j] in (")", "]", "end")) - (self.words[j] in ("(", "[", "case"))
            if depth < 0 or (depth == 0 and self.words[j] in ENDS - {")", "]"}):
                return False
            if depth == 0 and self.words[j] == "between":
                return True
        return False
