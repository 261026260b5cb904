using System.Text;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Tests.Documents.Data;

public class YamlLoaderTests
{
    [Fact]
    public void Keys_values_and_places_are_kept()
    {
        DataNode root = YamlLoader.Load("on:\n  push:\n    branches: [main]\nrun: |\n  make\n  test\n").Root!;
        Assert.Equal("main", root.At("on", "push", "branches")!.Items[0].Text);
        Assert.Equal(3, root.At("on", "push", "branches")!.Line);
        Assert.Equal("make\ntest\n", root.TextOf("run"));
        Assert.Equal(5, root["run"]!.TextLine);
    }

    [Fact]
    public void Merge_keys_do_not_replace_own_keys()
    {
        DataNode root = YamlLoader.Load("base: &b {a: 1, c: 2}\nx:\n  <<: *b\n  a: 3\n").Root!;
        Assert.Equal("3", root["x"]!.TextOf("a"));
        Assert.Equal("2", root["x"]!.TextOf("c"));
    }

    [Fact]
    public void Deep_nesting_is_a_problem_and_no_crash()
    {
        DataDocument document = YamlLoader.Load(new string('[', 200_000));
        Assert.NotNull(document.Problem);
    }

    [Fact]
    public void An_alias_bomb_costs_nothing()
    {
        StringBuilder text = new("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++)
        {
            char p = (char)(c - 1);
            text.Append($"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + p, 9))}]\n");
        }

        DataDocument document = YamlLoader.Load(text.ToString());
        Assert.Null(document.Problem);
        Assert.Equal(10, document.Root!.Entries.Count);
    }

    [Fact]
    public void What_the_scanner_cannot_bear_is_a_problem_and_no_crash() =>
        Assert.NotNull(YamlLoader.Load("on: [push\njobs: {}\n").Problem);

    [Fact]
    public void Broken_text_names_the_line()
    {
        DataDocument document = YamlLoader.Load("a: 1\nb: [\n");
        Assert.True(document.Problem!.Value.Line >= 2);
    }

    [Fact]
    public void A_sequence_that_is_never_closed_is_a_problem_and_no_crash() =>
        Assert.NotNull(YamlLoader.Load("on: [push\njobs: {}\n").Problem);
}
