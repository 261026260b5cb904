using System.Text;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Cards;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence.Cards;

public class CardTests
{
    private const string Words =
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
        + "one two three four five six seven eight nine ten";

    [Theory]
    [InlineData("model-card.md", "Model")]
    [InlineData("docs/MODEL_CARD.rst", "Model")]
    [InlineData("src/pkg/modelcards/tagger.md", "Model")]
    [InlineData("data/DatasetCard.md", "Data")]
    [InlineData("docs/datasheet.txt", "Data")]
    public void Cards_are_found_in_every_spelling(string path, string kind) =>
        Assert.Equal([(kind, path)], Find((path, "# Card\n" + Words)).Select(c => (c.Kind.ToString(), c.File.Path)));

    [Theory]
    [InlineData("modelcard-template.md")]
    [InlineData("src/modelcards/README.md")]
    [InlineData("src/model_card.py")]
    [InlineData(".github/workflows/model-card.yml")]
    public void Templates_indexes_and_code_are_no_cards(string path) => Assert.Empty(Find((path, "key: |\n  " + Words)));

    [Fact]
    public void A_structured_card_leaves_out_what_has_no_value()
    {
        Card card = Assert.Single(Find(("modelcards/a.json", """{"model_details": {"description": "WORDS", "license": null}, "intended_use": {"primary_uses": null}}""".Replace("WORDS", Words, StringComparison.Ordinal))));
        Assert.Equal(["model details", "description"], card.Document.Headings.Select(h => h.Text));
    }

    [Fact]
    public void Aliases_that_repeat_without_end_are_bounded()
    {
        StringBuilder yaml = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.True(StructuredCard.Read(YamlLoader.Load(yaml.ToString()).Root!).Text.Length < ProseDocument.MaxLength);
    }

    [Fact]
    public void A_section_of_a_README_is_a_card_with_the_sections_below_it()
    {
        Card card = Assert.Single(Find(("README.md", $"# Churn\n## Usage\nx\n## Model card\n{Words}\n### Limitations\nNone.\n## Licence\nMIT")));
        Assert.Equal(4, card.Line);
        Assert.Equal(["Model card", "Limitations"], card.Document.Headings.Select(h => h.Text));
    }

    [Theory]
    [InlineData("license: mit", null)]
    [InlineData("license: MIT", "licence 'MIT' must be written 'mit'")]
    [InlineData("license: my-own", "'my-own' is no known licence id")]
    [InlineData("language:\n- en\n- yue\n- zh-TW", null)]
    [InlineData("language: xx", "'xx' is no language code")]
    [InlineData("datasets: https://example.org/x", "'https://example.org/x' is no id of the form owner/name")]
    [InlineData("library_name: [a, b]", "library_name takes one word")]
    [InlineData("tags: {a: b}", "tags takes words, no mapping")]
    [InlineData("model-index: {name: x}", "model-index must be a list")]
    [InlineData("model-index:\n- results: []", "model-index entry has no 'name'")]
    public void Metadata_are_held_against_the_hubs_rules(string metadata, string? message)
    {
        Card card = Assert.Single(Find(("README.md", $"---\npipeline_tag: text-classification\n{metadata}\n---\n# Card")));
        Assert.Equal(message is null ? [] : [message], CardMetadata.Problems(card).Select(p => p.Message));
    }

    private static IReadOnlyList<Card> Find(params (string Path, string Text)[] files) =>
        new RepositoryEvidence(InMemorySnapshot.Create("x", files), []).Cards;
}
