using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Tests.Evidence;

/// <summary>Settings that decide whether an execution counts.</summary>
public class TechnologyEvidenceTests
{
    [Theory]
    [InlineData("dotnet build", false)]
    [InlineData("dotnet build -warnaserror", true)]
    public void A_needed_setting_is_looked_for_in_the_execution_itself(string command, bool counts)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create(
            "example",
            ("App/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />"),
            ("App/App.cs", "class App { }"),
            ("azure-pipelines.yml", $"trigger: [main]\nsteps:\n- script: {command}\n"));
        RepositoryEvidence evidence = new(snapshot, BuiltInRules.Load().Technologies);
        Assert.Equal(counts, evidence.Technologies.Facts("linter").Any(f => f.Strength == Strength.Enforced));
    }
}
