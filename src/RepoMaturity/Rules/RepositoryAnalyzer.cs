using RepoMaturity.Evidence;
using RepoMaturity.Rules.Queries;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules;

/// <summary>A rule in C#, for what a query cannot say. Shaped after Roslyn's DiagnosticAnalyzer; immutable.</summary>
internal abstract class RepositoryAnalyzer
{
    /// <summary>Judges the repository by telling the context what it found.</summary>
    public abstract void Analyze(AnalysisContext context);
}

/// <summary>What an analyzer sees and where it reports. Not thread-safe; one for each rule and scan.</summary>
internal sealed class AnalysisContext(RepositoryEvidence evidence, CancellationToken cancellationToken)
{
    private readonly List<Match> _against = [];
    private readonly List<Match> _for = [];
    private readonly List<Match> _hidden = [];
    private string? _open;
    private string? _notApplicable;

    public RepositoryEvidence Evidence { get; } = evidence;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Reports a located Fail.</summary>
    public void Fail(Location location, string text, params IReadOnlyList<TrailStep> trail) =>
        _against.Add(new Match(location, text, trail.Count > 0 || location.Path.Length == 0 ? trail : [new TrailStep(location, text)]));

    /// <summary>Reports evidence for a Pass.</summary>
    public void Pass(Location location, string text, params IReadOnlyList<TrailStep> trail) =>
        _for.Add(new Match(location, text, trail.Count > 0 ? trail : [new TrailStep(location, text)]));

    /// <summary>Says that the verdict cannot be seen from here.</summary>
    public void Open(string reason) => _open ??= reason;

    /// <summary>Reports a place whose meaning cannot be seen.</summary>
    public void OpenAt(Location location, string text) => _hidden.Add(Match.At(location, text));

    /// <summary>Says that there is nothing to judge, unless something else is reported.</summary>
    public void NotApplicable(string reason) => _notApplicable ??= reason;

    /// <summary>The verdict: Fails win, then Open, then Pass; nothing reported is a Pass without proof.</summary>
    internal QueryResult Result() =>
        _against.Count > 0 ? new QueryResult(Truth.No, _against)
        : _hidden.Count > 0 ? new QueryResult(Truth.Unknown, _hidden)
        : _open is not null ? QueryResult.Unknown(_open, _for)
        : _for.Count == 0 && _notApplicable is not null ? QueryResult.NotApplicable(_notApplicable)
        : QueryResult.Yes(_for);
}
