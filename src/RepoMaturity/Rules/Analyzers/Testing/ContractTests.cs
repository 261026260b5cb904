using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Tests of a contract between services or of behaviour under faults, run in CI: by what they use, or by mark and folder.</summary>
internal sealed class ContractTests : RepositoryAnalyzer
{
    private static readonly string[] Words = ["contract", "contracts", "pact", "pacts", "chaos", "fault", "resilience"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact[] facts = [.. evidence.Technologies.Facts("contract-testing").Concat(evidence.Technologies.Facts("fault-injection"))];
        if (facts.FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced) is { } run)
        {
            context.Pass(run.Location, run.Technology.Name, run.Trail);
            return;
        }

        Dictionary<string, TrailStep> uses = [];
        foreach (TechnologyFact fact in facts.Where(f => f.Strength == Strength.Used && evidence.Trees.IsTestPath(f.Location.Path)))
        {
            uses.TryAdd(fact.Location.Path, fact.Trail[^1]);
        }

        KnownTest[] tests =
        [
            .. from test in evidence.Tests
               where test.IsLive && !test.IsSilent
               let word = test.Markers.Concat(test.Location.Path.Split('/')[..^1]).FirstOrDefault(m => m.Split('_', '-').Any(w => Words.Contains(w, StringComparer.OrdinalIgnoreCase)))
               let use = uses.GetValueOrDefault(test.Location.Path)
               where use is not null || word is not null
               select new KnownTest(test, TestKind.Integration, use ?? new TrailStep(test.Location, word!), null),
        ];
        TestRuns runs = TestRuns.Of(evidence, tests, TestRuns.Runners(evidence, enforced: false));
        if (runs.First is { } first)
        {
            context.Pass(first.Run.Location, first.Test.Test.Name, [.. first.Run.Trail, first.Test.Proof]);
        }
        else if (runs.FirstHidden is { } hidden)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else
        {
            context.Fail(tests.Length > 0 ? tests[0].Test.Location : new(""), tests.Length > 0 ? $"CI does not run {tests[0].Test.Name}" : "there are none");
        }
    }
}
