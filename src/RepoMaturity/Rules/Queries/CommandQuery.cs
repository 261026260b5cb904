using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>command: "dotnet test"</c> with <c>with: [arguments]</c>, <c>enforced: true</c>: CI runs a program, whatever technology it belongs to.</summary>
internal sealed class CommandQuery : Query
{
    private readonly ExecutionSignature[] _signatures;
    private readonly bool _enforced;

    public CommandQuery(QueryNode node)
    {
        IReadOnlyList<string> with = node.Texts("with");
        IReadOnlyList<string> without = node.Texts("without");
        _signatures =
        [
            .. node.Values()
                .Select(v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(w => new ExecutionSignature(ExecutionKind.Command, w[0], w[1..], with, without, [], [], null, [])),
        ];
        _enforced = node.Flag("enforced");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence) => QueryResult.Any(
    [
        .. evidence.Executions
            .Where(e => e.Executor != Executor.CommitHook && (!_enforced || e.IsEnforced) && _signatures.Any(s => TechnologyMatcher.Matches(s, e)))
            .Select(e => new Match(e.Location, $"{e.Name} {string.Join(' ', e.Arguments)}".Trim(), e.Trail)),
    ]);
}
