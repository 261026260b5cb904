using RepoMaturity.Documents;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>CI makes results anew and compares them: by a pipeline's own tool, or by a test that says so.</summary>
internal sealed class ReproductionChecked : RepositoryAnalyzer
{
    private static readonly string[] Words = ["reproducible", "reproducibility", "reproduces", "reproduced", "deterministic", "determinism", "same_seed", "seed_is_respected"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("reproduction-check").FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced) is { } fact)
        {
            context.Pass(fact.Location, fact.Technology.Name, fact.Trail);
            return;
        }

        TechnologyFact? run = evidence.Technologies.Facts("test-runner").FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced);
        foreach (TestMethod test in evidence.Tests.Where(t => Words.Any(w => t.Name.Contains(w, StringComparison.OrdinalIgnoreCase)) && !t.IsSkipped))
        {
            if (run is not null)
            {
                context.Pass(test.Location, test.Name, [.. run.Trail, new(test.Location, test.Name)]);
                return;
            }
        }

        context.Fail(default, "no pipeline or test that CI runs makes a result a second time");
    }
}
