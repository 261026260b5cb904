using RepoMaturity.Documents.Data;

namespace RepoMaturity.Tests.Documents.Data;

public class TomlLoaderTests
{
    [Fact]
    public void Tables_dotted_keys_and_arrays_of_tables_become_one_tree()
    {
        DataDocument document = TomlLoader.Load("""
            title = "x"
            [tool.ruff]
            lint.select = ["E", 'F']
            line-length = 1_00
            [tool]
            uv = { dev = true, "q k" = 1979-05-27 }
            [[tool.mypy.overrides]]
            module = "a"
            [[tool.mypy.overrides]]
            module = "b"
            [tool.mypy.overrides.deep]
            x = 1.5
            """);
        Assert.Null(document.Problem);
        Assert.Equal(
            [
                "title@1:1=x @1:9",
                "tool@2:2={3 keys} @2:2",
                "tool.ruff@2:7={2 keys} @2:7",
                "tool.ruff.lint@3:1={1 keys} @3:1",
                "tool.ruff.lint.select@3:6=[2 items] @3:15",
                "tool.ruff.lint.select[0]=E @3:16",
                "tool.ruff.lint.select[1]=F @3:21",
                "tool.ruff.line-length@4:1=1_00 @4:15",
                "tool.uv@6:1={2 keys} @6:6",
                "tool.uv.dev@6:8=true @6:14",
                "tool.uv.q k@6:20=1979-05-27 @6:28",
                "tool.mypy@7:8={1 keys} @7:8",
                "tool.mypy.overrides@7:13=[2 items] @7:13",
                "tool.mypy.overrides[0]={1 keys} @7:13",
                "tool.mypy.overrides[0].module@8:1=a @8:10",
                "tool.mypy.overrides[1]={2 keys} @9:13",
                "tool.mypy.overrides[1].module@10:1=b @10:10",
                "tool.mypy.overrides[1].deep@11:22={1 keys} @11:22",
                "tool.mypy.overrides[1].deep.x@12:1=1.5 @12:5",
            ],
            Places.Of(document.Root));
    }

    [Fact]
    public void A_multiline_string_knows_where_its_text_starts()
    {
        DataNode run = TomlLoader.Load("a = 1\nrun = \"\"\"\nmake\ntest\"\"\"\n").Root!["run"]!;
        Assert.Equal("make\ntest", run.Text);
        Assert.Equal((2, 3), (run.Line, run.TextLine));
        Assert.True(run.IsQuoted);
    }

    [Fact]
    public void Broken_text_keeps_the_rest_and_names_the_line()
    {
        DataDocument document = TomlLoader.Load("a = 1\nb = = 2\n[ok]\nc = 3\na.x = 1\n");
        Assert.Equal(2, document.Problem!.Value.Line);
        Assert.Equal("1", document.Root!.TextOf("a"));
        Assert.Equal("3", document.Root.At("ok", "c")!.Text);
    }

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("{a=", 200_000)]
    [InlineData("a.", 200_000)]
    public void Deep_nesting_does_not_crash(string part, int times)
    {
        string deep = string.Concat(Enumerable.Repeat(part, times));
        TomlLoader.Load("a = " + deep);
        TomlLoader.Load(deep + "b = 1");
        TomlLoader.Load("[" + deep + "b]\nx=1");
    }
}
