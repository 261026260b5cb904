using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Cards;

/// <summary>Finds the cards of a repository in every spelling and format; templates of cards are none.</summary>
internal static class CardSet
{
    /// <summary>A card with fewer words says nothing.</summary>
    private const int MinWords = 30;

    private const int MaxSections = 10;

    private static readonly string[] ModelKeys = ["pipeline_tag", "library_name", "base_model", "model-index", "widget"];
    private static readonly string[] DataKeys = ["task_categories", "size_categories", "dataset_info", "annotations_creators", "source_datasets", "task_ids"];

    private static readonly string[] Articles = ["the", "a", "an", "your", "new", "existing"];

    private static readonly string[] CardHeadings =
        ["model details", "model description", "intended use*", "uses", "direct use", "limitation*", "bias*", "training*", "evaluation*", "performance", "licen*", "data*", "motivation", "composition"];

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
            return (isText ? ProseDocument.Of(evidence.Documents, file) : Structured(evidence, file)) is { } document && ProseText.CountWords(document.Text) >= MinWords && !IsManual(document)
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
            .Where(s => s.Words >= MinWords && KindOf(s.Heading) is not null)
            .Take(MaxSections)
            .Select(s => new Card(KindOf(s.Heading)!.Value, file, s.Heading.Line, Part(document, s)));
    }

    private static CardKind? KindOf(Heading heading) =>
        Names(heading.Text, "model card") ? CardKind.Model
        : Names(heading.Text, "data card") || Names(heading.Text, "dataset card") ? CardKind.Data
        : null;

    /// <summary>True for a card's own heading, such as <c>Model card for churn</c>; <c>Edit the model card</c> heads a manual.</summary>
    private static bool Names(string heading, string card)
    {
        int at = heading.IndexOf(card, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return false;
        }

        string before = heading[..at];
        string after = heading[(at + card.Length)..].TrimStart('s', ' ');
        return ProseText.CountWords(before) <= 2
            && !Articles.Any(a => ProseText.HasWord(before, a))
            && (after.Length == 0 || !char.IsLetterOrDigit(after[0]) || after.StartsWith("for ", StringComparison.OrdinalIgnoreCase) || after.StartsWith("of ", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A page with code samples and none of a card's headings says how cards are made.</summary>
    private static bool IsManual(ProseDocument document) =>
        document.CodeBlocks.Count > 0 && document.FrontMatter is null && !CardHeadings.Any(h => HasHeading(document, h));

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
            Fields = [.. document.Fields.Where(s => IsIn(s.Heading.Line))],
            Links = [.. document.Links.Where(l => IsIn(l.Line))],
            CodeBlocks = [.. document.CodeBlocks.Where(c => IsIn(c.Line))],
            Text = section.Text,
        };

        bool IsIn(int line) => line >= section.Heading.Line && line <= section.EndLine;
    }
}
