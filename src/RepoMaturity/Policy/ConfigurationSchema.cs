using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RepoMaturity.Evidence;
using RepoMaturity.Rules;

namespace RepoMaturity.Policy;

/// <summary>The JSON schema of <c>repo-maturity.yml</c>, for completion and checks in editors.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema, with the catalogue's rules and their titles.</summary>
    public static string Create(RuleCatalog catalog)
    {
        JsonObject schema = Closed(
            ("version", new JsonObject { ["enum"] = new JsonArray(1), ["description"] = "Version of this format." }),
            ("rules", Described("Severity of rules; 'off' switches a rule off.", Closed([.. catalog.Rules.Select(r => (r.Id, Described(r.Title, Reference("rule"))))]))),
            ("exclude", new JsonObject
            {
                ["type"] = "array",
                ["description"] = "Paths that are not your own code.",
                ["items"] = Required(Closed(
                    ("path", new JsonObject
                    {
                        ["type"] = "string",
                        ["pattern"] = @"^(?!/)(?!(.*/)?\.\.(/|$))[^\\]+$",
                        ["description"] = "Glob relative to the root, such as third_party/**.",
                    }),
                    ("reason", Reference("reason")))),
            }),
            ("traits", Described("What the repository is, where it was not seen rightly.", Closed([.. TraitSet.Known.Select(t => (t.Key, Described(t.Value, new JsonObject { ["type"] = "boolean" })))]))),
            ("thresholds", Described(
                "Coverage needed, by component and level.",
                Closed([.. Range(1, 5).Select(c => (c, Closed([.. Range(2, 5).Select(l => (l, Reference("share")))])))]))),
            ("attestations", Described(
                "What the repository cannot show, with its source; each counts for a while after its date.",
                Closed([.. catalog.Attestations.Select(a => (a.Key, Described(a.Asks, Statement(a))))]))));
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "repo-maturity.yml");
        schema["definitions"] = new JsonObject
        {
            ["reason"] = new JsonObject { ["type"] = "string", ["pattern"] = @"\S", ["description"] = "Why; reports show it." },
            ["share"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 1 },
            ["rule"] = Required(Closed(
                ("severity", new JsonObject { ["enum"] = new JsonArray([.. ConfigurationReader.Severities.Keys.Select(k => JsonValue.Create(k))]) }),
                ("reason", Reference("reason")))),
        };
        return schema.ToJsonString(Format) + "\n";
    }

    private static JsonObject Statement(AttestationKind kind) => Required(Closed(
        ("value", Value(kind)),
        ("source", new JsonObject { ["type"] = "string", ["pattern"] = "^https?://", ["description"] = "Link to what shows it." }),
        ("owner", new JsonObject { ["type"] = "string", ["pattern"] = @"\S", ["description"] = "Who answers for it." }),
        ("date", Day())));

    private static JsonObject Value(AttestationKind kind)
    {
        if (kind.Unit is AttestationUnit.YesNo or AttestationUnit.Date)
        {
            return kind.Unit == AttestationUnit.YesNo ? new JsonObject { ["type"] = "boolean" } : Day();
        }

        JsonObject number = new() { ["type"] = kind.Unit == AttestationUnit.Count ? "integer" : "number" };
        if (kind.Min is { } min)
        {
            number["minimum"] = min;
        }

        if (kind.Max is { } max)
        {
            number["maximum"] = max;
        }

        return number;
    }

    private static JsonObject Day() => new() { ["type"] = "string", ["pattern"] = @"^\d{4}-\d{2}-\d{2}$", ["description"] = "A day such as 2026-01-31." };

    private static JsonObject Closed(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema))),
    };

    private static JsonObject Required(JsonObject schema)
    {
        schema["required"] = new JsonArray([.. schema["properties"]!.AsObject().Select(p => JsonValue.Create(p.Key))]);
        return schema;
    }

    private static JsonObject Described(string description, JsonObject schema) => schema.ContainsKey("$ref")
        ? new JsonObject { ["description"] = description, ["allOf"] = new JsonArray(schema) }
        : With(schema, description);

    private static JsonObject With(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/definitions/" + name };

    private static IEnumerable<string> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(n => n.ToString());
}
