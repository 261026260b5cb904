using System.Text.Json;

namespace RepoMaturity.Tool.Tests;

/// <summary><c>answers</c>, <c>roadmap</c>, <c>attest</c> and <c>aggregate</c>, run as processes.</summary>
public class GuideCommandTests
{
    private const string Statement = """
        attestations:
          models-in-production: {value: 4, source: "https://example.org/models", owner: ann, date: 2026-06-01}
          incident-rate: {value: 0.02, source: "https://example.org/incidents", owner: ann, date: 2025-06-01}
        """;

    [Fact]
    public void Answers_show_levels_evidence_and_statements()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted().With("repo-maturity.yml", Statement);
        ToolResult result = ToolProcess.Run(folder.Path, "answers", "--as-of", "2026-07-01");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        foreach (string text in (string[])["Q7 AI/ML development: level ", "Q8 MLOps and automation: level ", "Q9 Production operations: level ", "Guidance for assessors", "Signs of weakness", "Pilot purgatory: "])
        {
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        }

        Assert.Contains("Models in production: 4, attested by ann on 2026-06-01", string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("attested by ann on 2025-06-01", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Answers_in_json_hold_every_criterion_with_its_reasons()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, "answers", "--format", "json");
        using JsonDocument answers = JsonDocument.Parse(result.Output);
        JsonElement[] criteria = [.. answers.RootElement.GetProperty("criteria").EnumerateArray()];
        Assert.Equal(534, criteria.Length);
        Assert.All(criteria, c => Assert.True(c.GetProperty("state").GetString() == "notApplicable" || c.GetProperty("reasons").GetArrayLength() > 0, c.GetProperty("id").GetString()));
        Assert.Equal(["Q7", "Q8", "Q9"], answers.RootElement.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("id").GetString()));
    }

    [Fact]
    public void The_roadmap_is_a_checklist_in_markdown()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, "roadmap", "--from", "1", "--format", "markdown");
        string[] lines = result.Output.Split('\n');
        Assert.StartsWith("# Roadmap of ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("- [ ] ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("- [x] ", StringComparison.Ordinal));
        Assert.Equal(24 + 6, lines.Count(l => l.StartsWith("- [", StringComparison.Ordinal)));
        result = ToolProcess.Run(folder.Path, "roadmap", "--from", "5");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("use 1 to 4", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_skeleton_of_attestations_is_a_configuration_that_can_be_read()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult listed = ToolProcess.Run(folder.Path, "attest");
        Assert.Contains("? incident-rate: ", listed.Output, StringComparison.Ordinal);
        ToolResult skeleton = ToolProcess.Run(folder.Path, "attest", "--skeleton", "--as-of", "2026-06-01");
        Assert.Contains("# incident-rate: {value: …,", skeleton.Output, StringComparison.Ordinal);
        folder.With("repo-maturity.yml", skeleton.Output.Replace("  # incident-rate", "  incident-rate", StringComparison.Ordinal));
        Assert.Equal(2, ToolProcess.Run(folder.Path, "attest").ExitCode);
        folder.With("repo-maturity.yml", folder.Read("repo-maturity.yml").Replace("  incident-rate: {value: …, source: \"https://…\", owner: \"…\"", "  incident-rate: {value: 0.01, source: \"https://example.org\", owner: ann", StringComparison.Ordinal));
        listed = ToolProcess.Run(folder.Path, "attest", "--as-of", "2026-06-02", "--format", "json");
        using JsonDocument json = JsonDocument.Parse(listed.Output);
        JsonElement stated = Assert.Single(json.RootElement.GetProperty("attestations").EnumerateArray(), a => a.TryGetProperty("stated", out _));
        Assert.Equal("incident-rate", stated.GetProperty("key").GetString());
    }

    [Fact]
    public void Reports_are_put_together_and_a_wrong_one_is_named()
    {
        using TemporaryFolder reports = new();
        string[] files = [.. Enumerable.Range(0, 2).Select(i =>
        {
            using TemporaryFolder folder = TemporaryFolder.Linted().With("repo-maturity.yml", Statement);
            string file = Path.Combine(reports.Path, $"{i}.json");
            Assert.Equal(0, ToolProcess.Run(folder.Path, "scan", "--as-of", "2026-07-01", "--format", "json", "--output", file).ExitCode);
            return file;
        })];
        ToolResult result = ToolProcess.Run(null, ["aggregate", .. files]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(" of 2 repositories", result.Output, StringComparison.Ordinal);
        Assert.Contains("Models in production: 8", result.Output, StringComparison.Ordinal);
        Assert.Contains("What blocks most of them", result.Output, StringComparison.Ordinal);
        result = ToolProcess.Run(null, "aggregate", files[0], files[0]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is given twice; give one report for each repository", result.Error, StringComparison.Ordinal);
        string broken = Path.Combine(reports.Path, "broken.json");
        File.WriteAllText(broken, """{"schemaVersion": "1.2"}""");
        result = ToolProcess.Run(null, "aggregate", broken);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("broken.json: no report of `scan --format json`: 'findings' is missing", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_of_a_rules_folder_run_without_a_build()
    {
        string rules = Path.Combine(RuleFiles(), "rules");
        ToolResult result = ToolProcess.Run(null, "rules", "test", rules, "--only", "RM50101");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^[0-9]+ passed, 0 failed$", result.Output.TrimEnd());
        Assert.Equal(2, ToolProcess.Run(null, "rules", "test", rules, "--only", "RM99999").ExitCode);
    }

    private static string RuleFiles()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RepoMaturity.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
