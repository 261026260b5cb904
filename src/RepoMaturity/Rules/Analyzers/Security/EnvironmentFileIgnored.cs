using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Where code reads an environment file, git ignores it: beside each template of one, and at the root for code that loads one.</summary>
internal sealed class EnvironmentFileIgnored : RepositoryAnalyzer
{
    private const string Name = ".env";
    private static readonly string[] Templates = [".env.example", ".env.sample", ".env.template", ".env.dist", "env.example", "example.env", ".env-example", ".env_example", ".env.tmpl"];

    public override void Analyze(AnalysisContext context)
    {
        RepositorySnapshot snapshot = context.Evidence.Snapshot;
        SnapshotFile[] tracked = [.. snapshot.Files.Where(f => f.HasContent && f.Name == Name && context.Evidence.Trees.IsOwn(f))];
        SnapshotFile[] harmless = [.. tracked.Where(f => !NamesCredential(context.Evidence.Documents.Text(f) ?? ""))];
        GitIgnore ignore = GitIgnore.Of(context.Evidence.Documents);
        List<(TrailStep Use, string Folder)> uses =
        [
            .. tracked.Except(harmless).Select(f => (new TrailStep(new Location(f.Path), "tracked"), f.Directory)),
            .. snapshot.Files.Where(f => f.HasContent && Templates.Contains(f.Name) && context.Evidence.Trees.IsOwn(f))
                .Select(f => (new TrailStep(new Location(f.Path), "a template for .env"), f.Directory)),
        ];
        TechnologyFact? loader = context.Evidence.Technologies.Facts("environment-file").FirstOrDefault(f => f.Strength == Strength.Used && !context.Evidence.Trees.IsTestPath(f.Location.Path));
        if (loader is not null && uses.Count == 0)
        {
            uses.Add((loader.Trail[0], ""));
        }

        context.NotApplicable("nothing here reads an environment file");
        foreach ((TrailStep use, string folder) in uses)
        {
            string path = folder.Length == 0 ? Name : $"{folder}/{Name}";
            if (ignore.Decides(path) is { IsNegated: false } rule)
            {
                context.Pass(rule.Location, $"{path} is ignored", use, new TrailStep(rule.Location, rule.Text));
            }
            else if (!harmless.Any(f => f.Path == path))
            {
                context.Fail(use.Location, $"{path} is not ignored", use);
                return;
            }
        }
    }

    /// <summary>True when a setting is named like a credential, whatever its value is today.</summary>
    private static bool NamesCredential(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int equals = line.IndexOf('=');
            if (equals > 0 && !line.TrimStart().StartsWith('#') && EnvironmentReads.IsCredential(line[..equals].Trim().ToString()))
            {
                return true;
            }
        }

        return false;
    }
}
