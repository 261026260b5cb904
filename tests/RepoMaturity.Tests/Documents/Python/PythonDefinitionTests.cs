using System.Text;
using RepoMaturity.Documents.Python;

namespace RepoMaturity.Tests.Documents.Python;

public class PythonDefinitionTests
{
    [Fact]
    public void Nested_definitions_have_names_kinds_and_lines()
    {
        PythonModule module = Parse("""
            import functools as ft

            class Outer(Base[int], metaclass=Meta):
                @ft.lru_cache(maxsize=1)
                @property
                async def method(self):
                    def inner(): pass

                    class Local: x = 1

                    return inner

                # after

            def last(): return 1
            """);
        Assert.Equal(
            [
                ("Outer", PythonDefinitionKind.Class, 3, 11, 1),
                ("Outer.method", PythonDefinitionKind.Method, 6, 11, 5),
                ("Outer.method.<locals>.inner", PythonDefinitionKind.Function, 7, 7, 9),
                ("Outer.method.<locals>.Local", PythonDefinitionKind.Class, 9, 9, 9),
                ("last", PythonDefinitionKind.Function, 15, 15, 1),
            ],
            module.Definitions.Select(d => (d.QualifiedName, d.Kind, d.Line, d.EndLine, d.Column)));
        PythonDefinition method = module.Definitions[1];
        Assert.True(method.IsAsync);
        Assert.Equal([("ft.lru_cache", "functools.lru_cache", 4), ("property", "property", 5)], method.Decorators.Select(d => (d.Name, d.Target, d.Line)));
        Assert.Equal(["Base"], module.Definitions[0].Bases);
        Assert.Equal([true, true, false, false, true], module.Definitions.Select(d => d.IsPublic));
    }

    [Fact]
    public void Bases_are_resolved()
    {
        PythonModule module = Parse("from torch import nn\nimport abc\nclass A(nn.Module, abc.ABC, Generic[T], make(), *more, k=1): pass\n");
        Assert.Equal(["torch.nn.Module", "abc.ABC", "Generic", "make"], module.Definitions[0].Bases);
    }

    [Fact]
    public void Parameters_have_kinds_annotations_and_defaults()
    {
        PythonDefinition f = Parse("def f[T: (int, str)](a, b: dict[str, int] = {}, /, c=lambda x, y: x, *rest: int, d, e: Callable[[int], str] = g(), **kw) -> None: ...").Definitions[0];
        Assert.Equal(
            [
                new("a", PythonParameterKind.PositionalOnly, false, false, false),
                new("b", PythonParameterKind.PositionalOnly, true, true, false),
                new("c", PythonParameterKind.PositionalOrKeyword, false, true, false),
                new("rest", PythonParameterKind.VarPositional, true, false, false),
                new("d", PythonParameterKind.KeywordOnly, false, false, false),
                new("e", PythonParameterKind.KeywordOnly, true, true, false),
                new("kw", PythonParameterKind.VarKeyword, false, false, false),
            ],
            f.Parameters);
        Assert.True(f.HasReturnAnnotation);
    }

    [Theory]
    [InlineData("def f(): pass", false)]
    [InlineData("def f() -> None: pass", true)]
    [InlineData("def f(a: int, *b: int, **c: int) -> None: pass", true)]
    [InlineData("def f(a: int, *b, c: int) -> None: pass", false)]
    [InlineData("def f(self) -> None: pass", false)]
    [InlineData("class A:\n  def f(self, x: int) -> None: pass", true)]
    [InlineData("class A:\n  @classmethod\n  def f(cls) -> None: pass", true)]
    [InlineData("class A:\n  @staticmethod\n  def f(x) -> None: pass", false)]
    [InlineData("class A:\n  def __init__(self, x: int): pass", true)]
    [InlineData("class A:\n  def __init__(self): pass", false)]
    public void Full_annotation_leaves_out_the_receiver(string source, bool expected) =>
        Assert.Equal(expected, Parse(source).Definitions[^1].IsFullyAnnotated);

    [Theory]
    [InlineData("def f():\n  'doc'", 2)]
    [InlineData("def f(): 'doc'; return 1", 1)]
    [InlineData("def f():\n  # comment\n\n  r'''doc\n  more'''\n  return 1", 4)]
    [InlineData("def f():\n  ('a'\n   'b')", 2)]
    [InlineData("class A:\n  \"doc\"", 2)]
    [InlineData("def f():\n  b'bytes'", 0)]
    [InlineData("def f():\n  f'format'", 0)]
    [InlineData("def f():\n  'a' % x", 0)]
    [InlineData("def f():\n  'a'.strip()", 0)]
    [InlineData("def f():\n  x = 1\n  'late'", 0)]
    [InlineData("def f():\n  if x:\n    'inside'", 0)]
    public void Docstrings_come_first_and_alone(string source, int line)
    {
        PythonDefinition definition = Parse(source).Definitions[0];
        Assert.Equal(line, definition.DocstringLine);
        Assert.Equal(line > 0, definition.HasDocstring);
    }

    [Theory]
    [InlineData("pass", 1)]
    [InlineData("if a: pass\n  elif b: pass\n  else: pass", 3)]
    [InlineData("if a and b or c: pass", 4)]
    [InlineData("for x in y: pass\n  else: pass", 3)]
    [InlineData("while a: pass", 2)]
    [InlineData("try: pass\n  except A: pass\n  except B: pass\n  else: pass\n  finally: pass", 4)]
    [InlineData("with a: pass", 1)]
    [InlineData("assert a", 1)]
    [InlineData("x = a if b else c", 2)]
    [InlineData("x = [i for i in y if a if b]", 4)]
    [InlineData("x = lambda: 1", 2)]
    [InlineData("match x:\n    case 1: pass\n    case y if y: pass\n    case _: pass", 4)]
    [InlineData("def g():\n    if a: pass", 1)]
    [InlineData("x = f'{a if b else c}'", 2)]
    public void Complexity_counts_branches(string body, int expected) =>
        Assert.Equal(expected, Parse("def f():\n  " + body + "\n").Definitions[0].Complexity);

    [Theory]
    [InlineData("...", true)]
    [InlineData("pass", true)]
    [InlineData("'doc'", true)]
    [InlineData("'doc'\n  ...", true)]
    [InlineData("raise NotImplementedError", true)]
    [InlineData("raise NotImplementedError('x')", true)]
    [InlineData("raise ValueError", false)]
    [InlineData("return", false)]
    [InlineData("if x:\n    pass", false)]
    public void Stubs_do_nothing(string body, bool expected) => Assert.Equal(expected, Parse("def f():\n  " + body + "\n").Definitions[0].IsStub);

    [Fact]
    public void Statements_are_counted_at_any_depth()
    {
        PythonDefinition f = Parse("def f():\n  'doc'\n  x = 1; y = 2\n  if x:\n    return\n  elif y: pass\n  else:\n    def g():\n      z = 1\n").Definitions[0];
        Assert.Equal(7, f.Statements);
    }

    [Fact]
    public void Asserts_and_raises_checks_are_located()
    {
        PythonModule module = Parse("""
            import pytest
            def test_a():
                assert x
                with pytest.raises(ValueError):
                    f()
                def helper():
                    assert y
            class T(unittest.TestCase):
                def test_b(self):
                    self.assertRaisesRegex(E, "x", f)
            """);
        Assert.Equal([3, 7], module.Definitions[0].AssertLines);
        Assert.Equal([4], module.Definitions[0].RaisesLines);
        Assert.Equal([7], module.Definitions[1].AssertLines);
        Assert.Equal([10], module.Definitions[3].RaisesLines);
        Assert.Empty(module.Definitions[3].AssertLines);
    }

    [Theory]
    [InlineData("def f(): pass", true)]
    [InlineData("def _f(): pass", false)]
    [InlineData("class A:\n  def __init__(self): pass", true)]
    [InlineData("class _A:\n  def __init__(self): pass", false)]
    [InlineData("class A:\n  def __mangled(self): pass", false)]
    [InlineData("def f():\n  def g(): pass", false)]
    public void Public_is_told_by_all_names_on_the_way(string source, bool expected) => Assert.Equal(expected, Parse(source).Definitions[^1].IsPublic);

    private static PythonModule Parse(string source) => PythonModule.Parse(Encoding.UTF8.GetBytes(source));
}
