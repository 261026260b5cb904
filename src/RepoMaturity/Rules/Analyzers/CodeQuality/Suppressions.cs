using RepoMaturity.Documents.CSharp;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Suppressed findings that say neither which nor why. One finding at the first place with the number: old code has hundreds.</summary>
internal sealed class Suppressions : RepositoryAnalyzer
{
    private const double MostBare = 0.05;

    public override void Analyze(AnalysisContext context)
    {
        (Location At, string Text, bool IsBare)[] all =
        [
            .. context.Evidence.Code.Python.SelectMany(s => s.Document.Directives.Where(d => IsSuppression(d.Text)).Select(d => (s.At(d.Line), d.Text.Trim(), IsBare(d.Text)))),
            .. context.Evidence.Code.CSharp.Where(s => !s.Document.IsGenerated).SelectMany(s => s.Document.Suppressions.Select(d => (s.At(d.Line), Text(d), d.Reason is null))),
        ];
        (Location At, string Text, bool IsBare)[] bare = [.. all.Where(s => s.IsBare)];
        if (all.Length == 0)
        {
            context.NotApplicable("nothing is suppressed");
        }
        else if (bare.Length > all.Length * MostBare)
        {
            string files = bare.Length == 1 ? "" : $", in {bare.Select(s => s.At.Path).Distinct(StringComparer.Ordinal).Count()} files";
            context.Fail(bare[0].At, $"{bare.Length} of {all.Length} suppressions{files}; the first: {bare[0].Text}");
        }
    }

    private static bool IsSuppression(string directive)
    {
        string text = directive.Trim();
        return text.StartsWith("noqa", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("type:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("ty:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("nosec", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("pyright:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("pylint: disable", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary><c>noqa</c> and <c>type: ignore</c> without a code, nor words behind them.</summary>
    private static bool IsBare(string directive) => directive.Trim().ToLowerInvariant()
        is "noqa" or "noqa:" or "type: ignore" or "type:ignore" or "ty: ignore" or "pyright: ignore" or "nosec" or "pylint: disable=all";

    private static string Text(CSharpSuppression suppression) =>
        (suppression.IsPragma ? "#pragma warning disable " : "SuppressMessage ") + string.Join(", ", suppression.Ids.Take(3));
}
