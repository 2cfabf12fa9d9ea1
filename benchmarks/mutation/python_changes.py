"""The changes of Python's own tokens: comparisons, logic, numbers, returned values, statements left out.

Left as they are: docstrings, annotations, what stands inside an f-string, and sentences for people."""

import ast
import re
from collections.abc import Iterator

Edit = tuple[int, int, str]

OPERATORS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",), "is": ("is not",),
             "is not": ("is",), "in": ("not in",), "not in": ("in",), "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "//": ("*",),
             "and": ("or",), "or": ("and",)}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
METHODS = ("where", "filter", "order_by", "distinct", "limit")
"""Methods that give back what they are called on: such a call can be left out."""
VALUE = re.compile(r"[A-Za-z][\w-]*( [\w-]+){0,2}")
"""Text that is a value and no sentence."""


def propose(source: str) -> Iterator[Edit]:
    """Every change to this source, as (start, end, new text) in characters."""
    at = Places(source)
    for node in _nodes(ast.parse(source)):
        change = CHANGES.get(type(node))
        if change:
            yield from change(node, at)


class Places:
    """Where the nodes of a source stand, in characters."""

    def __init__(self, source: str):
        self.source, self._lines, self._starts = source, source.splitlines(keepends=True), [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The first character of a node, and the one after its last."""
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def character(self, place: tuple[int, int]) -> int:
        """The character at a line, from 1, and a column in characters."""
        return self._starts[place[0] - 1] + place[1]

    def between(self, before: ast.AST, after: ast.AST) -> Iterator[Edit]:
        """The changes of the operator that stands between two operands."""
        since, until = self.span(before)[1], self.span(after)[0]
        operator = self.source[since:until].strip(" ()\n\\")
        start = self.source.index(operator, since)
        for new in OPERATORS.get(operator, ()):
            yield start, start + len(operator), new

    def _at(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and field not in ("annotation", "returns") and not _left(child):
                yield from _nodes(child)


def _left(node: ast.AST) -> bool:
    """Whether a node is left as it is: a docstring, an f-string, the list of a module's names."""
    return (isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            or (isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)))


def _comparison(node, at):
    operands = [node.left, *node.comparators]
    for before, after in zip(operands, operands[1:], strict=False):
        yield from at.between(before, after)
    yield from _values(operands, at)
    for part in operands:
        if isinstance(part, ast.Tuple | ast.List | ast.Set):
            yield from _values(part.elts, at)


def _logic(node, at):
    for before, after in zip(node.values, node.values[1:], strict=False):
        yield from at.between(before, after)


def _arithmetic(node, at):
    if not any(isinstance(part, ast.JoinedStr) or isinstance(getattr(part, "value", None), str) for part in (node.left, node.right)):
        yield from at.between(node.left, node.right)


def _negation(node, at):
    if isinstance(node.op, ast.Not):
        start, _ = at.span(node)
        yield start, start + len("not "), ""


def _condition(node, at):
    start, end = at.span(node.test)
    yield start, end, f"(not ({at.source[start:end]}))"


def _filters(node, at):
    for test in node.ifs:
        start, end = at.span(test)
        yield start, end, "True"


def _number(node, at):
    start, end = at.span(node)
    if isinstance(node.value, bool):
        yield start, end, str(not node.value)
    elif isinstance(node.value, int):
        yield start, end, str(node.value + 1)
        yield start, end, f"({node.value - 1})"
    elif isinstance(node.value, float):
        yield start, end, str(node.value + 1)


def _values(nodes, at):
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VALUE.fullmatch(node.value):
            yield *at.span(node), '"another"'


def _listed(node, at):
    """The values of a constant: a tuple, a set, or both sides of a dict."""
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id.isupper():
            for part in ast.walk(node.value):
                yield from _values(getattr(part, "elts", []) or [*getattr(part, "keys", []), *getattr(part, "values", [])], at)
    yield from _set(node, at)


def _set(node, at):
    """A value put into an object or a dict is not."""
    if isinstance(node.targets[0], ast.Attribute | ast.Subscript):
        yield *at.span(node), "pass"


def _defaults(node, at):
    yield from _values([*node.defaults, *node.kw_defaults], at)


def _call(node, at):
    if isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield *at.span(node.func), CALLS[node.func.id]
    if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        yield at.span(node.func.value)[1], at.span(node)[1], ""


def _returned(node, at):
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield *at.span(node.value), "None"


def _statement(node, at):
    """A call whose value is unused is left out."""
    if isinstance(node.value, ast.Call):
        yield *at.span(node), "pass"


def _left_out(node, at):
    yield *at.span(node), "pass"


CHANGES = {ast.Compare: _comparison, ast.BoolOp: _logic, ast.BinOp: _arithmetic, ast.UnaryOp: _negation, ast.If: _condition, ast.IfExp: _condition,
           ast.While: _condition, ast.comprehension: _filters, ast.Constant: _number, ast.Assign: _listed, ast.arguments: _defaults, ast.Call: _call,
           ast.Return: _returned, ast.Expr: _statement, ast.Raise: _left_out, ast.AugAssign: _left_out, ast.Continue: _left_out, ast.Delete: _left_out}
