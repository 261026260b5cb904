using RepoMaturity.Documents.Measurements;

namespace RepoMaturity.Tests.Documents.Measurements;

public class SarifLogTests
{
    [Fact]
    public void Results_take_their_level_from_result_rule_or_default_and_only_findings_count()
    {
        SarifRun run = Assert.Single(SarifLog.Read(Samples.Bytes(Samples.Linter)).Runs);
        Assert.Equal("ruff", run.Tool);
        Assert.True(run.HasSecurityRules);
        Assert.Equal([new("error", false), new("note", false), new("warning", false), new("warning", true)], run.Results);
    }

    [Theory]
    [InlineData("""{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}, "extensions": [{"name": "pack", "rules": [{"id": "q", "properties": {"security-severity": "7.5"}}]}]}, "results": [{"ruleId": "q"}]}]}""")]
    [InlineData("""{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "rules": [{"id": "q", "properties": {"tags": ["external/cwe/cwe-79"]}}]}}, "results": [{"rule": {"index": 0}}]}]}""")]
    public void Rules_of_security_are_known_by_severity_and_tags(string text) =>
        Assert.True(SarifLog.Read(Samples.Bytes(text)).Runs[0].Results[0].IsSecurity);

    [Theory]
    [InlineData("[]", 1, "no SARIF log")]
    [InlineData("", 1, "JSON")]
    [InlineData("{\"version\": \"2.1.0\"}", 1, "no SARIF log: it has no 'runs'; known is SARIF 2.1.0")]
    [InlineData("{\"runs\": [],\n\"version\": \"1.0.0\"}", 2, "SARIF version '1.0.0' is not known")]
    [InlineData("{\"runs\": [\n}", 2, "invalid JSON")]
    public void What_is_wrong_is_named_with_its_line(string text, int line, string message)
    {
        SarifLog log = SarifLog.Read(Samples.Bytes(text));
        Assert.Equal(line, log.Problem?.Line);
        Assert.Contains(message, log.Problem?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version": "2.1.0", "runs": [1, null, {}, {"results": [1, {"level": "error"}]}]}""")]
    [InlineData("""{"version": "2.1.0", "runs": [{"tool": [], "results": [{"ruleId": "", "ruleIndex": -5}, {"ruleIndex": 99999999999}]}]}""")]
    public void Odd_shapes_do_no_harm(string text) => Assert.Null(SarifLog.Read(Samples.Bytes(text)).Problem);
}
