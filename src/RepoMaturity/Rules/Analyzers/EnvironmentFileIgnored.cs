using RepoMaturity.Documents.Data;
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
        HashSet<string> harmless = [.. snapshot.Files.Where(f => f.Name == Name).Select(f => f.Path).Except(context.Evidence.Secrets.Files.Select(f => f.Location.Path))];
        GitIgnore ignore = GitIgnore.Of(context.Evidence.Documents);
        List<(TrailStep Use, string Folder)> uses =
        [
            .. context.Evidence.Secrets.Files.Where(f => f.IsEnvironment && f.Location.Path.EndsWith(Name, StringComparison.Ordinal))
                .Select(f => (new TrailStep(f.Location, "tracked"), FolderOf(f.Location.Path))),
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
            else if (!harmless.Contains(path))
            {
                context.Fail(use.Location, $"{path} is not ignored", use);
                return;
            }
        }
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : "";
}
