using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Metrics;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>metric: annotated-functions</c> with <c>at-least</c> or <c>at-most</c>: a number computed from own code.</summary>
internal sealed class MetricQuery : Query
{
    private readonly string _name;
    private readonly double? _atLeast;
    private readonly double? _atMost;

    public MetricQuery(QueryNode node)
    {
        _name = node.Value();
        _atLeast = node.Number("at-least");
        _atMost = node.Number("at-most");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        Metric metric = evidence.Metrics[_name];
        if (metric.Value is not { } value)
        {
            return metric.IsHidden ? QueryResult.Unknown(metric.Text) : QueryResult.NotApplicable(metric.Text);
        }

        return !(value < _atLeast) && !(value > _atMost)
            ? QueryResult.Yes(Match.At(metric.Trail.Count > 0 ? metric.Trail[0].Location : default, metric.Text))
            : metric.Against is { } against ? new QueryResult(Truth.No, [new Match(against.Location, metric.Text, [against])])
            : QueryResult.No(metric.Text);
    }
}
