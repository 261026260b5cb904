using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Tests.Documents.Prose;

public class MarkdownReaderTests
{
    private const string Sample = """
        ---
        license: mit
        tags: [a, b]
        ---
        <h1 align="center"><img src="logo.png" alt="Logo"> The &amp; Tool</h1>
        <!-- # Hidden [x](hidden.md) -->

        Intro with [a *link*](docs/a.md "t"), ![pic][p] and <https://x.org>.
        <a href='b.html'>here</a>

        ## Usage: `run` it!
        Two words.

        ```Python {.x}
        # not a heading
        ```

        ### Usage: run it
        | a | b |
        |---|---|
        | [c](d.md) | e |

        ## Licence ##
        [![badge](https://b/s.svg)](ci.yml) [ref] [^1]

            indented

        [p]: img/p.png
        [ref]: LICENSE
        [^1]: A [foot](note.md).
        """;

    private static readonly ProseDocument Document = MarkdownReader.Read(Sample);

    [Fact]
    public void Headings_have_lines_and_unique_slugs() => Assert.Equal(
        [
            new Heading(1, "The & Tool", 5, "the--tool"),
            new Heading(2, "Usage: run it!", 11, "usage-run-it"),
            new Heading(3, "Usage: run it", 18, "usage-run-it-1"),
            new Heading(2, "Licence", 23, "licence"),
        ],
        Document.Headings);

    [Fact]
    public void Links_and_pictures_have_places() => Assert.Equal(
        [
            new Link("logo.png", "Logo", 5, 20, true),
            new Link("docs/a.md", "a link", 8, 12, false),
            new Link("img/p.png", "pic", 8, 39, true),
            new Link("https://x.org", "https://x.org", 8, 53, false),
            new Link("b.html", "here", 9, 1, false),
            new Link("d.md", "c", 21, 3, false),
            new Link("ci.yml", "", 24, 1, false),
            new Link("https://b/s.svg", "badge", 24, 2, true),
            new Link("LICENSE", "ref", 24, 37, false),
            new Link("note.md", "foot", 30, 9, false),
        ],
        Document.Links);

    [Fact]
    public void Code_is_no_text_and_knows_its_line() => Assert.Equal(
        [new CodeBlock("python", "# not a heading", 15), new CodeBlock("", "indented", 26)],
        Document.CodeBlocks);

    [Fact]
    public void A_section_holds_its_sub_sections()
    {
        Section usage = Document.Sections[1];
        Assert.Equal("Two words.\nUsage: run it\na\nb\nc\ne", usage.Text);
        Assert.Equal((9, 22), (usage.Words, usage.EndLine));
        Assert.DoesNotContain("Hidden", Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Front_matter_keeps_its_lines()
    {
        Assert.Equal("mit", Document.FrontMatter!.TextOf("license"));
        Assert.Equal(3, Document.FrontMatter["tags"]!.Line);
        ProseDocument broken = MarkdownReader.Read("---\na: 1\nb: [\n---\n# T\n");
        Assert.True(broken.Problem!.Value.Line >= 3);
        Assert.Equal("T", broken.Headings[0].Text);
    }

    [Fact]
    public void Text_before_an_entangled_paragraph_is_read()
    {
        ProseDocument document = MarkdownReader.Read("# T\n\ntext\n\n" + string.Concat(Enumerable.Repeat("![](", 20_000)));
        Assert.Equal(5, document.Problem!.Value.Line);
        Assert.Equal("T\ntext", document.Text);
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("[")]
    [InlineData("<a href=\"")]
    [InlineData("<!--")]
    [InlineData("![](")]
    public void Hostile_text_is_bounded(string part) => MarkdownReader.Read(string.Concat(Enumerable.Repeat(part, 20_000)));

    [Theory]
    [InlineData("🚀 Quick Start", "-quick-start")]
    [InlineData("C# & .NET_8 – Überblick", "c--net_8--überblick")]
    public void Slugs_are_those_of_GitHub(string text, string slug) => Assert.Equal(slug, ProseBuilder.Slug(text));

    [Fact]
    public void Bold_words_head_what_follows_and_name_what_stands_beside_them()
    {
        ProseDocument card = MarkdownReader.Read("""
            ## Details
            - **License:** [MIT](LICENSE)
            - **Batch**: 32
            - **not** a key: 1

            **Training Data**
            Orders of a **busy** year.

            More of them.

            **Model:** trees
            **Team:** growth
            ## Next
            Other.
            """);

        Assert.Equal(
            [("License", "MIT", 2), ("Batch", "32", 3), ("Training Data", "Orders of a busy year.\nMore of them.", 6), ("Model", "trees", 11), ("Team", "growth", 12)],
            card.Fields.Select(f => (f.Heading.Text, f.Text, f.Heading.Line)));
    }
}
