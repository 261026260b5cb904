using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Each pipeline that deploys asks afterwards what it deployed.</summary>
internal sealed class DeploymentsSmokeTested : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        Deployments deployments = context.Evidence.Deployments;
        foreach (var pipeline in deployments.Runs.GroupBy(r => r.Pipeline?.File.Path))
        {
            if (deployments.SmokeTests.FirstOrDefault(t => t.Deployment.Pipeline?.File.Path == pipeline.Key) is { } test)
            {
                context.Pass(test.Run.Location, test.Run.Name, [.. test.Deployment.Trail, test.Run.Trail[^1]]);
            }
            else
            {
                Execution first = pipeline.First();
                context.Fail(first.Location, $"nothing asks what {first.Name} deployed", first.Trail);
            }
        }

        if (deployments.Runs.Count == 0)
        {
            context.Open("no deployment can be seen in the pipelines of this repository");
        }
        else if (context.Evidence.Commands.LeavesRepository(onChange: false) is { } external && deployments.SmokeTests.Count == 0)
        {
            context.Open(external.Advice);
        }
    }
}

/// <summary>What follows a smoke test and deploys or takes traffic waits for it.</summary>
internal sealed class SmokeTestBlocks : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        Deployments deployments = context.Evidence.Deployments;
        foreach (SmokeTest test in deployments.SmokeTests)
        {
            Execution[] later = [.. deployments.Promotions.Where(p => p != test.Deployment && deployments.Follows(p, test.Deployment))];
            if (later.FirstOrDefault(p => deployments.Follows(p, test.Run)) is { } promotion && test.Run.FailureIgnored is null)
            {
                context.Pass(promotion.Location, $"waits for {test.Run.Name}", [.. test.Deployment.Trail, test.Run.Trail[^1], promotion.Trail[^1]]);
                return;
            }
        }

        if (deployments.Runs.Count == 0)
        {
            context.Open("no deployment can be seen in the pipelines of this repository");
        }
        else if (deployments.SmokeTests is not [var first, ..])
        {
            context.Fail(deployments.Runs[0].Location, "there is no smoke test", deployments.Runs[0].Trail);
        }
        else if (deployments.SmokeTests.FirstOrDefault(t => deployments.Promotions.Any(p => p != t.Deployment && deployments.Follows(p, t.Deployment))) is { } passed)
        {
            context.Fail(passed.Run.Location, passed.Run.FailureIgnored is { } why ? why : "a later deployment does not wait for it", [.. passed.Deployment.Trail, passed.Run.Trail[^1]]);
        }
        else
        {
            context.Open($"what is promoted after {first.Run.Location} stands outside its pipeline");
        }
    }
}

/// <summary>Smoke tests that succeed whatever the service answers.</summary>
internal sealed class SmokeTestCannotFail : RepositoryAnalyzer
{
    /// <summary>Where the shell gives the answer to what decides in the request's place.</summary>
    private static readonly string[] HandsOn = ["not the last command", "inside $(", "condition of"];

    private static readonly string[] Checks = ["-f", "--fail", "--fail-with-body", "-w", "--write-out"];

    public override void Analyze(AnalysisContext context)
    {
        Deployments deployments = context.Evidence.Deployments;
        if (deployments.SmokeTests.Count == 0)
        {
            context.NotApplicable("no smoke test follows a deployment");
        }

        foreach (Execution run in deployments.SmokeTests.Select(t => t.Run).DistinctBy(r => r.Location))
        {
            if (run.FailureIgnored is { } why && !(HandsOn.Any(h => why.StartsWith(h, StringComparison.Ordinal)) && IsRead(context.Evidence, run.Location)))
            {
                context.Fail(run.FailureIgnoredAt.Path is { Length: > 0 } ? run.FailureIgnoredAt : run.Location, $"{run.Name}: {why}", run.Trail);
            }
            else if (run.Name == "curl" && !run.Arguments.Any(IsCheck) && !IsRead(context.Evidence, run.Location))
            {
                context.Fail(run.Location, "curl succeeds with the error pages of a service; -f would fail", run.Trail);
            }
            else
            {
                context.Pass(run.Location, run.Name, run.Trail);
            }
        }
    }

    private static bool IsCheck(string argument) => Checks.Contains(argument) || argument.StartsWith("--fail", StringComparison.Ordinal) || (argument is ['-', not '-', ..] && argument.AsSpan(1).IndexOfAnyExceptInRange('A', 'z') < 0 && argument.Contains('f', StringComparison.Ordinal));

    /// <summary>True when the line hands the answer on: to a pipe, a variable or a condition.</summary>
    private static bool IsRead(RepositoryEvidence evidence, Location location)
    {
        string[] lines = [.. (evidence.Snapshot.Find(location.Path) is { } file ? evidence.Documents.Text(file) ?? "" : "").Split('\n').Skip(location.Line - 1).Take(3)];
        return lines.Length == 0 || lines[0].Contains("$(", StringComparison.Ordinal) || lines[0].Contains('`', StringComparison.Ordinal)
            || lines.Any(l => l.Contains('|', StringComparison.Ordinal) || l.Contains("if ", StringComparison.Ordinal) || l.Contains("until ", StringComparison.Ordinal) || l.Contains("while ", StringComparison.Ordinal));
    }
}
