using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>config: strict</c> with <c>of: type-checker</c>: a setting of some technology with the capability is on, or its value fits
/// <c>matches</c>, <c>at-least</c>, <c>at-most</c>. With <c>share: 0.5</c> half of the files that configure one must say so, or an argument.
/// </summary>
internal sealed class ConfigQuery : Query
{
    private readonly string _name;
    private readonly string _capability;
    private readonly ValueTest? _test;
    private readonly double _share;

    public ConfigQuery(QueryNode node)
    {
        _name = node.Value();
        _capability = node.Text("of") ?? throw new FormatException("'config' needs 'of: capability'");
        _share = node.Number("share") ?? 0;
        (string? matches, double? atLeast, double? atMost) = (node.Text("matches"), node.Number("at-least"), node.Number("at-most"));
        _test = matches is null && atLeast is null && atMost is null ? null : new ValueTest(matches, atLeast, atMost);
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        SettingFact[] on = [.. evidence.Technologies.Settings(_capability, _name).Where(s => _test?.Fits(s.Value) ?? s.IsOn)];
        HashSet<string> files = [.. on.Where(s => s.Execution is null).Select(s => s.Trail[^1].Location.Path)];
        if (_share > 0 && on.Length > 0 && files.Count == on.Select(s => s.Trail[^1].Location.Path).Distinct().Count())
        {
            int all = evidence.Technologies.Facts(_capability).Where(f => f.Strength == Strength.Configured).Select(f => f.Location.Path).Distinct().Count();
            if (files.Count < _share * all)
            {
                return QueryResult.No($"{files.Count} of {all} configurations say so, see {on[0].Trail[^1].Location}");
            }
        }

        return QueryResult.Any([.. on.Select(s => new Match(s.Trail[^1].Location, $"{s.Technology.Name}: {s.Trail[^1].Text}", s.Trail))]);
    }
}
