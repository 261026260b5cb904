using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Evidence.Cards;

/// <summary>Holds a card's metadata against the rules of the model hub that reads them, without asking it.</summary>
internal static class CardMetadata
{
    private static readonly string[] Sizes =
    [
        "n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T", "n>1T", "unknown",
    ];

    /// <summary>What a hub would refuse or not understand.</summary>
    public static IReadOnlyList<ParseProblem> Problems(Card card)
    {
        if (card.Document.Problem is { } broken && broken.Message.StartsWith("front matter", StringComparison.Ordinal))
        {
            return [broken];
        }

        if (card.Metadata is not { } metadata)
        {
            return card.Document.FrontMatter is { IsMapping: false, Kind: not DataNodeKind.Null } node ? [new ParseProblem("front matter is no mapping of keys", node.Line)] : [];
        }

        List<ParseProblem> problems = [];
        Each(metadata, "license", problems, License);
        Each(metadata, "language", problems, Language);
        Each(metadata, "base_model", problems, RepositoryId);
        Each(metadata, "datasets", problems, RepositoryId);
        Each(metadata, "tags", problems, _ => null);
        Each(metadata, "metrics", problems, _ => null);
        if (card.Kind == CardKind.Model)
        {
            One(metadata, "library_name", problems, _ => null);
            One(metadata, "pipeline_tag", problems, t => CardVocabulary.Tasks.Contains(t) ? null : $"'{t}' is no known pipeline_tag");
            ModelIndex(metadata["model-index"], problems);
        }
        else
        {
            Each(metadata, "task_categories", problems, t => t == "other" || CardVocabulary.Tasks.Contains(t) ? null : $"'{t}' is no known task category");
            Each(metadata, "size_categories", problems, t => Sizes.Contains(t) ? null : $"'{t}' is no known size category such as 10K<n<100K");
        }

        return problems;
    }

    /// <summary>The measured figures of <c>model-index</c>: type and value as written, in the order of the card.</summary>
    public static IEnumerable<(string Type, DataNode Value)> Figures(Card card) =>
        from model in card.Metadata?["model-index"]?.Items ?? []
        from result in model["results"]?.Items ?? []
        from metric in result["metrics"]?.Items ?? []
        let type = metric.TextOf("type")
        let value = metric["value"]
        where type is not null && value is { IsScalar: true }
        select (type, value);

    private static string? License(string text) =>
        CardVocabulary.Licenses.Contains(text) ? null
        : CardVocabulary.Licenses.Contains(text.ToLowerInvariant()) ? $"licence '{text}' must be written '{text.ToLowerInvariant()}'"
        : $"'{text}' is no known licence id";

    private static string? Language(string text)
    {
        string main = text.Split('-', '_')[0];
        bool known = text is "code" or "multilingual"
            || (main.All(char.IsAsciiLetterLower) && (main.Length == 3 || CardVocabulary.Languages.Contains(main)));
        return known ? null : $"'{text}' is no language code";
    }

    private static string? RepositoryId(string text)
    {
        string[] parts = text.Split('/');
        bool known = parts.Length <= 2 && parts.All(p => p.Length > 0 && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) && parts[0] is not ("." or "..");
        return known ? null : $"'{text}' is no id of the form owner/name";
    }

    private static void ModelIndex(DataNode? index, List<ParseProblem> problems)
    {
        if (index is null)
        {
            return;
        }

        if (!index.IsSequence)
        {
            problems.Add(new ParseProblem("model-index must be a list", index.Line));
            return;
        }

        foreach (DataNode model in index.Items)
        {
            Need(model, "name", "model-index entry", problems);
            foreach (DataNode result in List(model, "results", "model-index entry", problems))
            {
                Need(result["task"] ?? result, "type", "task of model-index", problems);
                Need(result["dataset"] ?? result, "name", "dataset of model-index", problems);
                Need(result["dataset"] ?? result, "type", "dataset of model-index", problems);
                foreach (DataNode metric in List(result, "metrics", "result of model-index", problems))
                {
                    Need(metric, "type", "metric of model-index", problems);
                    Need(metric, "value", "metric of model-index", problems);
                }
            }
        }
    }

    private static IReadOnlyList<DataNode> List(DataNode node, string key, string what, List<ParseProblem> problems)
    {
        if (node[key] is { IsSequence: true } list)
        {
            return list.Items;
        }

        problems.Add(new ParseProblem($"{what} has no list '{key}'", node.Line));
        return [];
    }

    private static void Need(DataNode node, string key, string what, List<ParseProblem> problems)
    {
        if (node[key] is null or { Kind: DataNodeKind.Null })
        {
            problems.Add(new ParseProblem($"{what} has no '{key}'", node.Line));
        }
    }

    private static void One(DataNode metadata, string key, List<ParseProblem> problems, Func<string, string?> check)
    {
        if (metadata[key] is { IsScalar: false, Kind: not DataNodeKind.Null } many)
        {
            problems.Add(new ParseProblem($"{key} takes one word", many.Line));
        }
        else
        {
            Each(metadata, key, problems, check);
        }
    }

    private static void Each(DataNode metadata, string key, List<ParseProblem> problems, Func<string, string?> check)
    {
        foreach (DataNode node in metadata[key]?.OneOrMany() ?? [])
        {
            string? message = node.IsScalar ? check(node.Text!) : node.Kind == DataNodeKind.Null ? null : $"{key} takes words, no mapping";
            if (message is not null)
            {
                problems.Add(new ParseProblem(message, node.Line));
            }
        }
    }
}
