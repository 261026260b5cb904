using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;

namespace RepoMaturity.Tests.Documents.CSharp;

public class CSharpReaderTests
{
    private static CSharpFile Read(string source, string path = "a.cs") => CSharpReader.Load(Repository.File(path, source), source);

    [Fact]
    public void Usings_namespaces_and_types_are_named_in_full()
    {
        CSharpFile file = Read("""
            global using System.Linq;
            using static System.Math;
            using Ml = Microsoft.ML.Data;
            namespace A.B
            {
                namespace C { public record struct R(int X); }
                /// <summary>Outer.</summary>
                public class Outer<T>
                {
                    protected enum E { One }
                    class Hidden { public interface I { } }
                    public delegate void D();
                }
            }
            """);
        Assert.Equal(
            [new("System.Linq", null, false, true, 1), new("System.Math", null, true, false, 2), new("Microsoft.ML.Data", "Ml", false, false, 3)],
            file.Usings);
        Assert.Equal(["A.B", "A.B.C"], file.Namespaces);
        Assert.Equal(
            ["record struct A.B.C.R True False 6", "class A.B.Outer True True 8", "enum A.B.Outer.E True False 10", "class A.B.Outer.Hidden False False 11",
             "interface A.B.Outer.Hidden.I False False 11", "delegate A.B.Outer.D True False 12"],
            file.Types.Select(t => $"{t.Kind} {t.QualifiedName} {t.IsPublic} {t.HasDocumentation} {t.Line}"));
    }

    [Fact]
    public void Members_know_size_complexity_and_documentation()
    {
        CSharpFile file = Read("""
            namespace N;
            public class A
            {
                /// <inheritdoc/>
                [Obsolete]
                public A(int x, int y) { X = x; }
                // No documentation.
                internal int X { get; set; }
                public override string ToString() => X > 1 && X < 9 ? "a" : null ?? "b";
                public int Many(int[] xs)
                {
                    foreach (var x in xs)
                    {
                        if (x == 1) return 1;
                        switch (x) { case 2: case 3: break; default: break; }
                    }
                    int Local(int q) => q switch { 1 => 1, > 2 => 2, _ => 3 };
                    try { throw new System.Exception(); } catch { }
                    return 0;
                }
                public void Later() => throw new NotImplementedException();
                void System.IDisposable.Dispose() { }
            }
            """);
        Assert.Equal(
            ["Constructor N.A.A public doc 6-6 cc1 s1 p2", "Property N.A.X   8-8 cc1 s0 p0", "Method N.A.ToString public  9-9 cc4 s1 p0",
             "Method N.A.Many public  10-20 cc9 s10 p1", "Method N.A.Later public  21-21 cc1 s1 p0", "Method N.A.Dispose   22-22 cc1 s0 p0"],
            file.Members.Select(m => $"{m.Kind} {m.QualifiedName} {(m.IsPublic ? "public" : "")} {(m.HasDocumentation ? "doc" : "")} {m.Line}-{m.EndLine} cc{m.Complexity} s{m.StatementCount} p{m.ParameterCount}"));
        Assert.True(file.Members[2].IsOverride);
        Assert.Equal("Obsolete", Assert.Single(file.Members[0].Attributes).Name);
        Assert.Equal(["Later"], file.Members.Where(m => m.IsNotImplemented).Select(m => m.Name));
        Assert.False(file.Members[1].HasBody);
    }

    [Fact]
    public void Calls_and_creations_keep_names_literals_and_the_member()
    {
        CSharpFile file = Read("""
            class A
            {
                object _field = Make("x");
                void M()
                {
                    var split = mlContext.Data
                        .TrainTestSplit<int>(data, testFraction: 0.2);
                    this.x!.Load(TypeNameHandling.All, -1, true);
                    a.B().C("c");
                    a?.D();
                    new Dictionary<string, int>(5) { };
                    new Json.Settings { TypeNameHandling = TypeNameHandling.Auto, Depth = 3 };
                }
            }
            """);
        Assert.Equal(
            ["Make @3 m-1", "mlContext.Data.TrainTestSplit @7 m0", "this.x.Load @8 m0", ".C @9 m0", "a.B @9 m0", ".D @10 m0"],
            file.Calls.Select(c => $"{c.Name} @{c.Line} m{c.Member}"));
        Assert.Equal([new(null, "data", false), new("testFraction", "0.2", true)], file.Calls[1].Arguments);
        Assert.Equal([new(null, "TypeNameHandling.All", false), new(null, "-1", true), new(null, "true", true)], file.Calls[2].Arguments);
        Assert.Equal(["Dictionary", "Json.Settings"], file.Creations.Select(c => c.Name));
        Assert.Equal([new("TypeNameHandling", "TypeNameHandling.Auto", false), new("Depth", "3", true)], file.Creations[1].Arguments);
    }

    [Fact]
    public void Directives_and_suppressions_keep_their_reasons()
    {
        CSharpFile file = Read("""
            #nullable enable
            #pragma warning disable CS0618, CA1000 // kept for readers of old models
            // The interop layout is fixed.
            #pragma warning disable CA1815
            #pragma warning disable
            #pragma warning restore CS0618
            [assembly: System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707:Underscores", Justification = "PyTorch's names")]
            class A
            {
                [SuppressMessage("Usage", "CA2200", Justification = "<Pending>")]
                string M(string? s) => s!;
            #nullable disable
            #if NET472
            #nullable restore
            #endif
            }
            """);
        Assert.Equal([new("enable", 1), new("disable", 12)], file.NullableDirectives);
        Assert.Equal(
            ["7 CA1707: PyTorch's names", "10 CA2200: -", "2 CS0618 CA1000: kept for readers of old models", "4 CA1815: The interop layout is fixed.", "5 : -"],
            file.Suppressions.Select(s => $"{s.Line} {string.Join(' ', s.Ids)}: {s.Reason ?? "-"}"));
        Assert.Equal(1, file.NullForgivingCount);
    }

    [Fact]
    public void Code_for_todays_platform_is_read() =>
        Assert.Equal(["New"], Read("class A {\n#if NET8_0_OR_GREATER\nvoid New() {}\n#else\nvoid Old() {}\n#endif\n}").Members.Select(m => m.Name));

    [Theory]
    [InlineData("// <auto-generated/>\nclass A {}", "a.cs", true)]
    [InlineData("//------\n// <auto-generated>\nusing X;", "a.cs", true)]
    [InlineData("class A { /* <auto-generated> */ }", "a.cs", false)]
    [InlineData("class A {}", "Form1.Designer.cs", true)]
    [InlineData("class A {}", "a.g.cs", true)]
    [InlineData("class A {}", "Designer.cs", false)]
    public void Generated_files_are_marked(string source, string path, bool expected) => Assert.Equal(expected, Read(source, path).IsGenerated);

    [Fact]
    public void Top_level_statements_are_a_program()
    {
        Assert.True(Read("System.Console.WriteLine(1);").HasTopLevelStatements);
        Assert.False(Read("class A {}").HasTopLevelStatements);
    }

    [Fact]
    public void Broken_source_gives_what_can_be_read()
    {
        Assert.Equal(["A"], Read("class A { void M( { if (").Types.Select(t => t.Name));
        Assert.Empty(Read("\0\u0001\uD800 ]]] }}}").Types);
    }

    // Each overflows the stack of Roslyn's parser, or keeps it busy for minutes, when it is not refused.
    [Theory]
    [InlineData("class A { int x = ", "(")]
    [InlineData("class A { void M() { ", "A<")]
    [InlineData("class A { ", "(A,")]
    [InlineData("class A { int x = ", "(/*)*/")]
    [InlineData("class A { int x = ", "(\n#if false\n)\n#endif\n")]
    [InlineData("class A { int x = ", "(//)\n")]
    [InlineData("class A { int x = ", "(//\u2028/*)\u2028*/")]
    [InlineData("class A { int x = ", "(')'")]
    [InlineData("class A { int x = ", "(\")\"")]
    [InlineData("class A { int x = ", "(\"\\\")\"")]
    [InlineData("class A { int x = ", "(@\"\\\"+\")\"")]
    [InlineData("class A { int x = ", "(\"\"\")\"\"\"")]
    [InlineData("class A { int x = ", "(\n=======\n)\n>>>>>>> a\n")]
    [InlineData("class A { string x = ", "$\"{")]
    [InlineData("unsafe class A { void M() { ", "delegate*<")]
    [InlineData("", "[")]
    [InlineData("class A { bool x = a is ", "{ A: ")]
    [InlineData("class A { object x = a", "?.B")]
    [InlineData("", "#if a\n")]
    [InlineData("", "#region a\n")]
    [InlineData("#if ", "!")]
    [InlineData("#if a", " || a")]
    public void Source_that_would_break_the_parser_is_refused(string start, string repeated)
    {
        CSharpFile file = Read(start + string.Concat(Enumerable.Repeat(repeated, 30_000)));
        Assert.NotNull(file.Problem);
        Assert.Empty(file.Types);
    }

    [Fact]
    public void Comparisons_know_what_follows()
    {
        CSharpComparison[] comparisons =
        [
            .. Read("""
                class A
                {
                    void M()
                    {
                        if (ready && metrics.RSquared < 0.8)
                        {
                            throw new E();
                        }
                        else
                            Publish();
                        Assert.True(Score(x) >= floor);
                        bool b = i > -1;
                    }
                }
                """).Comparisons,
        ];
        Assert.Equal(["metrics.RSquared < 0.8", "Score >= floor", "i > -1"], comparisons.Select(c => $"{c.Left.Value} {c.Operator} {c.Right.Value}"));
        Assert.True(comparisons[0] is { Throws: true, Then: (6, 8), Else: (9, 10), ArgumentOf: null, Member: 0 });
        Assert.True(comparisons[1] is { Throws: false, Then: (0, 0), ArgumentOf: "Assert.True" });
        Assert.Null(comparisons[2].ArgumentOf);
    }

    [Fact]
    public void A_refused_file_is_reported()
    {
        DocumentSet documents = Repository.Of(("a.cs", "class A {\n int x = " + new string('(', 300)), ("b.cs", "class B {}"));
        Assert.Empty(CSharpReader.Of(documents, documents.Snapshot.Files[0])!.Types);
        Assert.Same(CSharpReader.Of(documents, documents.Snapshot.Files[1]), CSharpReader.Of(documents, documents.Snapshot.Files[1]));
        Assert.Equal(("a.cs", 2), (Assert.Single(documents.Problems).Key, documents.Problems["a.cs"].Line));
    }

    [Theory]
    [InlineData("class A { int x = 1", "+1")]
    [InlineData("class A { bool x = ", "!")]
    [InlineData("class A { object x = a", ".B()")]
    [InlineData("class A { void M() { ", "if (a) {} else ")]
    [InlineData("class A { object x = ", "a ?? ")]
    [InlineData("class A { bool x = a is ", "not ")]
    public void Long_chains_are_no_crash(string start, string repeated) =>
        Assert.True(Read(start + string.Concat(Enumerable.Repeat(repeated, 20_000))) is { Types.Count: <= 1 });

    [Fact]
    public void Long_plain_code_is_read() =>
        Assert.Equal(["T"], Read("class T { object x = F();\n void M() { " + string.Concat(Enumerable.Repeat("if (a < b) c?.D(\"((((\"); // {{{{\n", 5_000)) + "} }").Types.Select(t => t.Name));
}
