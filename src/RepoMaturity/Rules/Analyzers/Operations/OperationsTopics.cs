using RepoMaturity.Evidence.Operations;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>The texts for operations have a section on each of deploying, rolling back, alerts and escalation.</summary>
internal sealed class OperationsTopics : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        IReadOnlyList<OperationsDocument> documents = context.Evidence.Operations;
        if (documents.Count == 0)
        {
            context.Fail(default, "there is no runbook");
            return;
        }

        List<TrailStep> covered = [];
        List<string> missing = [];
        foreach (OperationsTopic topic in Enum.GetValues<OperationsTopic>())
        {
            string name = topic.ToString().ToLowerInvariant();
            if (documents.Select(d => d.SectionOn(topic)).FirstOrDefault(l => l is not null) is { } location)
            {
                covered.Add(new TrailStep(location, name));
            }
            else
            {
                missing.Add(name);
            }
        }

        if (missing.Count == 0)
        {
            context.Pass(covered[0].Location, "deploy, rollback, alerts and escalation have sections", [.. covered]);
        }
        else
        {
            context.Fail(new Location(documents[0].File.Path), $"no section on {string.Join(", ", missing)}", [.. covered, new TrailStep(new Location(documents[0].File.Path), $"no section on {string.Join(", ", missing)}")]);
        }
    }
}
