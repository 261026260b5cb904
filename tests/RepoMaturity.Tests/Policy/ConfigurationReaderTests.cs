using NJsonSchema;
using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Stores;

namespace RepoMaturity.Tests.Policy;

public class ConfigurationReaderTests
{
    private const string Everything = """
        version: 1
        rules:
          RM50103: {severity: off, reason: "the host formats"}
          RM50102:
            severity: error
            reason: agreed
        exclude:
          - path: "third_party/**"
            reason: copied
        traits: {library: true, template: false}
        thresholds: {5: {2: 0.2, 3: 1}}
        """;

    [Fact]
    public void Every_decision_is_read_with_its_place()
    {
        RepositoryConfiguration read = Read(Everything);
        Assert.Equal(new RuleSetting(Severity.None, "the host formats", new("c.yml", 3, 3)), read.Rules["RM50103"]);
        Assert.Equal(new RuleSetting(Severity.Error, "agreed", new("c.yml", 4, 3)), read.Rules["RM50102"]);
        Assert.Equal(new PathExclusion("third_party/**", "copied", new("c.yml", 8, 5)), Assert.Single(read.Exclude));
        Assert.Equal([("library", true), ("template", false)], read.Traits.Select(t => (t.Key, t.Value)));
        Assert.Equal([((5, 2), 0.2), ((5, 3), 1.0)], read.Thresholds.Select(t => (t.Key, t.Value)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("rules:\nexclude:\ntraits:\n")]
    public void Nothing_decides_nothing(string yaml)
    {
        RepositoryConfiguration read = Read(yaml);
        Assert.Empty(read.Rules);
        Assert.Empty(read.Exclude);
        Assert.Empty(read.Traits);
    }

    [Fact]
    public void Statements_are_read_in_their_units()
    {
        RuleCatalog catalog = BuiltInRules.Load();
        RepositoryConfiguration read = ConfigurationReader.Read("c.yml", """
            attestations:
              incident-rate: {value: 0.02, source: "https://example.org/i", owner: ann, date: 2026-01-02}
              on-call: {value: true, source: "https://example.org/o", owner: bob, date: 2026-01-03}
              security-review: {value: 2025-12-01, source: "https://example.org/s", owner: bob, date: 2026-01-03}
            """, catalog);
        Assert.Equal(
            [("incident-rate", "2 %"), ("on-call", "yes"), ("security-review", "2025-12-01")],
            read.Attestations.Values.Select(a => (a.Kind.Key, a.Kind.Text(a.Value))));
        Assert.Equal(("https://example.org/i", "ann", new DateOnly(2026, 1, 2)), (read.Attestations["incident-rate"].Source, read.Attestations["incident-rate"].Owner, read.Attestations["incident-rate"].Date));
    }

    [Theory]
    [InlineData("incidents-rate: {value: 0.1, source: \"https://a\", owner: a, date: 2026-01-01}", "c.yml:2: unknown attestation 'incidents-rate'; did you mean 'incident-rate'")]
    [InlineData("incident-rate: {value: 2, source: \"https://a\", owner: a, date: 2026-01-01}", "c.yml:2: value '2' of 'incident-rate' must be a share from 0 to 1, such as 0.02 for 2 %")]
    [InlineData("models-in-production: {value: 1.5, source: \"https://a\", owner: a, date: 2026-01-01}", "c.yml:2: value '1.5' of 'models-in-production' must be a whole number from 0")]
    [InlineData("on-call: {value: sure, source: \"https://a\", owner: a, date: 2026-01-01}", "c.yml:2: value 'sure' of 'on-call' must be true or false")]
    [InlineData("on-call: {value: true, source: wiki, owner: a, date: 2026-01-01}", "c.yml:2: source 'wiki' must be a link (https://…) to what shows it")]
    [InlineData("on-call: {value: true, source: \"https://a\", date: 2026-01-01}", "c.yml:2: 'on-call' has no 'owner'; add one")]
    [InlineData("on-call: {value: true, source: \"https://a\", owner: a, date: January}", "c.yml:2: 'January' must be a day such as 2026-01-31")]
    public void A_wrong_statement_says_what_is_asked_for(string statement, string message)
    {
        ConfigurationException e = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("c.yml", $"attestations:\n  {statement}\n", BuiltInRules.Load()));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exlude: []", "c.yml:1: unknown key 'exlude'; did you mean 'exclude'?")]
    [InlineData("completely_else: 1", "c.yml:1: unknown key 'completely_else'")]
    [InlineData("version: 2", "c.yml:1: version '2' is not known; this tool reads version 1")]
    [InlineData("rules:\n  RM50104: {severity: off, reason: x}", "c.yml:2: unknown rule 'RM50104'; did you mean 'RM50102' or 'RM50103'?")]
    [InlineData("rules:\n  rm50103: {severity: off, reason: x}", "c.yml:2: unknown rule 'rm50103'; did you mean 'RM50103' or 'RM50102'?")]
    [InlineData("rules:\n  RM50103: off", "c.yml:2: 'RM50103' must have the keys severity, reason")]
    [InlineData("rules:\n  RM50103: {severity: off}", "c.yml:2: 'RM50103' has no 'reason'; add one")]
    [InlineData("rules:\n  RM50103:\n    severity: off\n    reason: ' '", "c.yml:4: 'reason' of 'RM50103' must be a text")]
    [InlineData("rules:\n  RM50103: {reason: x}", "c.yml:2: 'RM50103' has no 'severity'; add one")]
    [InlineData("rules:\n  RM50103: {severity: fatal, reason: x}", "c.yml:2: severity 'fatal' is not known; use off, note, warning or error")]
    [InlineData("rules:\n  RM50103: {severity: off, reason: x, level: 3}", "c.yml:2: unknown key 'level'")]
    [InlineData("rules: [RM50103]", "c.yml:1: 'rules' must hold keys and values")]
    [InlineData("exclude: vendor", "c.yml:1: 'exclude' must be a list of path and reason")]
    [InlineData("exclude:\n  - vendor/**", "c.yml:2: 'an exclusion' must have the keys path, reason")]
    [InlineData("exclude:\n  - path: a/**", "c.yml:2: 'an exclusion' has no 'reason'; add one")]
    [InlineData("exclude:\n  - {path: ../a, reason: x}", "c.yml:2: path '../a' must be relative to the root, with forward slashes and without '..'")]
    [InlineData("exclude:\n  - {path: /a, reason: x}", "c.yml:2: path '/a' must be relative to the root, with forward slashes and without '..'")]
    [InlineData("exclude:\n  - {path: 'a\\b', reason: x}", "c.yml:2: path 'a\\b' must be relative to the root, with forward slashes and without '..'")]
    [InlineData("traits: {libary: true}", "c.yml:1: unknown trait 'libary'; did you mean 'library'?")]
    [InlineData("traits: {library: maybe}", "c.yml:1: trait 'library' must be true or false")]
    [InlineData("thresholds: {6: {2: 0.5}}", "c.yml:1: component '6' is not known; components are 1 to 5")]
    [InlineData("thresholds: {5: {1: 0.5}}", "c.yml:1: level '1' is not known; levels with a threshold are 2 to 5")]
    [InlineData("thresholds: {5: {2: 0}}", "c.yml:1: threshold '0' must be a number above 0 and at most 1")]
    [InlineData("thresholds: {5: {2: 1.01}}", "c.yml:1: threshold '1.01' must be a number above 0 and at most 1")]
    [InlineData("thresholds: {5: {2: NaN}}", "c.yml:1: threshold 'NaN' must be a number above 0 and at most 1")]
    [InlineData("thresholds: {5: {2: '0.5'}}", "c.yml:1: threshold '0.5' must be a number above 0 and at most 1")]
    [InlineData("text", "c.yml:1: 'the configuration' must have the keys version, rules, exclude, traits, thresholds, attestations")]
    public async Task What_is_wrong_is_named_with_its_line_and_the_schema_refuses_it_too(string yaml, string message)
    {
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Read(yaml)).Message);
        Assert.NotEmpty(await Validate(yaml));
    }

    [Theory]
    [InlineData("rules:\n  RM50103: {severity: off, reason: x}\n  RM50103: {severity: note, reason: y}", "c.yml:3: 'RM50103' is set a second time; keep one")]
    [InlineData("exclude:\n  - {path: a, reason: x}\n  - {path: a, reason: y}", "c.yml:3: path 'a' is excluded a second time; keep one")]
    [InlineData("version: 1\n---\nversion: 1", "c.yml:3: a second document; keep one")]
    public void Repetitions_are_named(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Read(yaml)).Message);

    [Fact]
    public void All_errors_come_at_once_by_line()
    {
        string message = Assert.Throws<ConfigurationException>(() => Read("thresholds: {5: {2: 2}}\nrules:\n  RM1: {}\nexclud: []\n")).Message;
        Assert.Equal(["c.yml:1", "c.yml:3", "c.yml:4"], message.Split('\n').Select(l => l[..l.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Broken_yaml_names_its_line() =>
        Assert.StartsWith("c.yml:2: invalid YAML", Assert.Throws<ConfigurationException>(() => Read("rules:\n  a: b: c\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hostile_configuration_gives_a_short_message()
    {
        string yaml = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"\"{i}\\e[31m{new string('x', 100)}\": 1\n"));
        string message = Assert.Throws<ConfigurationException>(() => Read(yaml)).Message;
        Assert.Equal(50, message.Split('\n').Length);
        Assert.True(message.Length < 6_000);
        Assert.DoesNotContain('\e', message);
    }

    [Fact]
    public async Task The_schema_takes_what_the_reader_takes()
    {
        Assert.Empty(await Validate(Everything));
        Assert.Equal(ConfigurationSchema.Create(Samples.Catalog), ConfigurationSchema.Create(Samples.Catalog));
    }

    private static RepositoryConfiguration Read(string yaml) => ConfigurationReader.Read("c.yml", yaml, Samples.Catalog);

    private static async Task<IEnumerable<object>> Validate(string yaml)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(ConfigurationSchema.Create(Samples.Catalog), TestContext.Current.CancellationToken);
        return schema.Validate(Samples.ToJson(yaml)!.ToJsonString());
    }
}
