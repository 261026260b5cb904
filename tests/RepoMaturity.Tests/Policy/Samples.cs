using System.Text.Json.Nodes;
using RepoMaturity.Documents.Data;
using RepoMaturity.Rules;

namespace RepoMaturity.Tests.Policy;

/// <summary>A catalogue of three rules, and configurations as JSON for the schema.</summary>
internal static class Samples
{
    public static RuleCatalog Catalog { get; } = new([Rule("RM50102"), Rule("RM50103"), Rule("RM51701", defect: true)], [], []);

    public static RuleDescriptor Rule(string id, bool defect = false) => new()
    {
        Id = id,
        Title = "allow it",
        Practice = "5.01",
        MaturityLevel = 2,
        IsDefect = defect,
        DefaultSeverity = Severity.Warning,
        Message = "m",
        Rationale = "r",
        Remedy = "r",
    };

    /// <summary>As an editor reads YAML: plain booleans and numbers are no text.</summary>
    public static JsonNode? ToJson(string yaml) => ToJson(YamlLoader.Load(yaml).Root!);

    private static JsonNode? ToJson(DataNode node) => node.Kind switch
    {
        DataNodeKind.Mapping => new JsonObject(node.Entries.Select(e => KeyValuePair.Create(e.Key, ToJson(e.Value)))),
        DataNodeKind.Sequence => new JsonArray([.. node.Items.Select(ToJson)]),
        DataNodeKind.Null => null,
        _ when !node.IsQuoted && node.Text is "true" or "false" => JsonValue.Create(node.IsTrue),
        _ when !node.IsQuoted && double.TryParse(node.Text, out double number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(node.Text),
    };
}
