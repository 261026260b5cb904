using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>capability: linter</c> with <c>is: [configured, run]</c>: some technology that gives it stands there that firmly.
/// With <c>tests: true</c> only what stands in a test file counts, with <c>tests: false</c> only what does not;
/// <c>notebooks: false</c> leaves out what stands in these. With <c>by: pipeline</c> code counts where a pipeline of models comes to it: what people run by hand does not. With
/// <c>unless-own: true</c> a repository that makes such a technology is not asked for it, since a product is no user of itself. With <c>covers: code</c> or
/// <c>covers: tests</c> its executions must look at half of own code or of the tests at least. Run and Enforced are Unknown, not No, when CI calls
/// something outside the repository that could do it.
/// </summary>
internal sealed class CapabilityQuery : Query
{
    private readonly string _capability;
    private readonly IReadOnlyList<Strength> _strengths;
    private readonly bool _cannotFail;
    private readonly bool? _tests;
    private readonly bool _byPipeline;
    private readonly bool _unlessOwn;
    private readonly bool _leavesNotebooksOut;
    private readonly Func<RepositoryEvidence, IEnumerable<Execution>, double>? _covers;

    public CapabilityQuery(QueryNode node)
    {
        _capability = node.Value();
        _strengths = node.Choices<Strength>("is");
        _cannotFail = node.Flag("cannot-fail");
        _tests = node.Text("tests") is { } tests ? tests is "true" : null;
        _byPipeline = node.Text("by") switch
        {
            null => false,
            "pipeline" => true,
            string other => throw new FormatException($"'by' is pipeline, not '{other}'"),
        };
        _unlessOwn = node.Flag("unless-own");
        _leavesNotebooksOut = node.Text("notebooks") is "false";
        _covers = node.Text("covers") switch
        {
            null => null,
            "code" => ExecutionScope.OfCode,
            "tests" => ExecutionScope.OfTests,
            string other => throw new FormatException($"'covers' is code or tests, not '{other}'"),
        };
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        TechnologyFact[] facts = [.. evidence.Technologies.Facts(_capability)];
        TechnologyFact[] found =
        [
            .. facts.Where(f => _strengths.Any(s => Holds(f.Strength, s))
                && (!_cannotFail || f.CannotFail is not null)
                && (_tests is null || evidence.Trees.IsTestPath(f.Location.Path) == _tests)
                && (!_byPipeline || f.Execution is { Executor: not Executor.CommitHook } || evidence.PipelineCode.TrailTo(f.Location.Path) is not null)
                && !(_leavesNotebooksOut && f.Location.Path.EndsWith(".ipynb", StringComparison.Ordinal))),
        ];
        if (found.Length > 0)
        {
            double share = _covers?.Invoke(evidence, found.Select(f => f.Execution).OfType<Execution>()) ?? 1;
            return share >= 0.5
                ? QueryResult.Yes([.. found.Select(f => new Match(f.Location, _cannotFail ? $"{f.Technology.Name}: {f.CannotFail}" : Describe(f), TrailOf(evidence, f)))])
                : QueryResult.No($"{Describe(found[0])} for {(int)(share * 100)} % of it only, see {found[0].Location}");
        }

        if (_unlessOwn && evidence.Technologies.WithCapability(_capability).FirstOrDefault(evidence.Technologies.IsOwn) is { } own)
        {
            return QueryResult.NotApplicable($"{own.Name} is made here");
        }

        if (_cannotFail)
        {
            return QueryResult.No();
        }

        bool asksExecution = _strengths.All(s => s is Strength.Run or Strength.Enforced);
        bool onChange = !_strengths.Contains(Strength.Run);
        if (!asksExecution)
        {
            return QueryResult.No(Missing(facts));
        }

        return evidence.Technologies.MayRun(_capability, onChange) is { } maybe
            ? QueryResult.Unknown($"arguments of {maybe.Name} are a variable: look there", new Match(maybe.Location, maybe.Name, maybe.Trail))
            : evidence.Technologies.MayHide(_capability, onChange) is { } external
            ? QueryResult.Unknown(external.Advice, new Match(external.Trail[^1].Location, external.Target, external.Trail))
            : QueryResult.No(Missing(facts));
    }

    private IReadOnlyList<TrailStep> TrailOf(RepositoryEvidence evidence, TechnologyFact fact) =>
        _byPipeline && fact.Execution is null ? [.. evidence.PipelineCode.TrailTo(fact.Location.Path)!, fact.Trail[^1]] : fact.Trail;

    // Enforced includes Run; the others are independent facts.
    private static bool Holds(Strength fact, Strength asked) => fact == asked || (asked == Strength.Run && fact == Strength.Enforced);

    private static string Describe(TechnologyFact fact) => fact switch
    {
        { Strength: Strength.Enforced } => $"{fact.Technology.Name} is enforced in CI",
        { Strength: Strength.Run } => $"{fact.Technology.Name} runs in CI",
        { Strength: Strength.Hooked } => $"{fact.Technology.Name} runs in a commit hook",
        { Strength: Strength.Configured } => $"{fact.Technology.Name} is configured",
        { Strength: Strength.Used } => $"{fact.Technology.Name} is used",
        _ => $"{fact.Technology.Name} is declared",
    };

    /// <summary>What stands there less firmly than asked. A general library that is declared, and gives the capability by some call only, tells nothing.</summary>
    private string? Missing(TechnologyFact[] facts) => facts.FirstOrDefault(f => f.Strength != Strength.Declared || f.Technology.ImportCapabilities.Contains(_capability)) is { } fact ? "so far " + Describe(fact) : null;
}
