using RepoMaturity.Documents.Data;

namespace RepoMaturity.Rules.Queries;

/// <summary>Reads the query of a rule: a mapping whose first key names the predicate.</summary>
internal static class QueryLoader
{
    private static readonly Dictionary<string, Func<QueryNode, Query>> Predicates = new(StringComparer.Ordinal)
    {
        ["all"] = static n => new AllQuery(n.Parts()),
        ["any"] = static n => new AnyQuery(n.Parts()),
        ["none"] = static n => new NoneQuery(n.Parts()),
        ["file"] = static n => new FileQuery(n),
        ["text"] = static n => new TextQuery(n),
        ["key"] = static n => new KeyQuery(n),
        ["config"] = static n => new ConfigQuery(n),
        ["capability"] = static n => new CapabilityQuery(n),
        ["command"] = static n => new CommandQuery(n),
        ["call"] = static n => new CallQuery(n),
        ["dependency"] = static n => new DependencyQuery(n),
        ["document"] = static n => new DocumentQuery(n),
        ["card"] = static n => new CardQuery(n),
        ["secret"] = static n => new SecretQuery(n),
        ["metric"] = static n => new MetricQuery(n),
        ["open"] = static n => new OpenQuery(n),
        ["count"] = static n => new CountQuery(n.Part(), (int)n.Number("at-least")!),
    };

    /// <summary>Reads a query.</summary>
    /// <exception cref="FormatException">An unknown predicate or option; names file and line.</exception>
    public static Query Load(string path, DataNode node)
    {
        if (!node.IsMapping || node.Entries.Count == 0)
        {
            throw RuleLoader.Error(path, node, "a query is a mapping whose first key is a predicate");
        }

        string name = node.Entries[0].Key;
        if (!Predicates.TryGetValue(name, out Func<QueryNode, Query>? create))
        {
            throw RuleLoader.Error(path, node, $"unknown predicate '{name}' (known: {string.Join(", ", Predicates.Keys.Order(StringComparer.Ordinal))})");
        }

        QueryNode reader = new(path, node, name);
        Query query = create(reader);
        reader.CheckAllRead();
        return query;
    }
}

/// <summary>Hands out the options of a predicate and refuses those nobody asked for.</summary>
internal sealed class QueryNode(string path, DataNode node, string name)
{
    private readonly HashSet<string> _read = [name];

    /// <summary>The predicate's own value as one or many texts.</summary>
    public IReadOnlyList<string> Values() => RuleLoader.Texts(node[name]);

    /// <summary>The predicate's own value.</summary>
    public string Value() => node.TextOf(name) ?? throw RuleLoader.Error(path, node, $"'{name}' needs a text");

    public IReadOnlyList<string> Texts(string key)
    {
        _read.Add(key);
        return RuleLoader.Texts(node[key]);
    }

    public string? Text(string key)
    {
        _read.Add(key);
        return node.TextOf(key);
    }

    public bool Flag(string key) => Text(key) is "true";

    public double? Number(string key)
    {
        string? text = Text(key);
        return text is null ? null
            : double.TryParse(text, out double value) ? value
            : throw RuleLoader.Error(path, node, $"'{key}' must be a number");
    }

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum => Text(key) is { } text ? ParseChoice<T>(text) : fallback;

    public IReadOnlyList<T> Choices<T>(string key)
        where T : struct, Enum => [.. Texts(key).Select(ParseChoice<T>)];

    /// <summary>The queries in the predicate's own list.</summary>
    public IReadOnlyList<Query> Parts() => [.. node[name]!.OneOrMany().Select(n => QueryLoader.Load(path, n))];

    /// <summary>The one query that is the predicate's value.</summary>
    public Query Part() => QueryLoader.Load(path, node[name]!);

    /// <summary>A query as an option, or null.</summary>
    public Query? Query(string key)
    {
        _read.Add(key);
        return node[key] is { } part ? QueryLoader.Load(path, part) : null;
    }

    public void CheckAllRead()
    {
        foreach (DataEntry entry in node.Entries)
        {
            if (!_read.Contains(entry.Key))
            {
                throw new FormatException($"{path}:{entry.Line}: '{name}' has no option '{entry.Key}' (known: {string.Join(", ", _read)})");
            }
        }
    }

    private T ParseChoice<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out T value)
            ? value
            : throw RuleLoader.Error(path, node, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
}
