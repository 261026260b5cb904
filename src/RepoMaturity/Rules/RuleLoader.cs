using System.Text;
using RepoMaturity.Documents.Data;
using RepoMaturity.Rules.Queries;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules;

/// <summary>Reads a rule's YAML; a rule without rationale, remedy, a passing and a failing example does not load.</summary>
internal static class RuleLoader
{
    private static readonly string[] Keys =
    [
        "id", "title", "practice", "level", "defect", "severity", "weight", "effort", "criteria", "applies", "unless", "needs", "absence", "attest",
        "query", "analyzer", "message", "rationale", "remedy", "examples",
    ];

    /// <summary>Reads one rule.</summary>
    /// <param name="path">Where the text comes from, for messages.</param>
    /// <param name="root">The parsed file.</param>
    /// <param name="text">The file's text, from which the query is shown on the rule's page.</param>
    /// <param name="withExamples">True when the examples were read and must be there.</param>
    /// <exception cref="FormatException">Something is missing or unknown; names file and line.</exception>
    public static RuleDescriptor Load(string path, DataNode root, string text, bool withExamples = true)
    {
        CheckKeys(path, root, Keys);
        string id = Required(path, root, "id");
        if (id.Length != 7 || !id.StartsWith("RM", StringComparison.Ordinal) || !id.AsSpan(2).ContainsOnlyDigits())
        {
            throw Error(path, root["id"]!, "an id is RM and five digits: component, practice, ordinal");
        }

        string practice = Required(path, root, "practice");
        if (practice != $"{id[2]}.{id[3..5]}")
        {
            throw Error(path, root["practice"]!, $"practice must be {id[2]}.{id[3..5]}, as the id says");
        }

        bool defect = root["defect"] is { IsTrue: true };
        RuleDescriptor rule = new()
        {
            Id = id,
            Title = Required(path, root, "title"),
            Practice = practice,
            MaturityLevel = Integer(path, root, "level", 2, 5),
            IsDefect = defect,
            DefaultSeverity = Parse<Severity>(path, root, "severity", defect ? Severity.Warning : Severity.Note),
            Weight = root["weight"] is null ? 1 : double.Parse(Required(path, root, "weight")),
            Effort = root["effort"] is null ? 2 : Integer(path, root, "effort", 1, 3),
            Criteria = Texts(root["criteria"]),
            Applies = Texts(root["applies"]),
            Unless = Texts(root["unless"]),
            Needs = root.TextOf("needs"),
            Absence = Parse(path, root, "absence", AbsenceMeaning.Fail),
            Attestations = AttestationNeed.Load(path, root["attest"]),
            Message = Required(path, root, "message").Trim(),
            Rationale = Required(path, root, "rationale").Trim(),
            Remedy = Required(path, root, "remedy").Trim(),
            Query = root["query"] is { } query ? QueryLoader.Load(path, query) : null,
            AnalyzerName = root.TextOf("analyzer"),
            QueryText = root["query"] is { } written ? Block(text, written.Line) : "",
            Examples = Examples(path, root),
        };
        if (rule.Query is null == rule.AnalyzerName is null)
        {
            throw Error(path, root, "a rule has either a query or an analyzer");
        }

        if (withExamples && !HasBothExamples(rule))
        {
            throw Error(path, root, "a rule needs at least one passing and one failing example");
        }

        return rule;
    }

    private static bool HasBothExamples(RuleDescriptor rule) =>
        rule.Examples.Any(e => e.Expect == ResultKind.Pass)
        && rule.Examples.Any(e => e.Expect == ResultKind.Fail || (e.Expect == ResultKind.Open && rule.Absence == AbsenceMeaning.Open));

    internal static FormatException Error(string path, DataNode node, string message) => new($"{path}:{node.Line}: {message}");

    internal static IReadOnlyList<string> Texts(DataNode? node) => node is null ? [] : [.. node.OneOrMany().Select(n => n.Text ?? "")];

    internal static void CheckKeys(string path, DataNode node, IReadOnlyList<string> known)
    {
        foreach (DataEntry entry in node.Entries)
        {
            if (!known.Contains(entry.Key))
            {
                throw new FormatException($"{path}:{entry.Line}: unknown key '{entry.Key}' (known: {string.Join(", ", known)})");
            }
        }
    }

    private static IReadOnlyList<RuleExample> Examples(string path, DataNode root)
    {
        List<RuleExample> examples = [];
        foreach (DataNode node in root["examples"]?.Items ?? [])
        {
            CheckKeys(path, node, ["name", "expect", "at", "files", "edit", "history"]);
            Dictionary<string, string> files = new(StringComparer.Ordinal);
            Dictionary<string, SnapshotFileMode> modes = new(StringComparer.Ordinal);
            HashSet<string> missing = new(StringComparer.Ordinal);
            if (node["edit"] is { } edit)
            {
                if (examples.Count == 0)
                {
                    throw Error(path, node, "'edit' changes the first example, so the first one has 'files'");
                }

                files = new(examples[0].Files, StringComparer.Ordinal);
                Apply(edit, files, modes, missing);
            }
            else
            {
                Apply(node["files"] ?? throw Error(path, node, "an example has 'files' or 'edit'"), files, modes, missing);
            }

            examples.Add(new RuleExample(
                Required(path, node, "name"),
                Parse(path, node, "expect", ResultKind.Pass),
                Texts(node["at"]),
                files)
            {
                History = node["history"] is { } history ? History(path, history) : node["edit"] is null ? [] : examples[0].History,
                Modes = modes,
                Missing = missing,
            });
        }

        return examples;
    }

    private static IReadOnlyList<ExampleCommits> History(string path, DataNode node)
    {
        foreach (DataNode commits in node.Items)
        {
            CheckKeys(path, commits, ExampleCommits.Keys);
        }

        return [.. node.Items.Select(ExampleCommits.Read)];
    }

    /// <summary>Files by path: their text, or what else they are; <c>null</c> takes one away.</summary>
    internal static void Apply(DataNode changes, Dictionary<string, string> files, Dictionary<string, SnapshotFileMode> modes, HashSet<string> missing)
    {
        foreach (DataEntry entry in changes.Entries)
        {
            if (entry.Value.Text is { } content)
            {
                files[entry.Key] = content;
            }
            else if (entry.Value["text"]?.Text is { } text)
            {
                // A file too long to be written down: `{text: "a…b", repeat: x, times: 1000000}`.
                int times = int.Parse(entry.Value.TextOf("times") ?? "0");
                files[entry.Key] = text.Replace("…", new StringBuilder().Insert(0, entry.Value.TextOf("repeat") ?? "", times).ToString(), StringComparison.Ordinal);
            }
            else if (entry.Value["link"]?.Text is { } target)
            {
                (files[entry.Key], modes[entry.Key]) = (target, SnapshotFileMode.SymbolicLink);
            }
            else if (entry.Value["submodule"] is { IsTrue: true })
            {
                (files[entry.Key], modes[entry.Key]) = ("", SnapshotFileMode.Submodule);
            }
            else
            {
                files.Remove(entry.Key);
                if (entry.Value["missing"] is { IsTrue: true })
                {
                    missing.Add(entry.Key);
                }
            }
        }
    }

    /// <summary>The lines of a block, from its first line to the next key at the left edge.</summary>
    private static string Block(string text, int line)
    {
        string[] lines = text.Split('\n');
        IEnumerable<string> block = lines.Skip(line - 1).TakeWhile((l, i) => i == 0 || l.Length == 0 || char.IsWhiteSpace(l[0]));
        return string.Join('\n', block).TrimEnd();
    }

    private static string Required(string path, DataNode node, string key) =>
        node.TextOf(key) is { Length: > 0 } value ? value : throw Error(path, node, $"'{key}' is missing");

    private static int Integer(string path, DataNode node, string key, int least, int most) =>
        int.TryParse(Required(path, node, key), out int value) && value >= least && value <= most
            ? value
            : throw Error(path, node[key]!, $"'{key}' is a number from {least} to {most}");

    internal static T Parse<T>(string path, DataNode node, string key, T fallback)
        where T : struct, Enum =>
        node.TextOf(key) is not { } value ? fallback
        : Enum.TryParse(value, ignoreCase: true, out T parsed) ? parsed
        : throw Error(path, node[key]!, $"'{value}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
