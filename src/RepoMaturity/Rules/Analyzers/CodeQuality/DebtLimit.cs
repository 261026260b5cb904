using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A limit of complexity or duplication that CI enforces. What a quality service's gate asks lies on its server: Open.</summary>
internal sealed class DebtLimit : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        TechnologyEvidence technologies = context.Evidence.Technologies;
        TechnologyFact[] limits = [.. technologies.Facts("complexity-limit").Concat(technologies.Facts("duplication-limit")).OrderByDescending(f => f.Strength)];
        TechnologyFact? best = limits.FirstOrDefault(f => f.Strength == Strength.Enforced)
            ?? limits.FirstOrDefault(f => f.Strength == Strength.Run)
            ?? limits.FirstOrDefault();
        double share = ExecutionScope.OfCode(context.Evidence, limits.Where(f => f.Strength == Strength.Enforced).Select(f => f.Execution).OfType<Execution>());
        if (best is { Strength: Strength.Enforced } && share >= 0.5)
        {
            context.Pass(best.Location, $"{best.Technology.Name} is enforced in CI", best.Trail);
        }
        else if (technologies.Facts("code-quality-service").FirstOrDefault(f => f.Strength is Strength.Enforced or Strength.Run) is { } service)
        {
            context.Open($"{service.Technology.Name} runs at {service.Location}; what its quality gate asks lies on its server");
        }
        else if (context.Evidence.Commands.LeavesRepository(true) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (best is not null)
        {
            string how = best switch
            {
                { CannotFail: { } why } => why,
                { Strength: Strength.Enforced } => $"for {(int)(share * 100)} % of the code only",
                { Strength: Strength.Run } => "it does not run on every change",
                { Strength: Strength.Hooked } => "only in a commit hook",
                _ => "no enforced run reads it",
            };
            context.Fail(best.Location, $"{best.Technology.Name}: {how}", best.Trail);
        }
        else
        {
            context.Fail(new(""), "no limit");
        }
    }
}
