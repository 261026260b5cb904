using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Tests.Documents.Prose;

public class PlainTextReaderTests
{
    [Fact]
    public void ReStructuredText_is_read_lightly()
    {
        ProseDocument document = PlainTextReader.Read(string.Join('\n', [
            "=====",
            "Title",
            "=====",
            ".. image:: logo.png",
            "   :alt: Logo",
            "   :target: https://x.org",
            "",
            ".. a comment",
            "   with [hidden] http://hidden",
            "",
            "Usage",
            "-----",
            "See `the docs <docs/a.rst>`_ or http://y.org/z.",
            "",
            ".. code-block:: python",
            "   :linenos:",
            "",
            "   import x",
            "     y",
            "",
            "Run::",
            "",
            "    make",
            "",
            "Details",
            "~~~~~~~",
            "Three more **words**",
            "",
            "Licence",
            "-------",
            ".. _MIT: LICENSE",
        ]));
        Assert.Equal(
            [new Heading(1, "Title", 2, "title"), new Heading(2, "Usage", 11, "usage"), new Heading(3, "Details", 25, "details"), new Heading(2, "Licence", 29, "licence")],
            document.Headings);
        Assert.Equal(
            [
                new Link("logo.png", "Logo", 4, 1, true),
                new Link("https://x.org", "Logo", 6, 4, false),
                new Link("docs/a.rst", "the docs", 13, 5, false),
                new Link("http://y.org/z", "http://y.org/z", 13, 33, false),
                new Link("LICENSE", "MIT", 31, 1, false),
            ],
            document.Links);
        Assert.Equal([new CodeBlock("python", "import x\n  y", 18), new CodeBlock("", "make", 23)], document.CodeBlocks);
        Assert.Equal("Three more words", document.Sections[2].Text);
        Assert.DoesNotContain("hidden", document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AsciiDoc_and_plain_text_are_read_lightly()
    {
        ProseDocument document = PlainTextReader.Read("= Tool\n\nSee link:docs/a.adoc[the docs] and https://x.org[X].\n\n== Use\n[source,bash]\n----\nmake\n----\nimage::p.png[Pic]\n", isAsciiDoc: true);
        Assert.Equal([(1, "Tool", 1), (2, "Use", 5)], document.Headings.Select(h => (h.Level, h.Text, h.Line)));
        Assert.Equal(
            [new Link("docs/a.adoc", "the docs", 3, 5, false), new Link("https://x.org", "X", 3, 36, false), new Link("p.png", "Pic", 10, 1, true)],
            document.Links);
        Assert.Equal([new CodeBlock("bash", "make", 8)], document.CodeBlocks);
    }
}
