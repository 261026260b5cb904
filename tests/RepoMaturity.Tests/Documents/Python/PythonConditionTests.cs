using System.Text;
using RepoMaturity.Documents.Python;

namespace RepoMaturity.Tests.Documents.Python;

public class PythonConditionTests
{
    private static PythonModule Parse(string source) => PythonModule.Parse(Encoding.UTF8.GetBytes(source));

    [Theory]
    [InlineData("if accuracy < 0.8: pass", "accuracy < 0.8")]
    [InlineData("assert 0 <= x <= 1", "0 <= x|x <= 1")]
    [InlineData("f(a > b, c == d)", "a > b|c == d")]
    [InlineData("x = (a < b) if c else (a > b)", "a < b|a > b")]
    [InlineData("y = [v for v in rows if v >= floor]", "v >= floor")]
    [InlineData("print(f'{a > b:>10}')", "a > b")]
    [InlineData("x <<= 2; y >>= 1; z = a << 2", "")]
    [InlineData("def f(x: int = 3 > 2) -> a != b: ...", "3 > 2|a != b")]
    public void Comparisons_have_both_sides(string source, string expected) =>
        Assert.Equal(expected, string.Join('|', Parse(source).Comparisons.Select(c => $"{c.Left.Value} {c.Operator} {c.Right.Value}")));

    [Fact]
    public void Operands_keep_names_and_texts_of_expressions_and_their_calls()
    {
        PythonModule module = Parse("from sklearn.metrics import f1_score as f1\nassert f1(y, p) > float(old.tags.get('f1', 0)) * 0.9\n");
        PythonComparison comparison = Assert.Single(module.Comparisons);
        Assert.Equal(["f1", "y", "p"], comparison.Left.Names);
        Assert.Equal(["float", "old.tags.get", "f1"], comparison.Right.Names);
        Assert.Equal("sklearn.metrics.f1_score", module.Calls[comparison.Left.FirstCall].Target);
        Assert.Equal((1, 2), (comparison.Left.CallCount, comparison.Right.CallCount));
        Assert.Equal(PythonConditionKind.Assert, comparison.Condition!.Kind);
    }

    [Fact]
    public void A_condition_knows_its_clause_and_the_next_one()
    {
        PythonCondition condition = Parse("""
            def f(a):
                for x in a:
                    if not x > 3:
                        try:
                            pass
                        finally:
                            raise E
                    elif x:
                        return 1
                    else:
                        g()
                return 2
            """).Conditions[0];
        Assert.Equal((3, 7), (condition.Line, condition.EndLine));
        Assert.True(condition is { IsNegated: true, IsInLoop: true, IsInTry: false, Raises: true, Returns: false });
        Assert.True(condition.Otherwise is { Kind: PythonConditionKind.If, Line: 8, EndLine: 9, Returns: true, Subject.Value: "x" });
        Assert.True(condition.Otherwise!.Otherwise is { Kind: PythonConditionKind.Else, EndLine: 11, Otherwise: null });
    }

    [Fact]
    public void What_a_nested_function_raises_is_its_own()
    {
        PythonCondition condition = Assert.Single(Parse("if a > b:\n    def f():\n        raise E\n").Conditions);
        Assert.False(condition.Raises);
    }

    [Fact]
    public void Values_know_where_they_go()
    {
        PythonComparison[] comparisons = [.. Parse("wins = new < old\ndef f():\n    return a >= b\nwith dsl.If(c > 1):\n    step()\n").Comparisons];
        Assert.Equal("wins", comparisons[0].AssignedTo);
        Assert.True(comparisons[1].IsReturned);
        Assert.True(comparisons[2].Condition is { Kind: PythonConditionKind.With, Line: 4, EndLine: 5 });
    }

    [Theory]
    [InlineData("a == b", true)]
    [InlineData("a < b < c", true)]
    [InlineData("x = a == b", false)]
    [InlineData("a == b or fail()", false)]
    [InlineData("f(a == b)", false)]
    public void A_comparison_as_a_statement_is_idle(string statement, bool expected) =>
        Assert.Equal(expected, Parse($"def f():\n    {statement}\n").Definitions[0].HasIdleComparison);
}
