using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Most dependencies are held by something: by an exact version or a lock file, or by a lock file alone.</summary>
internal abstract class HeldDependencies : RepositoryAnalyzer
{
    private const double Share = 0.8;

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        PinnedDependency[] all = [.. evidence.Pins.All];
        PinnedDependency[] held = [.. all.Where(IsHeld)];
        if (!Concerns(evidence))
        {
            context.NotApplicable("users of a library choose the versions of what it needs");
        }
        else if (all.Length == 0)
        {
            if (evidence.Pins.Manifests.Count > 0)
            {
                context.NotApplicable("nothing is depended on");
            }
            else
            {
                context.Fail(default, "no manifest declares a dependency");
            }
        }
        else if (held.Length >= Share * all.Length)
        {
            context.Pass(held[0].Lock is { } file ? new(file.File.Path) : held[0].Declared.Location, $"{held.Length} of {all.Length} dependencies {What}");
        }
        else
        {
            PinnedDependency loose = all.First(d => !IsHeld(d));
            context.Fail(loose.Declared.Location, $"{held.Length} of {all.Length} dependencies {What}, {loose.Declared.Spec} does not");
        }
    }

    protected abstract string What { get; }

    protected abstract bool Concerns(RepositoryEvidence evidence);

    protected abstract bool IsHeld(PinnedDependency dependency);
}

/// <summary>Direct dependencies of what is run from here.</summary>
internal sealed class PinnedDependencies : HeldDependencies
{
    protected override string What => "keep to a version";

    protected override bool Concerns(RepositoryEvidence evidence) => !evidence.Traits.Has("library") || evidence.Traits.Has("own-models") || evidence.Traits.Has("template");

    protected override bool IsHeld(PinnedDependency dependency) => dependency.IsFixed;
}

/// <summary>Indirect ones too: a lock file names them all. A library's own environment has one as well.</summary>
internal sealed class LockedDependencies : HeldDependencies
{
    protected override string What => "stand in a lock file";

    protected override bool Concerns(RepositoryEvidence evidence) => true;

    protected override bool IsHeld(PinnedDependency dependency) => dependency.Lock is not null;
}
