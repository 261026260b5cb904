using System.Text;
using RepoMaturity.Documents.Python;

namespace RepoMaturity.Tests.Documents.Python;

public class PythonCallTests
{
    [Theory]
    [InlineData("import numpy as np\nnp.random.seed(0)", "numpy.random.seed")]
    [InlineData("import os.path\nos.path.join(a)", "os.path.join")]
    [InlineData("import a.b.c as d\nd.e()", "a.b.c.e")]
    [InlineData("from sklearn.metrics import f1_score as f\nf(x)", "sklearn.metrics.f1_score")]
    [InlineData("from sklearn import metrics\nmetrics.f1_score(x)", "sklearn.metrics.f1_score")]
    [InlineData("from . import train\ntrain.run()", ".train.run")]
    [InlineData("from ..models import net\nnet()", "..models.net")]
    [InlineData("from ... import x\nx()", "...x")]
    [InlineData("from m import (\n  a,  # first\n  b as c,\n)\nc()", "m.b")]
    [InlineData("try:\n  import cPickle as p\nexcept ImportError:\n  import pickle as p\np.load(f)", "cPickle.load")]
    [InlineData("local.name()", "local.name")]
    [InlineData("self.model.fit(x)", "self.model.fit")]
    [InlineData("a . \\\n b()", "a.b")]
    [InlineData("x[0].fit(1)", "?.fit")]
    [InlineData("'a'.join(b)", "?.join")]
    [InlineData("(a).b.c()", "?.b.c")]
    [InlineData("def f():\n  train.run()\nif x:\n  from pkg import train\n", "pkg.train.run")]
    [InlineData("if (n := len(x)) > 1: pass", "len")]
    [InlineData("print(not_a_call)", "print")]
    public void Targets_are_resolved(string source, string target) => Assert.Equal(target, Assert.Single(Parse(source).Calls).Target);

    [Fact]
    public void What_hangs_on_a_call_begins_with_a_question_mark() =>
        Assert.Equal(["Model", "?.fit", "?"], Parse("Model().fit(x)()").Calls.Select(c => c.Target));

    [Fact]
    public void A_parameter_or_local_name_hides_an_import()
    {
        PythonModule module = Parse("""
            from pkg import train, model, helper

            def f(train):
                train()
                model = 1
                model()
                helper()

            class C:
                helper = 1
                def m(self):
                    helper()
            """);
        Assert.Equal(["train", "model", "pkg.helper", "pkg.helper"], module.Calls.Select(c => c.Target));
    }

    [Fact]
    public void An_import_in_a_function_ends_with_it()
    {
        PythonModule module = Parse("def f():\n  import pandas as pd\n  def g():\n    pd.a()\npd.b()\n");
        Assert.Equal(["pandas.a", "pd.b"], module.Calls.Select(c => c.Target));
    }

    [Fact]
    public void Arguments_keep_names_and_literals()
    {
        PythonCall call = Parse("""
            import numpy as np
            f(y, 'a\n' "b", -1, 1e-3, True, k=None, t=np.float32, e=x + 1, *args, **kw, s=r'\d', g=f"{x}", u='\x41\u00e9', b=b'raw')
            """).Calls.Single();
        Assert.Equal(
            [
                new(null, PythonArgumentKind.Name, "y"),
                new(null, PythonArgumentKind.String, "a\nb"),
                new(null, PythonArgumentKind.Number, "-1"),
                new(null, PythonArgumentKind.Number, "1e-3"),
                new(null, PythonArgumentKind.Boolean, "True"),
                new("k", PythonArgumentKind.None, "None"),
                new("t", PythonArgumentKind.Name, "numpy.float32"),
                new("e", PythonArgumentKind.Expression, null),
                new(null, PythonArgumentKind.Unpacked, "args"),
                new(null, PythonArgumentKind.Unpacked, "kw"),
                new("s", PythonArgumentKind.String, @"\d"),
                new("g", PythonArgumentKind.Formatted, null),
                new("u", PythonArgumentKind.String, "Aé"),
                new("b", PythonArgumentKind.String, "raw"),
            ],
            call.Arguments);
        Assert.Equal("None", call.Keyword("k")!.Value.Value);
        Assert.Null(call.Keyword("absent"));
    }

    [Theory]
    [InlineData("f\"rm {x}\"", PythonArgumentKind.Formatted)]
    [InlineData("'rm ' + x", PythonArgumentKind.Formatted)]
    [InlineData("x + ' -v'", PythonArgumentKind.Formatted)]
    [InlineData("'rm %s' % x", PythonArgumentKind.Formatted)]
    [InlineData("'rm %s' % (x, y)", PythonArgumentKind.Formatted)]
    [InlineData("'rm {}'.format(x)", PythonArgumentKind.Formatted)]
    [InlineData("'a' f'{x}'", PythonArgumentKind.Formatted)]
    [InlineData("'a' + 'b'", PythonArgumentKind.Expression)]
    [InlineData("' '.join(x)", PythonArgumentKind.Expression)]
    [InlineData("text(f'{x}')", PythonArgumentKind.Expression)]
    [InlineData("f'rm'", PythonArgumentKind.String)]
    [InlineData("x + y", PythonArgumentKind.Expression)]
    internal void A_text_with_values_put_in_is_told_apart(string argument, PythonArgumentKind kind) =>
        Assert.Equal(kind, Parse($"run({argument})\n").Calls[0].Arguments.Single().Kind);

    [Fact]
    public void Commas_of_lambdas_and_comprehensions_end_no_argument()
    {
        PythonModule module = Parse("f(lambda a, b=g(1, 2): a, (x for x, y in z))\nh(p for p, q in r)\n");
        Assert.Equal([2, 2, 1], module.Calls.Select(c => c.Arguments.Count));
    }

    [Theory]
    [InlineData("x = f()", "x")]
    [InlineData("x: int = f()", "x")]
    [InlineData("self.x = await f()", "self.x")]
    [InlineData("x = y = f()", "x")]
    [InlineData("x = f() + 1", null)]
    [InlineData("x, y = f()", null)]
    [InlineData("x = not f()", null)]
    [InlineData("x[0] = f()", null)]
    [InlineData("x += f()", null)]
    public void The_assigned_name_is_kept_when_the_call_is_all(string source, string? expected) =>
        Assert.Equal(expected, Parse(source).Calls.Single().AssignedTo);

    [Fact]
    public void Only_the_last_call_of_a_chain_is_assigned() =>
        Assert.Equal([null, null, "m"], Parse("m = Model(1, g()).fit(\n  x)").Calls.Select(c => c.AssignedTo));

    [Fact]
    public void Lines_and_columns_are_those_of_the_name()
    {
        PythonModule module = Parse("x = 'é😀'; f(1)\n(df\n  .merge(1)\n  .fit(2))\n");
        Assert.Equal([(1, 12), (2, 2), (4, 4)], module.Calls.Select(c => (c.Line, c.Column)));
    }

    [Theory]
    [InlineData("if __name__ == '__main__': main()", true)]
    [InlineData("if __name__ == \"__main__\":\n  for x in y:\n    main()", true)]
    [InlineData("if '__main__' == __name__:\n  main()", true)]
    [InlineData("if __name__ != '__main__':\n  main()", false)]
    [InlineData("if __name__ == '__main__':\n  pass\nelse:\n  main()", false)]
    [InlineData("if __name__ == '__main__':\n  pass\nmain()", false)]
    public void Main_guards_are_known(string source, bool expected) => Assert.Equal(expected, Parse(source).Calls.Single().IsUnderMain);

    [Fact]
    public void Decorators_and_defaults_belong_outside_their_function()
    {
        PythonModule module = Parse("class A:\n  @deco(a())\n  def f(self, x: T = b()) -> c():\n    d()\n");
        Assert.Equal(
            [("deco", "A"), ("a", "A"), ("b", "A"), ("c", "A"), ("d", "A.f")],
            module.Calls.Select(c => (c.Target, c.Enclosing!.QualifiedName)));
    }

    [Fact]
    public void Calls_in_format_strings_are_found()
    {
        PythonModule module = Parse("""
            f'{a(1)!r:>{b(2)}} {{no(3)}} \N{BULLET} {c("x")=}'
            f"{d["k"]:%Y-%m} {e(f"{g(f'{h()}')}")}"
            rf'\{i()}'
            f'''
            {j():
              >10}
            '''
            "f'{no(4)}'"
            """);
        Assert.Equal(["a", "b", "c", "e", "g", "h", "i", "j"], module.Calls.Select(c => c.Target));
        Assert.Equal(5, module.Calls[^1].Line);
        Assert.Null(module.Problem);
    }

    [Fact]
    public void Patterns_call_nothing_and_guards_do()
    {
        PythonModule module = Parse("match get(x):\n  case Point(x=0) | [A(), *_] if ok(x): f()\n  case {'a': B()}:\n    g()\n  case _: h()\nmatch = 1\nmatch(x)\ncase(y)\n");
        Assert.Equal(["get", "ok", "f", "g", "h", "match", "case"], module.Calls.Select(c => c.Target));
        Assert.Null(module.Problem);
    }

    [Fact]
    public void Classes_and_definitions_are_no_calls() =>
        Assert.Equal(["namedtuple"], Parse("class A(B, metaclass=M): pass\ndef f(x): pass\nclass C(namedtuple('C', 'x')): pass\n").Calls.Select(c => c.Target));

    private static PythonModule Parse(string source) => PythonModule.Parse(Encoding.UTF8.GetBytes(source));
}
