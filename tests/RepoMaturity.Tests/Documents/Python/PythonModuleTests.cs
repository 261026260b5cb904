using System.Text;
using CsCheck;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Documents.Python;

public class PythonModuleTests
{
    [Fact]
    public void Imports_are_listed_one_by_one()
    {
        PythonModule module = Parse("""
            import os, numpy.linalg as la
            from . import sibling
            from ..pkg.mod import (a, b as c)
            from m import *
            """);
        Assert.Equal(
            [
                new("os", null, null, 0, 1),
                new("numpy.linalg", null, "la", 0, 1),
                new("", "sibling", null, 1, 2),
                new("pkg.mod", "a", null, 2, 3),
                new("pkg.mod", "b", "c", 2, 3),
                new("m", "*", null, 0, 4),
            ],
            module.Imports);
        Assert.Equal(["os", "numpy.linalg", ".sibling", "..pkg.mod.a", "..pkg.mod.b", "m.*"], module.Imports.Select(i => i.Target));
    }

    [Fact]
    public void Imports_know_what_guards_them()
    {
        PythonModule module = Parse("""
            import plain
            try:
                import fast
            except ImportError:
                import slow
            else:
                import also
            if typing.TYPE_CHECKING:
                import types_only
            else:
                import runtime
            def f():
                import lazy
            """);
        Assert.Equal(["fast", "slow", "also"], module.Imports.Where(i => i.IsInTry).Select(i => i.Module));
        Assert.Equal(["types_only"], module.Imports.Where(i => i.IsTypeCheckingOnly).Select(i => i.Module));
        Assert.Equal(["lazy"], module.Imports.Where(i => i.IsInFunction).Select(i => i.Module));
    }

    [Fact]
    public void Lines_of_code_leave_out_docstrings_comments_and_blanks()
    {
        PythonModule module = Parse("""
            #!/usr/bin/env python
            '''Module
            docstring.'''

            x = [  # trailing
                # inside
                1,

            ]
            def f():
                "doc"
                return '''a

                b'''
            """);
        Assert.Equal(2, module.DocstringLine);
        Assert.Equal(7, module.CodeLines);
        Assert.Equal(2, module.CommentLines);
        Assert.Equal(14, module.TotalLines);
    }

    [Fact]
    public void Directives_are_kept_and_prose_is_not()
    {
        PythonModule module = Parse("""
            import a  # noqa: F401
            b()  # because # type: ignore[attr]
            #pylint: disable=x
            # nosecrets here, pragmatic noqaish
            c()  #: pragma: no cover
            d('# noqa')  # NOSEC B101
            # repo-maturity: ignore RM50101
            """);
        Assert.Equal(
            [
                new(1, "noqa: F401"),
                new(2, "type: ignore[attr]"),
                new(3, "pylint: disable=x"),
                new(5, "pragma: no cover"),
                new(6, "NOSEC B101"),
                new(7, "repo-maturity: ignore RM50101"),
            ],
            module.Directives);
    }

    [Theory]
    [InlineData("x = 1\nprint 'old'\nf()", "Python 2 print statement", 2)]
    [InlineData("print >>sys.stderr, f()", "Python 2 print statement", 1)]
    [InlineData("exec 'code'\nf()", "Python 2 exec statement", 1)]
    [InlineData("try: pass\nexcept E, e: f()", "Python 2 except clause", 2)]
    [InlineData("if a <> b: f()", "Python 2 operator <>", 1)]
    [InlineData("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\nf()", "merge conflict marker", 1)]
    [InlineData("x = [\n<<<<<<< HEAD\n1,\n=======\n2,\n>>>>>>> b\n]\nf()", "merge conflict marker", 2)]
    [InlineData("import {{ cookiecutter.name }}.x\nf()", "template placeholder", 1)]
    [InlineData("{% if x %}\nf()\n{% endif %}", "template placeholder", 1)]
    [InlineData("x = (1,\ndef g(): f()", "bracket never closed", 1)]
    [InlineData("x = 'open\nf()", "string never closed", 1)]
    [InlineData("x = f'{open\nimport y\nf()", "bracket never closed", 1)]
    [InlineData("x = 1)\nf()", "closing bracket without an opening one", 1)]
    [InlineData("if x:\nf()", "expected an indented block", 2)]
    [InlineData("x = 1\n  f()", "unexpected indentation", 2)]
    [InlineData("if x:\n    a\n  f()", "indentation matches no outer level", 3)]
    [InlineData("if x\n  f()", "expected ':'", 1)]
    [InlineData("x = a b\nf()", "invalid syntax", 1)]
    [InlineData("from import x\nf()", "import cannot be read", 1)]
    [InlineData("x = $1\nf()", "unexpected character", 1)]
    public void Problems_are_located_and_the_rest_is_read(string source, string message, int line)
    {
        PythonModule module = Parse(source);
        Assert.Equal(new ParseProblem(message, line), module.Problem);
        Assert.Equal("f", Assert.Single(module.Calls).Target);
    }

    [Theory]
    [InlineData("if x:\r\n\tf()\r\nelse:\r\n\tg()\r\n")]
    [InlineData("if x:\r\tf()\relse:\r\tg()\r")]
    [InlineData("\uFEFFif x:\n        f()\n\tg()\n")]
    [InlineData("\f\nif x:\n  f()\n\fg()\n")]
    [InlineData("if x: f(); y = 1; g()")]
    [InlineData("f(); g();")]
    [InlineData("x = 1 if f() else 0x1F; y = 1if g()else 2")]
    [InlineData("async def h():\n  async with f() as a, g(): pass\n")]
    [InlineData("type X[T: g()] = f()\n")]
    [InlineData("type = f()\ntype.x = g()\n")]
    [InlineData("x = f() \\\n  + g()\n")]
    [InlineData("with (f() as a,\n      g() as b):\n  pass\n")]
    [InlineData("try: f()\nexcept* E: g()\n")]
    [InlineData("@(f())\ndef x(): return lambda: (yield g())\n")]
    public void Every_shape_of_python_is_read(string source)
    {
        PythonModule module = Parse(source);
        Assert.Null(module.Problem);
        Assert.Equal(["f", "g"], module.Calls.Select(c => c.Target).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Latin_1_with_a_cookie_and_utf_16_with_a_mark_are_read()
    {
        Assert.Equal("é", PythonModule.Parse(Encoding.Latin1.GetBytes("# -*- coding: latin-1 -*-\nf('é')\n")).Calls[0].Arguments[0].Value);
        Assert.Equal("é", PythonModule.Parse([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("f('é')\n")]).Calls[0].Arguments[0].Value);
        Assert.Equal("not UTF-8", PythonModule.Parse([.. "f('"u8, 0xE9, .. "')\n"u8]).Problem!.Value.Message);
    }

    [Fact]
    public void Hostile_depth_is_a_problem_and_no_crash()
    {
        Assert.NotNull(Parse(new string('(', 1_000_000)).Problem);
        Assert.NotNull(Parse(string.Concat(Enumerable.Repeat("f'{", 100_000))).Problem);
        Assert.NotNull(Parse(string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "def f():\n"))).Problem);
        Assert.NotNull(Parse("x = [" + string.Concat(Enumerable.Repeat("1,", PythonLexer.MaxTokens)) + "]\nf()").Problem);
        Assert.Equal(201, Parse(string.Concat(Enumerable.Repeat("f(", 201))).Calls.Count);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        string[] pieces =
        [
            "def f(", "class A", "(", ")", "[", "]", "{", "}", ":", "\n", "  ", "\t", "'", "\"\"\"", "f'", "f\"{", "}", "\\", "#", "import ", "from ", ".", "x",
            "match x:", "case ", "if ", "else:", "lambda ", "=", ",", "*", "@", "print x", "1e", "0x", "\r", "\0", "é", "!", "?", "%", ";", "->", "try:", "async ",
        ];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 40].Sample(parts =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(parts));
            PythonModule.Parse(bytes);
            PythonParser.Parse(bytes, new PythonSegments([bytes.Length / 2, bytes.Length], [1], true));
        });
        Gen.Byte.Array[0, 200].Sample(bytes => { PythonModule.Parse(bytes); });
    }

    [Fact]
    public void A_problem_of_a_file_is_reported()
    {
        SnapshotFile file = new("a.py", 4, null, SnapshotFileMode.Regular, () => "x = (\nimport y\n"u8.ToArray());
        using RepositorySnapshot snapshot = new("r", null, [file]);
        DocumentSet documents = new(snapshot);
        Assert.Single(PythonModule.Of(documents, file)!.Imports);
        Assert.Same(PythonModule.Of(documents, file), PythonModule.Of(documents, file));
        Assert.Equal(1, documents.Problems["a.py"].Line);
    }

    private static PythonModule Parse(string source) => PythonModule.Parse(Encoding.UTF8.GetBytes(source));
}
