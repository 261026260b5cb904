using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names each build argument of an image that is a secret: it stays readable in the image's history.</summary>
internal sealed class SecretInImage : RepositoryAnalyzer
{
    private const string Option = "--build-arg";
    private static readonly string[] Identifiers = ["account", "id", "location", "name", "organisation", "organization", "project", "region", "user", "username", "version", "zone"];

    public override void Analyze(AnalysisContext context)
    {
        foreach (SnapshotFile file in context.Evidence.Snapshot.Files.Where(f => f.HasContent && Dockerfile.IsDockerfile(f) && context.Evidence.Trees.IsOwn(f)))
        {
            foreach (DockerInstruction argument in Dockerfile.Of(context.Evidence.Documents, file)?.Instructions.Where(i => i.Keyword == "ARG") ?? [])
            {
                if (NameOf(argument.Arguments) is { } name)
                {
                    context.Fail(new Location(file.Path, argument.Line), $"ARG {name}");
                }
            }
        }

        foreach ((PipelineJob _, PipelineStep step, ScriptLine[] lines) in PipelineScripts.Of(context.Evidence))
        {
            foreach (ScriptLine line in lines.Where(l => !l.IsComment))
            {
                foreach (string argument in line.Text.Split(Option).Skip(1))
                {
                    Report(context, line.Location, argument.TrimStart(' ', '=', '"', '\''));
                }
            }

            IEnumerable<string> inputs = step.Inputs.GetValueOrDefault("build-args", "").Split('\n')
                .Concat(step.Inputs.GetValueOrDefault("arguments", "").Split(Option).Skip(1));
            foreach (string argument in inputs)
            {
                Report(context, step.Location, argument.Trim());
            }
        }
    }

    /// <summary>An argument whose name is a credential's, or whose value is a secret of the host: <c>X=${{ secrets.Y }}</c>.</summary>
    private static void Report(AnalysisContext context, Location at, string argument)
    {
        int value = argument.IndexOf('=', StringComparison.Ordinal) + 1;
        string? name = NameOf(argument) ?? PipelineSecrets.Names(argument).Where(n => value > 0 && n.Start - value is 0 or 1 && !IsIdentifier(n.Name)).Select(n => n.Name).FirstOrDefault();
        if (name is not null)
        {
            context.Fail(at, $"{Option} {name}");
        }
    }

    /// <summary>What a team keeps with its secrets for want of another place and that opens nothing: <c>AWS_ACCOUNT_ID</c>, <c>AWS_REGION</c>.</summary>
    private static bool IsIdentifier(string name) => TestKinds.Words(name) is [.., var last] && Identifiers.Contains(last) && !EnvironmentReads.IsCredential(name);

    /// <summary>The name before <c>=</c> when it is a credential's.</summary>
    private static string? NameOf(ReadOnlySpan<char> argument)
    {
        int end = argument.IndexOfAny("= \t");
        string name = (end < 0 ? argument : argument[..end]).ToString();
        return EnvironmentReads.IsCredential(name) ? name : null;
    }
}
