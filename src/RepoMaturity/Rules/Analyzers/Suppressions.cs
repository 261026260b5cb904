using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Suppressed findings that say neither which nor why: one finding for each file.</summary>
internal sealed class Suppressions : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        foreach (Source<PythonModule> source in context.Evidence.Code.Python)
        {
            Report(context, source.File, [.. source.Document.Directives.Where(d => IsBare(d.Text)).Select(d => (d.Line, d.Text.Trim()))]);
        }

        foreach (Source<CSharpFile> source in context.Evidence.Code.CSharp.Where(s => !s.Document.IsGenerated))
        {
            Report(context, source.File, [.. source.Document.Suppressions.Where(s => s.Reason is null).Select(s => (s.Line, Text(s)))]);
        }
    }

    private static void Report(AnalysisContext context, SnapshotFile file, (int Line, string Text)[] places)
    {
        if (places.Length > 0)
        {
            context.Fail(new Location(file.Path, places[0].Line), places[0].Text + (places.Length > 1 ? $" and {places.Length - 1} more in this file" : ""));
        }
    }

    /// <summary><c>noqa</c> and <c>type: ignore</c> without a code, nor words behind them.</summary>
    private static bool IsBare(string directive) => directive.Trim().ToLowerInvariant() is "noqa" or "noqa:" or "type: ignore" or "type:ignore" or "ty: ignore" or "nosec" or "pylint: disable=all";

    private static string Text(CSharpSuppression suppression) =>
        (suppression.IsPragma ? "#pragma warning disable " : "SuppressMessage ") + string.Join(", ", suppression.Ids.Take(3));
}
