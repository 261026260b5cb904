"""Counts what CPython's ast sees in each file named on standard input, one line of numbers for each; "-" for what it cannot parse."""

import ast
import sys
import warnings

DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
COMPREHENSION = ast.comprehension
MATCH = getattr(ast, "match_case", ())
TRY = tuple(getattr(ast, n) for n in ("Try", "TryStar") if hasattr(ast, n))


def outside(node):
    """Children of a definition that belong to the scope around it."""
    for field, value in ast.iter_fields(node):
        if field == "body":
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST):
                yield item


def own(node):
    """All nodes of a function's body, without the bodies of definitions inside."""
    stack = list(node.body)
    while stack:
        child = stack.pop()
        yield child
        inside = outside(child) if isinstance(child, DEFS + (ast.ClassDef,)) else ast.iter_child_nodes(child)
        stack.extend(inside)


def branches(node):
    if isinstance(node, (ast.If, ast.IfExp, ast.Lambda)):
        return 1
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        return 1 + bool(node.orelse)
    if isinstance(node, TRY):
        return len(node.handlers) + bool(node.orelse)
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, COMPREHENSION):
        return 1 + len(node.ifs)
    if MATCH and isinstance(node, MATCH):
        wildcard = isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None and node.pattern.name is None
        return (0 if wildcard and node.guard is None else 1) + (node.guard is not None)
    return 0


def count(source):
    tree = ast.parse(source)
    n = dict.fromkeys("functions classes docstrings annotations returns imports calls decorators complexity statements ends comparisons asserts tests".split(), 0)
    for node in ast.walk(tree):
        if isinstance(node, DEFS):
            n["functions"] += 1
            n["returns"] += node.returns is not None
            a = node.args
            every = a.posonlyargs + a.args + a.kwonlyargs + [x for x in (a.vararg, a.kwarg) if x]
            n["annotations"] += sum(x.annotation is not None for x in every)
            nodes = list(own(node))
            n["complexity"] += 1 + sum(map(branches, nodes))
            n["statements"] += sum(isinstance(x, ast.stmt) for x in nodes) - (ast.get_docstring(node, False) is not None)
        if isinstance(node, ast.ClassDef):
            n["classes"] += 1
        if isinstance(node, DEFS + (ast.ClassDef,)):
            n["decorators"] += len(node.decorator_list)
            n["ends"] += node.end_lineno
        if isinstance(node, DEFS + (ast.ClassDef, ast.Module)):
            n["docstrings"] += ast.get_docstring(node, False) is not None
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            n["imports"] += len(node.names)
        n["calls"] += isinstance(node, ast.Call)
        n["asserts"] += isinstance(node, ast.Assert)
        if isinstance(node, ast.Compare):
            n["comparisons"] += sum(isinstance(op, ORDER) for op in node.ops)
        if isinstance(node, (ast.If, ast.While)):
            n["tests"] += node.body[-1].end_lineno
    return " ".join(map(str, n.values()))


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        try:
            with open(line.rstrip("\n"), "rb") as file:
                print(count(file.read()))
        except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
            print("-")


if __name__ == "__main__":
    main()
