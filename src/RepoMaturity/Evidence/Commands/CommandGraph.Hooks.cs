using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <content>Commit hooks: pre-commit, lefthook, husky, overcommit, simple-git-hooks, and pre-commit.ci.</content>
internal sealed partial class CommandGraph
{
    private static readonly string[] PreCommitNames = [".pre-commit-config.yaml", ".pre-commit-config.yml"];
    private static readonly string[] LefthookNames = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml"];
    private static readonly string[] GitHooks = ["pre-commit", "pre-push", "commit-msg", "prepare-commit-msg", "post-merge"];

    private void FollowHooks()
    {
        CommandWalk hook = new(Executor.CommitHook, []);
        foreach (SnapshotFile file in PreCommitFiles())
        {
            if (PreCommitConfig.Read(_documents, file) is not { } config)
            {
                continue;
            }

            FollowPreCommit(config, config.Hooks.Where(h => GitHooks.Any(h.RunsAt)), hook);
            if (config.Hosted is { } hosted && file.Directory.Length == 0)
            {
                FollowPreCommit(
                    config,
                    config.Hooks.Where(h => h.RunsAt("pre-commit") && !config.HostedSkips.Contains(h.Id)),
                    new CommandWalk(Executor.Hosted, []).Step(hosted, "pre-commit.ci"));
            }
        }

        if (FindFirst(LefthookNames) is { } lefthook && _documents.Data(lefthook)?.Root is { } root)
        {
            foreach (string name in GitHooks)
            {
                FollowLefthook(lefthook, root[name], name, hook);
            }
        }

        foreach (string name in GitHooks)
        {
            if (Snapshot.Find(".husky/" + name) is { HasContent: true } husky && _documents.Text(husky) is { } text)
            {
                RunScript(text, new Location(husky.Path, 1), new ShellOptions(ErrExit: true), hook);
            }
        }

        if (Snapshot.Find("package.json") is { } package && _documents.Data(package)?.Root?["simple-git-hooks"] is { } simple)
        {
            foreach (DataEntry entry in simple.Entries.Where(e => e.Value.Text is not null))
            {
                RunScript(entry.Value.Text!, new Location(package.Path, entry.Line), default, hook);
            }
        }

        if (Snapshot.Find(".overcommit.yml") is { } overcommit && _documents.Data(overcommit)?.Root is { } hooks)
        {
            foreach (DataEntry entry in hooks.Entries.Where(e => e.Key is "PreCommit" or "PrePush").SelectMany(e => e.Value.Entries).Where(e => e.Value["enabled"] is { IsTrue: true }))
            {
                Emit(ExecutionKind.Hook, entry.Key, [], hook.Step(new Location(overcommit.Path, entry.Line), entry.Key));
            }
        }
    }

    /// <summary>The file at the root; without one those of projects below, of a template too.</summary>
    private IEnumerable<SnapshotFile> PreCommitFiles()
    {
        if (FindFirst(PreCommitNames) is { } root)
        {
            return [root];
        }

        FolderOrigins folders = new(_documents);
        return PreCommitNames.SelectMany(Snapshot.Named).Where(f => f.HasContent && folders.Of(f.Directory) is null or { Origin: FileOrigin.Template });
    }

    private SnapshotFile? FindFirst(string[] names) => names.Select(Snapshot.Find).FirstOrDefault(f => f is { HasContent: true });

    private void FollowPreCommit(PreCommitConfig config, IEnumerable<PreCommitHook> hooks, CommandWalk walk)
    {
        foreach (PreCommitHook hook in hooks)
        {
            CommandWalk at = walk.Step(hook.Location, hook.Id) with { Directory = config.File.Directory };
            Emit(ExecutionKind.Hook, hook.Id, hook.Arguments, at);
            if (hook.Entry is { } entry && Enter(at, $"hook {config.File.Path} {hook.Id}", out CommandWalk inner))
            {
                foreach (ShellCommand command in ShellScript.Parse(entry).Commands.Take(1))
                {
                    FollowWords([.. command.Words.Select(w => w.Text), .. hook.Arguments], inner.Step(hook.Location, string.Join(' ', [command.Text, .. hook.Arguments])));
                }
            }
        }
    }

    /// <summary><c>pre-commit run [hook]</c> of a pipeline or task.</summary>
    private void FollowPreCommitRun(IReadOnlyList<string> words, CommandWalk walk)
    {
        int run = CommandWords.Skip(words, 1, ["-c", "--config"]);
        if (run >= words.Count || words[run] != "run")
        {
            return;
        }

        string? stage = ValueOf(words, "--hook-stage") ?? ValueOf(words, "--stage") ?? "pre-commit";
        string? path = walk.Resolve(ValueOf(words, "-c") ?? ValueOf(words, "--config") ?? PreCommitNames[0]);
        if (path is null || (Snapshot.Find(path) ?? FindFirst(PreCommitNames)) is not { HasContent: true } file || PreCommitConfig.Read(_documents, file) is not { } config)
        {
            Unfollowed(path ?? PreCommitNames[0], "is not in this repository", walk);
            return;
        }

        int operand = CommandWords.Skip(words, run + 1, ["--hook-stage", "--stage", "-c", "--config", "--color", "--from-ref", "--to-ref", "-s", "-o", "--source", "--origin"]);
        string? only = operand < words.Count ? words[operand] : null;
        string[] skipped = (walk.Variables.GetValueOrDefault("SKIP") ?? "").Split(',', StringSplitOptions.TrimEntries);
        FollowPreCommit(config, config.Hooks.Where(h => !skipped.Contains(h.Id) && (only is null ? h.RunsAt(stage) : h.Id == only && (h.RunsAt(stage) || stage == "pre-commit"))), walk);
    }

    private void FollowLefthook(SnapshotFile file, DataNode? hook, string name, CommandWalk walk)
    {
        foreach (DataEntry command in hook?["commands"]?.Entries ?? [])
        {
            if (command.Value["run"] is { Text: { } text } run && command.Value["skip"] is not { IsTrue: true } && Enter(walk, $"lefthook {name} {command.Key}", out CommandWalk inner))
            {
                RunScript(text, new Location(file.Path, run.TextLine), default, inner with { Directory = command.Value.TextOf("root") is { } root ? inner.Resolve(root) : inner.Directory });
            }
        }

        foreach (DataNode job in hook?["jobs"]?.Items ?? [])
        {
            if (job["run"] is { Text: { } text } run && Enter(walk, $"lefthook {name} {run.Line}", out CommandWalk inner))
            {
                RunScript(text, new Location(file.Path, run.TextLine), default, inner);
            }
        }
    }

    private void FollowLefthookRun(IReadOnlyList<string> words, CommandWalk walk)
    {
        if (words is [_, "run", var name, ..] && FindFirst(LefthookNames) is { } file)
        {
            FollowLefthook(file, _documents.Data(file)?.Root?[name], name, walk);
        }
    }

    private void FollowLintStaged(CommandWalk walk)
    {
        SnapshotFile? file = FindFirst([".lintstagedrc", ".lintstagedrc.json", ".lintstagedrc.yml", "package.json"]);
        DataNode? root = file is null ? null : _documents.Data(file)?.Root;
        root = file?.Name == "package.json" ? root?["lint-staged"] : root;
        foreach (DataNode command in (root?.Entries ?? []).SelectMany(e => e.Value.OneOrMany()))
        {
            if (command.Text is { } text && Enter(walk, "lint-staged " + command.Line, out CommandWalk inner))
            {
                RunScript(text, new Location(file!.Path, command.Line), default, inner);
            }
        }
    }

    private static string? ValueOf(IReadOnlyList<string> words, string option)
    {
        for (int i = 1; i < words.Count; i++)
        {
            if (words[i] == option)
            {
                return i + 1 < words.Count ? words[i + 1] : null;
            }

            if (words[i].StartsWith(option, StringComparison.Ordinal) && words[i].Length > option.Length && words[i][option.Length] == '=')
            {
                return words[i][(option.Length + 1)..];
            }
        }

        return null;
    }
}
