using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Policy;

/// <summary>Reads <c>repo-maturity.yml</c>. Strict: what is misspelt would silently decide nothing.</summary>
public static class ConfigurationReader
{
    private const int MaxErrors = 50;
    private const int MaxQuoted = 60;

    internal static readonly string[] Keys = ["version", "rules", "exclude", "traits", "thresholds", "attestations"];

    internal static readonly IReadOnlyDictionary<string, Severity> Severities = new SortedDictionary<string, Severity>(StringComparer.Ordinal)
    {
        ["off"] = Severity.None,
        ["note"] = Severity.Note,
        ["warning"] = Severity.Warning,
        ["error"] = Severity.Error,
    };

    /// <summary>Reads the text of a configuration; an empty one decides nothing.</summary>
    /// <param name="path">Name for messages and trails.</param>
    /// <param name="text">YAML.</param>
    /// <param name="catalog">The rules that may be named.</param>
    /// <exception cref="ConfigurationException">Something is wrong; each line of the message names file, line and remedy.</exception>
    public static RepositoryConfiguration Read(string path, string text, RuleCatalog catalog)
    {
        DataDocument document = YamlLoader.Load(text);
        Reader reader = new(path, catalog);
        RepositoryConfiguration configuration = reader.Read(document);
        return reader.Errors.Count == 0
            ? configuration
            : throw new ConfigurationException(string.Join('\n', reader.Errors.OrderBy(e => e.Line).Select(e => $"{path}:{e.Line}: {e.Message}")));
    }

    /// <summary>True for a glob relative to the root that stays below it.</summary>
    internal static bool IsGlob(string glob) =>
        glob.Length > 0 && !glob.StartsWith('/') && !glob.Contains('\\', StringComparison.Ordinal) && !glob.Split('/').Contains("..");

    private sealed class Reader(string path, RuleCatalog catalog)
    {
        private readonly List<(int Line, string Message)> _errors = [];

        public IReadOnlyList<(int Line, string Message)> Errors => _errors;

        public RepositoryConfiguration Read(DataDocument document)
        {
            if (document.Problem is { } problem)
            {
                Error(problem.Line, problem.Message);
                return RepositoryConfiguration.Empty;
            }

            if (document.Roots.Count > 1)
            {
                Error(document.Roots[1].Line, "a second document; keep one");
            }

            if (document.Root is not { Kind: not DataNodeKind.Null } root)
            {
                return RepositoryConfiguration.Empty;
            }

            foreach (DataEntry duplicate in document.Duplicates)
            {
                Error(duplicate.Line, $"{Quoted(duplicate.Key)} is set a second time; keep one");
            }

            CheckKeys(root, "the configuration", Keys);
            if (root["version"] is { } version && version.Text != "1")
            {
                Error(version.Line, $"version {Quoted(version.ToString())} is not known; this tool reads version 1");
            }

            return new RepositoryConfiguration
            {
                Rules = Rules(root["rules"]),
                Exclude = Exclusions(root["exclude"]),
                Traits = Traits(root["traits"]),
                Thresholds = Thresholds(root["thresholds"]),
                Attestations = root["attestations"] is { } attestations ? Attestations(attestations) : new(),
            };
        }

        private Dictionary<string, RuleSetting> Rules(DataNode? node)
        {
            Dictionary<string, RuleSetting> rules = new(StringComparer.Ordinal);
            foreach (DataEntry entry in Mapping(node, "rules"))
            {
                if (catalog.Find(entry.Key) is null)
                {
                    Unknown(entry.Line, "rule", entry.Key, catalog.Rules.Select(r => r.Id));
                }
                else if (CheckKeys(entry.Value, entry.Key, ["severity", "reason"]))
                {
                    string severity = Text(entry.Value, entry, "severity");
                    string reason = Text(entry.Value, entry, "reason");
                    if (severity.Length > 0 && !Severities.ContainsKey(severity))
                    {
                        Error(entry.Value["severity"]!.Line, $"severity {Quoted(severity)} is not known; use off, note, warning or error");
                    }

                    rules[entry.Key] = new RuleSetting(Severities.GetValueOrDefault(severity), reason, new Location(path, entry.Line, entry.Column));
                }
            }

            return rules;
        }

        private List<PathExclusion> Exclusions(DataNode? node)
        {
            List<PathExclusion> exclusions = [];
            if (node is { Kind: not (DataNodeKind.Sequence or DataNodeKind.Null) })
            {
                Error(node.Line, "'exclude' must be a list of path and reason");
                return exclusions;
            }

            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (DataNode item in node?.Items ?? [])
            {
                if (!CheckKeys(item, "an exclusion", ["path", "reason"]))
                {
                    continue;
                }

                DataEntry at = new("an exclusion", item, item.Line, item.Column);
                string glob = Text(item, at, "path");
                string reason = Text(item, at, "reason");
                if (glob.Length > 0 && !IsGlob(glob))
                {
                    Error(item["path"]!.Line, $"path {Quoted(glob)} must be relative to the root, with forward slashes and without '..'");
                }
                else if (glob.Length > 0 && !seen.Add(glob))
                {
                    Error(item["path"]!.Line, $"path {Quoted(glob)} is excluded a second time; keep one");
                }

                exclusions.Add(new PathExclusion(glob, reason, new Location(path, item.Line, item.Column)));
            }

            return exclusions;
        }

        private Dictionary<string, bool> Traits(DataNode? node)
        {
            Dictionary<string, bool> traits = new(StringComparer.Ordinal);
            foreach (DataEntry entry in Mapping(node, "traits"))
            {
                if (!TraitSet.Known.ContainsKey(entry.Key))
                {
                    Unknown(entry.Line, "trait", entry.Key, TraitSet.Known.Keys);
                }
                else if (entry.Value is { IsScalar: true, IsQuoted: false, Text: "true" or "false" })
                {
                    traits[entry.Key] = entry.Value.IsTrue;
                }
                else
                {
                    Error(entry.Value.Line, $"trait {Quoted(entry.Key)} must be true or false");
                }
            }

            return traits;
        }

        private Dictionary<(int Component, int Level), double> Thresholds(DataNode? node)
        {
            Dictionary<(int, int), double> thresholds = [];
            foreach (DataEntry component in Mapping(node, "thresholds"))
            {
                if (component.Key is not ("1" or "2" or "3" or "4" or "5"))
                {
                    Error(component.Line, $"component {Quoted(component.Key)} is not known; components are 1 to 5");
                    continue;
                }

                foreach (DataEntry level in Mapping(component.Value, $"component {component.Key}"))
                {
                    if (level.Key is not ("2" or "3" or "4" or "5"))
                    {
                        Error(level.Line, $"level {Quoted(level.Key)} is not known; levels with a threshold are 2 to 5");
                    }
                    else if (level.Value is { IsQuoted: false, Text: { } text } && text.All(c => char.IsAsciiDigit(c) || c == '.') && double.TryParse(text, out double value) && value is > 0 and <= 1)
                    {
                        thresholds[(component.Key[0] - '0', level.Key[0] - '0')] = value;
                    }
                    else
                    {
                        Error(level.Value.Line, $"threshold {Quoted(level.Value.ToString())} must be a number above 0 and at most 1");
                    }
                }
            }

            return thresholds;
        }

        private Dictionary<string, Attestation> Attestations(DataNode node)
        {
            Dictionary<string, AttestationKind> kinds = catalog.Attestations.ToDictionary(k => k.Key, StringComparer.Ordinal);
            Dictionary<string, Attestation> attestations = new(StringComparer.Ordinal);
            foreach (DataEntry entry in Mapping(node, "attestations"))
            {
                if (!kinds.TryGetValue(entry.Key, out AttestationKind? kind))
                {
                    Unknown(entry.Line, "attestation", entry.Key, kinds.Keys);
                }
                else if (CheckKeys(entry.Value, entry.Key, ["value", "source", "owner", "date"]))
                {
                    double? value = Value(entry, kind);
                    string source = Text(entry.Value, entry, "source");
                    string owner = Text(entry.Value, entry, "owner");
                    DateOnly? date = Day(Text(entry.Value, entry, "date"), entry.Value["date"]);
                    if (owner.Contains('…', StringComparison.Ordinal) || source.Contains('…', StringComparison.Ordinal))
                    {
                        Error(entry.Line, $"{Quoted(entry.Key)} still holds the skeleton's '…'; say who answers for it and link what shows it");
                        continue;
                    }

                    if (source.Length > 0 && !(Uri.TryCreate(source, UriKind.Absolute, out Uri? link) && link.Scheme is "https" or "http"))
                    {
                        Error(entry.Value["source"]!.Line, $"source {Quoted(source)} must be a link (https://…) to what shows it");
                    }

                    if (value is { } stated && date is { } day)
                    {
                        attestations[entry.Key] = new Attestation(kind, stated, source, owner, day, new Location(path, entry.Line, entry.Column));
                    }
                }
            }

            return attestations;
        }

        /// <summary>A stated value in its unit and range; else an error that says what is asked for.</summary>
        private double? Value(DataEntry entry, AttestationKind kind)
        {
            string text = Text(entry.Value, entry, "value");
            if (text.Length == 0)
            {
                return null;
            }

            DataNode node = entry.Value["value"]!;
            switch (kind.Unit)
            {
                case AttestationUnit.Date:
                    return Day(text, node)?.DayNumber;
                case AttestationUnit.YesNo:
                    if (text is "true" or "false")
                    {
                        return text == "true" ? 1 : 0;
                    }

                    Error(node.Line, $"value {Quoted(text)} of {Quoted(entry.Key)} must be {kind.Expected}");
                    return null;
                default:
                    if (AttestationKind.Number(text) is { } number && number >= (kind.Min ?? double.MinValue) && number <= (kind.Max ?? double.MaxValue)
                        && (kind.Unit != AttestationUnit.Count || number == Math.Floor(number)))
                    {
                        return number;
                    }

                    Error(node.Line, $"value {Quoted(text)} of {Quoted(entry.Key)} must be {kind.Expected}");
                    return null;
            }
        }

        private DateOnly? Day(string text, DataNode? node)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly day))
            {
                return day;
            }

            if (text.Length > 0)
            {
                Error(node!.Line, $"{Quoted(text)} must be a day such as 2026-01-31");
            }

            return null;
        }

        private IReadOnlyList<DataEntry> Mapping(DataNode? node, string name)
        {
            if (node is { Kind: not (DataNodeKind.Mapping or DataNodeKind.Null) })
            {
                Error(node.Line, $"{Quoted(name)} must hold keys and values");
            }

            return node?.Entries ?? [];
        }

        /// <summary>The text of a key that must be there and say something; else an error and nothing.</summary>
        private string Text(DataNode node, DataEntry at, string key)
        {
            if (node[key] is not { } value)
            {
                Error(at.Line, $"{Quoted(at.Key)} has no '{key}'; add one");
                return "";
            }

            if (value is { IsScalar: true, Text: { } text } && !string.IsNullOrWhiteSpace(text))
            {
                return text;
            }

            Error(value.Line, $"'{key}' of {Quoted(at.Key)} must be a text");
            return "";
        }

        /// <summary>False when the node is no mapping; unknown keys are errors.</summary>
        private bool CheckKeys(DataNode node, string name, string[] known)
        {
            if (!node.IsMapping)
            {
                Error(node.Line, $"{Quoted(name)} must have the keys {string.Join(", ", known)}");
                return false;
            }

            foreach (DataEntry entry in node.Entries.Where(e => !known.Contains(e.Key)))
            {
                Unknown(entry.Line, "key", entry.Key, known);
            }

            return true;
        }

        private void Unknown(int line, string what, string name, IEnumerable<string> known)
        {
            if (_errors.Count < MaxErrors)
            {
                IReadOnlyList<string> near = Nearest.Find(name, known);
                Error(line, $"unknown {what} {Quoted(name)}{(near.Count > 0 ? $"; did you mean {string.Join(" or ", near.Select(Quoted))}?" : "")}");
            }
        }

        private void Error(int line, string message)
        {
            if (_errors.Count < MaxErrors)
            {
                _errors.Add((line, message));
            }
        }

        private static string Quoted(string text)
        {
            string shown = text.Length > MaxQuoted ? text[..MaxQuoted] + "…" : text;
            return $"'{string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c))}'";
        }
    }
}
