using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>An audit of packages or images runs on a schedule: new vulnerabilities appear while the code stands still.</summary>
internal sealed class ScheduledAudit : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        TechnologyFact[] audits =
        [
            .. context.Evidence.Technologies.Facts("dependency-audit").Concat(context.Evidence.Technologies.Facts("image-audit"))
                .Where(f => f.Strength is Strength.Run or Strength.Enforced),
        ];
        if (audits.FirstOrDefault(f => f.Execution!.Triggers.Any(t => t.Kind == TriggerKind.Schedule)) is { } scheduled)
        {
            context.Pass(scheduled.Location, $"{scheduled.Technology.Name} runs on a schedule", scheduled.Trail);
        }
        else if (context.Evidence.Commands.LeavesRepository(TriggerKind.Schedule) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (audits.Length > 0)
        {
            context.Fail(audits[0].Location, $"{audits[0].Technology.Name} runs only on changes", audits[0].Trail);
        }
        else
        {
            context.Fail(default, "no audit runs in CI");
        }
    }
}
