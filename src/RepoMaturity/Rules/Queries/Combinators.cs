using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Queries;

/// <summary>Yes when every part that applies is; No wins over Unknown. The last part gives the proof: rules put what matters most there.</summary>
internal sealed class AllQuery(IReadOnlyList<Query> parts) : Query
{
    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        List<Match> matches = [];
        QueryResult? unknown = null;
        QueryResult? notApplicable = null;
        bool asked = false;
        foreach (Query part in parts)
        {
            QueryResult result = part.Evaluate(evidence);
            switch (result.Truth)
            {
                case Truth.No:
                    return result;
                case Truth.Unknown:
                    unknown ??= result;
                    break;
                case Truth.NotApplicable:
                    notApplicable ??= result;
                    continue;
                default:
                    matches.InsertRange(0, result.Matches);
                    break;
            }

            asked = true;
        }

        return !asked && notApplicable is { } none ? none : unknown ?? QueryResult.Yes(matches);
    }
}

/// <summary>Yes when one part is; the first Yes gives the proof.</summary>
internal sealed class AnyQuery(IReadOnlyList<Query> parts) : Query
{
    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        QueryResult? unknown = null;
        QueryResult? no = null;
        QueryResult? notApplicable = null;
        foreach (Query part in parts)
        {
            QueryResult result = part.Evaluate(evidence);
            switch (result.Truth)
            {
                case Truth.Yes:
                    return result;
                case Truth.Unknown:
                    unknown ??= result;
                    break;
                case Truth.No:
                    no = no is { Reason: not null } ? no : result;
                    break;
                default:
                    notApplicable ??= result;
                    break;
            }
        }

        return unknown ?? no ?? notApplicable ?? QueryResult.No();
    }
}

/// <summary>Yes when no part is; the matches of a part that is are what a finding locates.</summary>
internal sealed class NoneQuery(IReadOnlyList<Query> parts) : Query
{
    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        List<Match> against = [];
        QueryResult? unknown = null;
        bool asked = false;
        QueryResult? notApplicable = null;
        foreach (Query part in parts)
        {
            QueryResult result = part.Evaluate(evidence);
            switch (result.Truth)
            {
                case Truth.Yes:
                    against.AddRange(result.Matches);
                    break;
                case Truth.Unknown:
                    unknown ??= result;
                    break;
                case Truth.NotApplicable:
                    notApplicable ??= result;
                    continue;
                default:
                    break;
            }

            asked = true;
        }

        return against.Count > 0 ? new QueryResult(Truth.No, against)
            : unknown ?? (!asked && notApplicable is { } none ? none : QueryResult.Yes());
    }
}

/// <summary>Yes when the part has at least so many matches.</summary>
internal sealed class CountQuery(Query part, int atLeast) : Query
{
    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        QueryResult result = part.Evaluate(evidence);
        return result.Truth == Truth.Yes && result.Matches.Count < atLeast
            ? QueryResult.No($"{result.Matches.Count} found, {atLeast} needed")
            : result;
    }
}
