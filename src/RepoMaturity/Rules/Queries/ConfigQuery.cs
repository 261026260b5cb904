using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>config: strict</c> with <c>of: type-checker</c>: a setting of some technology with the capability is on, or its value fits
/// <c>matches</c>, <c>at-least</c>, <c>at-most</c>.
/// </summary>
internal sealed class ConfigQuery : Query
{
    private readonly string _name;
    private readonly string _capability;
    private readonly ValueTest? _test;

    public ConfigQuery(QueryNode node)
    {
        _name = node.Value();
        _capability = node.Text("of") ?? throw new FormatException("'config' needs 'of: capability'");
        (string? matches, double? atLeast, double? atMost) = (node.Text("matches"), node.Number("at-least"), node.Number("at-most"));
        _test = matches is null && atLeast is null && atMost is null ? null : new ValueTest(matches, atLeast, atMost);
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence) => QueryResult.Any(
    [
        .. evidence.Technologies.Settings(_capability, _name)
            .Where(s => _test?.Fits(s.Value) ?? s.IsOn)
            .Select(s => new Match(s.Trail[^1].Location, $"{s.Technology.Name}: {s.Trail[^1].Text}", s.Trail)),
    ]);
}
