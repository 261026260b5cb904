using System.Text.Json;
using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Reports;

/// <summary>Reads a JSON report back. Levels are scored again from the findings, by the rules at hand.</summary>
public static class JsonReportReader
{
    /// <summary>Reads one report.</summary>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="json">UTF-8.</param>
    /// <param name="catalog">Rules; findings of others are left out and counted in a note.</param>
    /// <exception cref="ReportFileException">It is no report of this tool; the message names the file and what is wrong.</exception>
    public static Assessment Read(string name, ReadOnlyMemory<byte> json, RuleCatalog catalog)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            string version = root.Get("schemaVersion").GetString() ?? "";
            if (!version.StartsWith("1.", StringComparison.Ordinal))
            {
                throw new ReportFileException($"{name}: schema version {version} is not known; this tool reads version 1");
            }

            return Read(root, catalog);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ReportFileException($"{name}: no report of `scan --format json`: {e.Message}");
        }
    }

    private static Assessment Read(JsonElement root, RuleCatalog catalog)
    {
        Dictionary<string, AttestationKind> kinds = catalog.Attestations.ToDictionary(k => k.Key, StringComparer.Ordinal);
        Dictionary<string, Attestation> attestations = [];
        foreach (JsonElement stated in Items(root, "attestations"))
        {
            if (kinds.TryGetValue(Text(stated, "key"), out AttestationKind? kind))
            {
                attestations[kind.Key] = new Attestation(
                    kind,
                    stated.Get("value").GetDouble(),
                    Text(stated, "source"),
                    Text(stated, "owner"),
                    DateOnly.ParseExact(Text(stated, "date"), "yyyy-MM-dd"),
                    default);
            }
        }

        List<Finding> findings = [];
        int unknown = 0;
        foreach (JsonElement finding in root.Get("findings").EnumerateArray())
        {
            if (catalog.Find(Text(finding, "ruleId")) is { } rule)
            {
                findings.Add(Finding(finding, rule, attestations));
            }
            else
            {
                unknown++;
            }
        }

        JsonElement project = root.Get("projects")[0];
        return new Assessment
        {
            Repository = Text(root.Get("repository"), "name"),
            Commit = root.Get("repository").Get("commit").GetString() is { } commit ? new CommitInfo(commit, default, null) : null,
            AsOf = DateOnly.ParseExact(Text(root, "asOf"), "yyyy-MM-dd"),
            Projects =
            [
                new ProjectAssessment(
                    Text(project, "path"),
                    [.. project.Get("traits").EnumerateArray().Select(t => new Trait(t.GetString()!, []))],
                    Assessor.Assess(catalog, RepositoryConfiguration.Empty, findings)),
            ],
            Findings = findings,
            Measurements =
            [
                .. Items(root, "measurements").Select(m =>
                    new Measurement(Text(m, "id"), Text(m, "name"), m.Get("value").GetDouble(), Text(m, "unit"), Text(m, "text"), Text(m, "source"))),
            ],
            Attestations = [.. attestations.Values],
            Notes = unknown > 0 ? [$"{unknown} findings are of rules that this version does not know"] : [],
        };
    }

    private static Finding Finding(JsonElement finding, RuleDescriptor rule, Dictionary<string, Attestation> attestations) => new()
    {
        Rule = rule,
        Kind = Enum.Parse<ResultKind>(Text(finding, "kind"), ignoreCase: true),
        Severity = Enum.Parse<Severity>(Text(finding, "severity"), ignoreCase: true),
        Message = Text(finding, "message"),
        Location = new Location(Text(finding, "path"), Number(finding, "line"), Number(finding, "column")),
        Trail = [.. finding.Get("trail").EnumerateArray().Select(s => new TrailStep(new Location(Text(s, "path"), Number(s, "line")), Text(s, "text")))],
        Fingerprint = Text(finding, "fingerprint"),
        Attestation = finding.TryGetProperty("attestation", out JsonElement key) && key.GetString() is { } name ? attestations.GetValueOrDefault(name) : null,
    };

    /// <summary>The items of an array that later versions added.</summary>
    private static IEnumerable<JsonElement> Items(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => element.Get(name).GetString() ?? "";

    private static int Number(JsonElement element, string name) => element.Get(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;

    private static JsonElement Get(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"'{name}' is missing");
}
