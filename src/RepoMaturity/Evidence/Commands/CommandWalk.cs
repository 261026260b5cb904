using System.Collections.Immutable;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Where the command graph stands while it follows a trail.</summary>
/// <param name="Executor">Who runs it all.</param>
/// <param name="Trail">The steps so far.</param>
internal sealed record CommandWalk(Executor Executor, ImmutableList<TrailStep> Trail)
{
    /// <summary>Prefix of paths that a script made absolute and that lie in the repository.</summary>
    public const string Root = "//repo";

    /// <summary>Value of a variable that is set to different values on different branches.</summary>
    public const string Ambiguous = "\0";

    private static readonly string[] Checkouts =
    [
        "$(Build.SourcesDirectory)", "$(System.DefaultWorkingDirectory)", "$(Build.Repository.LocalPath)", "${{ github.workspace }}", "${{github.workspace}}",
    ];

    private static readonly string[] SecretNames = ["PASS", "TOKEN", "SECRET", "KEY", "PWD", "CREDENTIAL", "AUTH"];
    private static readonly string[] Workspaces = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY", "TRAVIS_BUILD_DIR", "CIRCLE_WORKING_DIRECTORY", "BITBUCKET_CLONE_DIR", "WORKSPACE", "CODEBUILD_SRC_DIR"];

    public Pipeline? Pipeline { get; init; }

    public PipelineJob? Job { get; init; }

    public IReadOnlyList<PipelineTrigger> Triggers { get; init; } = [];

    public string? FailureIgnored { get; init; }

    public Location FailureIgnoredAt { get; init; }

    /// <summary>Folder from the root; null when it cannot be told.</summary>
    public string? Directory { get; init; } = "";

    /// <summary>Folder of the script that is read.</summary>
    public string ScriptDirectory { get; init; } = "";

    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Files and tasks that are open on this trail, which cuts cycles.</summary>
    public ImmutableHashSet<string> Open { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The task file whose task is read, so that its commands may name other tasks of it.</summary>
    public TaskFile? Tasks { get; init; }

    public CommandWalk Step(Location at, string text) => this with { Trail = Trail.Add(new TrailStep(at, TrailText.Shorten(text))) };

    /// <summary>The outermost reason wins: it is the one that stands nearest to the pipeline.</summary>
    public CommandWalk Ignoring(string? reason, Location at) =>
        reason is null || FailureIgnored is not null ? this : this with { FailureIgnored = reason, FailureIgnoredAt = at };

    /// <summary>A path as a command names it, from the root; null when it leaves the repository or cannot be told.</summary>
    public string? Resolve(string path)
    {
        if (path.StartsWith(Root, StringComparison.Ordinal))
        {
            return RepositoryPath.Combine("", path[Root.Length..].TrimStart('/'));
        }

        foreach (string checkout in Checkouts)
        {
            if (path.StartsWith(checkout, StringComparison.OrdinalIgnoreCase))
            {
                return RepositoryPath.Combine("", path[checkout.Length..].TrimStart('/', '\\'));
            }
        }

        foreach (string here in (ReadOnlySpan<string>)["$PWD/", "${PWD}/", "$(pwd)/", "$(PWD)/", "$(CURDIR)/", "`pwd`/"])
        {
            path = path.StartsWith(here, StringComparison.Ordinal) ? path[here.Length..] : path;
        }

        foreach (string own in (ReadOnlySpan<string>)["$(dirname \"$0\")", "$(dirname $0)", "${0%/*}", "$(dirname \"${BASH_SOURCE[0]}\")", "$(dirname ${BASH_SOURCE[0]})"])
        {
            if (path.StartsWith(own, StringComparison.Ordinal))
            {
                return RepositoryPath.Combine(ScriptDirectory, path[own.Length..].TrimStart('/'));
            }
        }

        return Directory is null || path.Length == 0 || path[0] == '~' || path.AsSpan().IndexOfAny("$*?`\0") >= 0 ? null : RepositoryPath.Combine(Directory, path);
    }

    /// <summary>Value of a variable where it is literal; never one that may be a secret.</summary>
    public string? Lookup(string name)
    {
        if (Workspaces.Contains(name))
        {
            return Root;
        }

        foreach (string secret in SecretNames)
        {
            if (name.Contains(secret, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        if (!Variables.TryGetValue(name, out string? value) || value == Ambiguous)
        {
            return null;
        }

        if (Checkouts.FirstOrDefault(c => value.StartsWith(c, StringComparison.OrdinalIgnoreCase)) is { } checkout)
        {
            value = Root + value[checkout.Length..];
        }

        return value.Contains("${{", StringComparison.Ordinal) ? null : value;
    }
}
