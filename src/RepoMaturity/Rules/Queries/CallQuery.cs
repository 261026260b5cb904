using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>call: [torch.load, "*.fit"]</c> with <c>with: [weights_only=False]</c>, <c>tests: true</c>: own code calls something, by its resolved
/// dotted name. A leading or trailing <c>*</c> matches any beginning or ending.
/// </summary>
internal sealed class CallQuery : Query
{
    private readonly IReadOnlyList<string> _targets;
    private readonly IReadOnlyList<string> _with;
    private readonly IReadOnlyList<string> _without;
    private readonly bool _tests;

    public CallQuery(QueryNode node)
    {
        _targets = node.Values();
        _with = node.Texts("with");
        _without = node.Texts("without");
        _tests = node.Flag("tests");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence) => QueryResult.Any([.. Matches(evidence)]);

    private IEnumerable<Match> Matches(RepositoryEvidence evidence)
    {
        IEnumerable<(string Target, Location At, IEnumerable<(string? Name, string? Value)> Arguments)> calls =
            evidence.Code.Python.Where(s => s.IsTest == _tests)
                .SelectMany(s => s.Document.Calls.Select(c => (c.Target, s.At(c.Line, c.Column), c.Arguments.Select(a => (a.Name, a.Value)))))
            .Concat(evidence.Code.Notebooks.Where(s => !_tests && s.Document.Module is not null)
                .SelectMany(s => s.Document.Module!.Calls.Select(c => (c.Target, s.At(c.Line), c.Arguments.Select(a => (a.Name, a.Value))))))
            .Concat(evidence.Code.CSharp.Where(s => s.IsTest == _tests)
                .SelectMany(s => s.Document.Calls.Concat(s.Document.Creations).Select(c => (c.Name, s.At(c.Line), c.Arguments.Select(a => (a.Name, a.Value))))));
        return calls
            .Where(c => _targets.Any(t => Fits(t, c.Target))
                && (_with.Count == 0 || c.Arguments.Any(a => _with.Any(w => FitsArgument(w, a))))
                && !c.Arguments.Any(a => _without.Any(w => FitsArgument(w, a))))
            .Select(c => Match.At(c.At, c.Target));
    }

    private static bool Fits(string pattern, string target) => pattern.StartsWith('*')
        ? target.EndsWith(pattern[1..], StringComparison.Ordinal)
        : TechnologyMatcher.MatchesText(pattern, target);

    /// <summary><c>name</c> alone asks for the keyword, <c>name=value</c> for its literal, <c>=value</c> for any argument of that value.</summary>
    private static bool FitsArgument(string wanted, (string? Name, string? Value) argument)
    {
        int equals = wanted.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? argument.Name == wanted
            : (equals == 0 || argument.Name == wanted[..equals]) && argument.Value is { } value && TechnologyMatcher.MatchesText(wanted[(equals + 1)..], value);
    }
}
