using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A scanner that blocks reads all commits: it is one that walks history, and its job fetches all of it.</summary>
internal sealed class SecretHistoryScanned : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        TechnologyFact[] scans = [.. context.Evidence.Technologies.Facts("secret-history-scanner").Where(f => f.Strength == Strength.Enforced)];
        if (scans.FirstOrDefault(f => f.Execution?.Job is { } job && FetchesAll(job)) is { } scan)
        {
            context.Pass(scan.Location, $"{scan.Technology.Name} reads all commits in CI", scan.Trail);
        }
        else
        {
            context.Open(scans.Length > 0
                ? $"{scans[0].Technology.Name} runs on a shallow checkout, so old commits are not read"
                : "nothing here shows that old commits hold no secret");
        }
    }

    private static bool FetchesAll(PipelineJob job) =>
        job.Steps.Any(s => s.Inputs.Any(i => i.Key is "fetch-depth" or "fetchDepth" && i.Value == "0") || s.Source?.TextOf("fetchDepth") == "0")
        || job.Variables.GetValueOrDefault("GIT_DEPTH") == "0";
}
