using RepoMaturity.Documents.CSharp;

namespace RepoMaturity.Tests.Documents.CSharp;

public sealed class CSharpNestingTests
{
    [Theory]
    [InlineData("class A { int x = (1); }", 1, false)]
    [InlineData("class A { int x = (1); }", 2, true)]
    [InlineData("class A { /* (((( */ int x; // ((((", 1, true)]
    [InlineData("class A { string x = \"(((\\\"(\"; char y = '('; }", 1, true)]
    [InlineData("class A { string x = $\"((({{(({a}\"; }", 99, true)]
    [InlineData("#region (((\nclass A { }", 1, true)]
    [InlineData("class A { bool x = a < b; bool y = a < b; }", 1, true)]
    [InlineData("class A { bool x = f(a < b; c < d); }", 2, true)]
    [InlineData("class A { bool x = f(a < b; c < d, e < f); }", 2, false)]
    public void Comments_and_strings_do_not_nest(string source, int limit, bool within) =>
        Assert.Equal(within, CSharpNesting.IsWithin(source, limit));

    [Theory]
    [InlineData("string x = @\"\";")]
    [InlineData("string x = \"\"\"a\"\"\";")]
    [InlineData("string x = $\"{a[\"b\"]}\";")]
    [InlineData("string x = $\"{a:b}}c}\";")]
    [InlineData("string x = $\"{a /* } */}\";")]
    [InlineData("string x = \"unfinished\n;")]
    [InlineData("#if A\n#endif")]
    [InlineData("x # region")]
    [InlineData("a\n=======\nb")]
    [InlineData("a\u2028b")]
    public void What_takes_a_lexer_is_not_judged(string source) => Assert.False(CSharpNesting.IsWithin(source, 99));
}
