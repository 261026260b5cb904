using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Own source files, tests and generated ones left out, with more lines than anybody reads.</summary>
internal sealed class LongFiles : RepositoryAnalyzer
{
    private const int Most = 1_500;

    public override void Analyze(AnalysisContext context)
    {
        IEnumerable<(SnapshotFile File, int Lines)> files =
            context.Evidence.Code.Python.Where(s => !s.IsTest && s.File.Extension != ".pyi").Select(s => (s.File, s.Document.TotalLines))
            .Concat(context.Evidence.Code.CSharp.Where(s => !s.IsTest && !s.Document.IsGenerated).Select(s => (s.File, s.Document.LineCount)));
        foreach ((SnapshotFile file, int lines) in files.Where(f => f.Lines > Most))
        {
            context.Fail(new Location(file.Path, Most + 1), $"{lines} lines");
        }
    }
}
