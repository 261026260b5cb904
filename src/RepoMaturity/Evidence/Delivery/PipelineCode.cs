using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// What pipelines of models run: files that CI starts, definitions that a pipeline engine reads, and what these name or import. What a
/// person runs, such as a notebook, is none of it.
/// </summary>
internal sealed class PipelineCode
{
    private readonly RepositoryEvidence _evidence;
    private readonly ReachedFiles _reached;
    private readonly bool _namesPrograms;

    public PipelineCode(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        Definitions =
        [
            .. evidence.Technologies.Facts("orchestration").Where(f =>
                f.Strength is Strength.Used or Strength.Configured
                && !evidence.Trees.IsTestPath(f.Location.Path) && !f.Location.Path.EndsWith(".ipynb", StringComparison.Ordinal)),
        ];

        // A component is a step of some pipeline, even where code puts its path together.
        IEnumerable<TechnologyFact> components = Definitions.Count == 0 ? [] : evidence.Technologies.Facts("pipeline-components").Where(f => f.Strength == Strength.Configured && !evidence.Trees.IsTestPath(f.Location.Path));
        _namesPrograms = evidence.Training.Orchestrated.Count > 0;
        _reached = new ReachedFiles(evidence, evidence.Executions.Concat(evidence.Training.Orchestrated).Concat(Definitions.Concat(components).DistinctBy(d => d.Location.Path).Select(Start)));
    }

    /// <summary>Where own code or a file defines a pipeline for an engine.</summary>
    public IReadOnlyList<TechnologyFact> Definitions { get; }

    /// <summary>How a pipeline comes to a file, outermost first; null when nothing shows that it does. A template whose definitions name no file of its own ships what they run.</summary>
    public IReadOnlyList<TrailStep>? TrailTo(string path) =>
        _reached.Of(path, function: null) is { } reach ? reach.Trail
        : Definitions.Count > 0 && (!_namesPrograms || Definitions.Any(d => d.Location.Path == path)) && _evidence.Traits.Has("template") && !path.EndsWith(".ipynb", StringComparison.Ordinal) ? Definitions[0].Trail
        : null;

    private static Execution Start(TechnologyFact definition) => definition.Location.Path.EndsWith(".py", StringComparison.Ordinal)
        ? new Execution(ExecutionKind.Command, "python", [definition.Location.Path], Executor.Orchestrator, definition.Trail)
        : new Execution(ExecutionKind.Command, definition.Location.Path, [], Executor.Orchestrator, definition.Trail);
}
