using System.Text;
using System.Text.Json;
using NJsonSchema;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;

namespace RepoMaturity.Tests.Reports;

public class JsonReportTests
{
    [Theory]
    [InlineData("realistic")]
    [InlineData("hostile")]
    [InlineData("bare")]
    public async Task Report_keeps_the_published_schema_and_adds_nothing(string name)
    {
        JsonSchema schema = await Strict();
        Assert.Empty(schema.Validate(Write(Sample(name))));
    }

    [Theory]
    [InlineData("\"schemaVersion\": \"1.2\"", "\"schemaVersion\": \"2.0\"")]
    [InlineData("\"kind\": \"pass\"", "\"kind\": \"Pass\"")]
    [InlineData("\"severity\": \"warning\"", "\"severity\": \"minor\"")]
    [InlineData("\"asOf\": \"2026-11-24\"", "\"asOf\": \"24.11.2026\"")]
    [InlineData("\"ruleId\": \"RM50603\"", "\"ruleId\": \"50603\"")]
    [InlineData("\"unit\": \"share\"", "\"unit\": \"%\"")]
    [InlineData("\"line\": 23", "\"line\": 0")]
    [InlineData("\"verified\": 2.46", "\"verified\": 0.5")]
    [InlineData("\"excluded\"", "\"omitted\"")]
    [InlineData("\"path\": \"README.md\"", "\"path\": \"/README.md\"")]
    public async Task Schema_refuses_what_breaks_the_contract(string right, string wrong)
    {
        string report = Write(SampleAssessment.Realistic());
        Assert.Contains(right, report, StringComparison.Ordinal);
        Assert.NotEmpty((await Strict()).Validate(report.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Properties_stand_in_the_order_of_the_contract()
    {
        using JsonDocument report = JsonDocument.Parse(Write(SampleAssessment.Realistic()));
        JsonElement root = report.RootElement;
        Assert.Equal(["schemaVersion", "tool", "repository", "asOf", "projects", "measurements", "attestations", "findings", "excluded", "notes"], Names(root));
        Assert.Equal(["name", "commit"], Names(root.GetProperty("repository")));
        JsonElement project = root.GetProperty("projects")[0];
        Assert.Equal(["path", "traits", "dimension", "components"], Names(project));
        JsonElement component = project.GetProperty("components")[0];
        Assert.Equal(["id", "name", "applicable", "level", "verified", "attested", "possible", "practices"], Names(component));
        Assert.Equal(["id", "name", "level"], Names(component.GetProperty("practices")[0]));
        JsonElement finding = root.GetProperty("findings")[0];
        Assert.Equal(
            ["ruleId", "practice", "maturityLevel", "kind", "severity", "message", "path", "line", "column", "endLine", "endColumn", "fingerprint", "trail"],
            Names(finding));
        Assert.Equal(["id", "name", "value", "unit", "text", "source"], Names(root.GetProperty("measurements")[0]));
        Assert.Equal("0.8202", root.GetProperty("measurements")[0].GetProperty("value").GetRawText());
        Assert.Equal(["path", "line", "text"], Names(finding.GetProperty("trail")[0]));
    }

    [Fact]
    public void Values_are_those_of_the_assessment()
    {
        using JsonDocument report = JsonDocument.Parse(Write(SampleAssessment.Realistic()));
        JsonElement root = report.RootElement;
        Assert.Equal("3f2a91c0d4b7e6a5f8c9d0e1f2a3b4c5d6e7f809", root.GetProperty("repository").GetProperty("commit").GetString());
        JsonElement component = root.GetProperty("projects")[0].GetProperty("components")[0];
        Assert.Equal("2.46", component.GetProperty("verified").GetRawText());
        Assert.Equal("2.99", component.GetProperty("possible").GetRawText());
        JsonElement[] practices = [.. component.GetProperty("practices").EnumerateArray()];
        Assert.Equal(21, practices.Length);
        Assert.Equal(4, practices[0].GetProperty("level").GetInt32());
        Assert.Equal(JsonValueKind.Null, practices[2].GetProperty("level").ValueKind);
        JsonElement card = root.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("ruleId").GetString() == "RM51502");
        Assert.Equal("notApplicable", card.GetProperty("kind").GetString());
        Assert.Equal("none", card.GetProperty("severity").GetString());
        Assert.Equal(JsonValueKind.Null, card.GetProperty("line").ValueKind);
    }

    [Fact]
    public void Without_git_the_commit_is_null()
    {
        using JsonDocument report = JsonDocument.Parse(Write(SampleAssessment.Bare()));
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("repository").GetProperty("commit").ValueKind);
    }

    [Fact]
    public void Bytes_have_no_mark_no_carriage_return_and_one_line_end_at_the_end()
    {
        MemoryStream stream = new();
        JsonReport.Write(stream, SampleAssessment.Realistic(), "0.1.0");
        byte[] bytes = stream.ToArray();
        Assert.Equal((byte)'{', bytes[0]);
        Assert.EndsWith("}\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void Foreign_text_is_kept_whole_yet_cannot_steer_a_terminal()
    {
        string report = Write(SampleAssessment.Hostile());
        Assert.DoesNotContain(report, c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
        using JsonDocument document = JsonDocument.Parse(report);
        Finding finding = SampleAssessment.Hostile().Findings[0];
        Assert.Equal(finding.Location.Path, document.RootElement.GetProperty("findings")[0].GetProperty("path").GetString());
        Assert.Equal(finding.Trail[0].Text, document.RootElement.GetProperty("findings")[0].GetProperty("trail")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void Broken_surrogates_do_not_stop_the_report()
    {
        Assessment assessment = SampleAssessment.Bare() with { Notes = ["half \ud83d of a pair"] };
        using JsonDocument document = JsonDocument.Parse(Write(assessment));
        Assert.Equal("half \ufffd of a pair", document.RootElement.GetProperty("notes")[0].GetString());
    }

    [Theory]
    [InlineData(1, "1.00")]
    [InlineData(2.454, "2.45")]
    [InlineData(2.455, "2.46")]
    [InlineData(2.994, "2.99")]
    [InlineData(2.9999, "2.99")]
    [InlineData(3, "3.00")]
    [InlineData(3.001, "3.00")]
    [InlineData(4.996, "4.99")]
    [InlineData(5, "5.00")]
    public void Rounding_never_reaches_a_level_that_is_not_reached(double score, string shown) => Assert.Equal(shown, ReportText.Score(score));

    private static Assessment Sample(string name) => name switch
    {
        "hostile" => SampleAssessment.Hostile(),
        "bare" => SampleAssessment.Bare(),
        _ => SampleAssessment.Realistic(),
    };

    private static async Task<JsonSchema> Strict()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(JsonReport.Schema, TestContext.Current.CancellationToken);
        foreach (JsonSchema part in schema.Definitions.Values.Append(schema).Concat(schema.Properties.Values).Where(s => s.ActualProperties.Count > 0))
        {
            part.AllowAdditionalProperties = false;
        }

        return schema;
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];

    private static string Write(Assessment assessment)
    {
        MemoryStream stream = new();
        JsonReport.Write(stream, assessment, "0.1.0");
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
