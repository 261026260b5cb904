using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Cards;

/// <summary>Finds the cards of a repository in every spelling and format; templates of cards are none.</summary>
internal static class CardSet
{
    /// <summary>A card with fewer words says nothing.</summary>
    private const int MinWords = 30;

    private static readonly string[] ModelKeys = ["pipeline_tag", "library_name", "base_model", "model-index", "widget"];
    private static readonly string[] DataKeys = ["task_categories", "size_categories", "dataset_info", "annotations_creators", "source_datasets", "task_ids"];

    /// <summary>All cards in path order.</summary>
    public static IReadOnlyList<Card> Find(RepositoryEvidence evidence) =>
        [.. evidence.Snapshot.Files.Where(f => f.HasContent && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)).SelectMany(f => Of(evidence, f))];

    private static IEnumerable<Card> Of(RepositoryEvidence evidence, SnapshotFile file)
    {
        bool isText = file.Extension is ".md" or ".markdown" or ".mdx" or ".rst" or ".txt" or ".adoc" or "";
        bool isData = file.Extension is ".json" or ".yml" or ".yaml";
        if (!isText && !isData)
        {
            return [];
        }

        string stem = Plain(file.Name[..(file.Name.Length - file.Extension.Length)]);
        bool isReadme = stem.StartsWith("readme", StringComparison.Ordinal);
        if (KindOf(stem, Plain(file.Directory[(file.Directory.LastIndexOf('/') + 1)..]), isReadme) is { } kind)
        {
            return (isText ? ProseDocument.Of(evidence.Documents, file) : Structured(evidence, file)) is { } document && ProseText.CountWords(document.Text) >= MinWords
                ? [new Card(kind, file, 0, document)]
                : [];
        }

        return isText && isReadme && ProseDocument.Of(evidence.Documents, file) is { } readme ? InReadme(file, readme) : [];
    }

    private static CardKind? KindOf(string stem, string folder, bool isReadme) => stem switch
    {
        _ when stem.Contains("template", StringComparison.Ordinal) || stem.Contains("example", StringComparison.Ordinal) => null,
        _ when stem.Contains("modelcard", StringComparison.Ordinal) || (folder is "modelcard" or "modelcards" && !isReadme && stem != "index") => CardKind.Model,
        _ when stem.Contains("datacard", StringComparison.Ordinal) || stem.Contains("datasetcard", StringComparison.Ordinal)
            || stem.Contains("datasheet", StringComparison.Ordinal) || stem.Contains("datastatement", StringComparison.Ordinal)
            || (folder is "datacard" or "datacards" or "datasetcards" or "datasheets" && !isReadme && stem != "index") => CardKind.Data,
        _ => null,
    };

    /// <summary>Lower case without the marks that spellings differ by.</summary>
    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static ProseDocument? Structured(RepositoryEvidence evidence, SnapshotFile file) =>
        !file.Path.StartsWith('.') && evidence.Documents.Data(file)?.Root is { IsMapping: true } root && root["$schema"] is null && root["properties"] is null
            ? StructuredCard.Read(root)
            : null;

    /// <summary>A README is a card when its metadata are those of a hub's card or when it has a card's sections; else a section may be one.</summary>
    private static IEnumerable<Card> InReadme(SnapshotFile file, ProseDocument document)
    {
        if (document.FrontMatter is { IsMapping: true } metadata && KindOf(metadata) is { } kind)
        {
            return [new Card(kind, file, 0, document)];
        }

        if (HasHeading(document, "model details") && (HasHeading(document, "intended use*") || HasHeading(document, "uses") || HasHeading(document, "direct use")))
        {
            return [new Card(CardKind.Model, file, 0, document)];
        }

        return document.Sections
            .Where(s => s.Words >= MinWords && (ProseText.HasWord(s.Heading.Text, "model card") || ProseText.HasWord(s.Heading.Text, "data card") || ProseText.HasWord(s.Heading.Text, "dataset card")))
            .Select(s => new Card(ProseText.HasWord(s.Heading.Text, "model card") ? CardKind.Model : CardKind.Data, file, s.Heading.Line, Part(document, s)));
    }

    private static CardKind? KindOf(DataNode metadata) =>
        ModelKeys.Any(k => metadata[k] is not null) ? CardKind.Model
        : DataKeys.Any(k => metadata[k] is not null) ? CardKind.Data
        : null;

    private static bool HasHeading(ProseDocument document, string words) => document.Headings.Any(h => ProseText.HasWord(h.Text, words));

    private static ProseDocument Part(ProseDocument document, Section section)
    {
        return new ProseDocument
        {
            Headings = [.. document.Headings.Where(h => IsIn(h.Line))],
            Sections = [.. document.Sections.Where(s => IsIn(s.Heading.Line))],
            Links = [.. document.Links.Where(l => IsIn(l.Line))],
            CodeBlocks = [.. document.CodeBlocks.Where(c => IsIn(c.Line))],
            Text = section.Text,
        };

        bool IsIn(int line) => line >= section.Heading.Line && line <= section.EndLine;
    }
}
