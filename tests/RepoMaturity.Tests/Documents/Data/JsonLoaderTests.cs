using System.Text;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Tests.Documents.Data;

public class JsonLoaderTests
{
    private static DataDocument Load(string text) => JsonLoader.Load(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Places_count_characters_after_a_mark_and_wide_letters()
    {
        DataDocument document = Load("\uFEFF{ // note\n  \"é😀\": \"a\\n\", \"n\": [1, null,\n   true,],\n}");
        Assert.Null(document.Problem);
        Assert.Equal(
            [
                "é😀@2:3=a\n @2:10",
                "n@2:17=[3 items] @2:22",
                "n[0]=1 @2:23",
                "n[1]=null @2:26",
                "n[2]=true @3:4",
            ],
            Places.Of(document.Root));
    }

    [Fact]
    public void Words_that_are_no_numbers_keep_their_text_outside_strings()
    {
        DataDocument document = Load("""{"a": NaN, "NaN": "Infinity NaN", "b": [-Infinity, Infinity], "c": -1} // NaN""");
        Assert.Null(document.Problem);
        Assert.Equal(
            ["a@1:2=NaN @1:7", "NaN@1:12=Infinity NaN @1:19", "b@1:35=[2 items] @1:40", "b[0]=-Infinity @1:41", "b[1]=Infinity @1:52", "c@1:63=-1 @1:68"],
            Places.Of(document.Root));
    }

    [Fact]
    public void Broken_text_keeps_what_stands_before()
    {
        DataDocument document = Load("{\"a\": {\"b\": 1,\n\"c\": [1, 2 3]}}");
        Assert.Equal(2, document.Problem!.Value.Line);
        Assert.Equal(["a@1:2={2 keys} @1:7", "a.b@1:8=1 @1:13", "a.c@2:1=[2 items] @2:6", "a.c[0]=1 @2:7", "a.c[1]=2 @2:10"], Places.Of(document.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"\\ud800\": \"\\ud800\"}")]
    [InlineData("/* open")]
    public void Odd_text_never_throws(string text) => Load(text);

    [Fact]
    public void Deep_nesting_is_a_problem_and_no_crash() => Assert.NotNull(Load(new string('[', 200_000)).Problem);

    [Fact]
    public void Utf16_with_a_mark_is_read()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{\"a\": 1}")];
        Assert.Equal("1", JsonLoader.Load(bytes).Root!.TextOf("a"));
    }

    [Fact]
    public void Json5_is_read_with_comments_and_bare_keys()
    {
        DataDocument document = JsonLoader.LoadJson5("{\n  // it's a note: {\n  extends: ['config:base', \"http://x\"], /* a\n b */ enabled: true,\n}"u8);
        Assert.Null(document.Problem);
        Assert.Equal(
            ["extends@3:3=[2 items] @3:12", "extends[0]=config:base @3:13", "extends[1]=http://x @3:28", "enabled@4:7=true @4:16"],
            Places.Of(document.Root));
    }
}
