using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>A hook of pre-commit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Repository">Address of the repository it comes from, <c>local</c> or <c>meta</c>.</param>
/// <param name="Location">Where its id is written.</param>
internal sealed record PreCommitHook(string Id, string Repository, Location Location)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The command of a local hook; null for hooks that come with one.</summary>
    public string? Entry { get; init; }

    /// <summary>The git hooks it belongs to; empty for all.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    public bool RunsAt(string stage) => Stages.Count == 0 || Stages.Contains(stage) || (stage == "pre-commit" && Stages.Contains("commit")) || (stage == "pre-push" && Stages.Contains("push"));
}

/// <summary>A <c>.pre-commit-config.yaml</c>.</summary>
/// <param name="File">The file.</param>
/// <param name="Hooks">All hooks in order.</param>
internal sealed record PreCommitConfig(SnapshotFile File, IReadOnlyList<PreCommitHook> Hooks)
{
    /// <summary>Where the settings of pre-commit.ci are written, or null: the app runs the hooks on every pull request.</summary>
    public Location? Hosted { get; init; }

    /// <summary>Hooks that pre-commit.ci leaves out.</summary>
    public IReadOnlyList<string> HostedSkips { get; init; } = [];

    public static PreCommitConfig? Read(DocumentSet documents, SnapshotFile file)
    {
        if (documents.Data(file)?.Root is not { IsMapping: true } root)
        {
            return null;
        }

        IReadOnlyList<string> defaults = Texts(root["default_stages"]);
        List<PreCommitHook> hooks = [];
        foreach (DataNode repository in root["repos"]?.Items ?? [])
        {
            foreach (DataNode hook in repository["hooks"]?.Items ?? [])
            {
                if (hook["id"] is { Text: { } id } at)
                {
                    hooks.Add(new PreCommitHook(id, repository.TextOf("repo") ?? "", at.In(file) with { Column = 0 })
                    {
                        Arguments = Texts(hook["args"]),
                        Entry = hook.TextOf("language") is "pygrep" or "fail" ? null : hook.TextOf("entry"),
                        Stages = hook["stages"] is { } own ? Texts(own) : defaults,
                    });
                }
            }
        }

        DataEntry? ci = root.Entries.FirstOrDefault(e => e.Key == "ci");
        return new PreCommitConfig(file, hooks)
        {
            Hosted = ci is { } entry ? new Location(file.Path, entry.Line) : null,
            HostedSkips = Texts(root.At("ci", "skip")),
        };
    }

    private static IReadOnlyList<string> Texts(DataNode? node) => [.. (node?.OneOrMany() ?? []).Select(n => n.Text).OfType<string>()];
}
