using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <content>Jobs that a command submits to a cluster, and the commands that they run there.</content>
internal sealed partial class CommandGraph
{
    private const string NotAwaited = "the job is submitted and not waited for";

    private static readonly string[] RayValues =
        ["--address", "--submission-id", "--job-id", "--runtime-env", "--runtime-env-json", "--working-dir", "--metadata-json", "--entrypoint-num-cpus", "--entrypoint-num-gpus", "--entrypoint-memory", "--entrypoint-resources", "--log-style", "--headers", "--verify"];

    /// <summary>The command behind the options of the submission, or the one in the file that it names.</summary>
    private void FollowJob(string name, IReadOnlyList<string> words, CommandWalk walk)
    {
        switch (name, words)
        {
            case ("ray", [_, "job", "submit", ..]):
                CommandWalk submitted = walk.Ignoring(words.Contains("--no-wait") ? NotAwaited : null, walk.Trail[^1].Location);
                FollowWords([.. words.Skip(CommandWords.Skip(words, 3, RayValues))], InFolder(submitted, ValueOf(words, "--working-dir")));
                break;
            case ("anyscale", [_, "job" or "jobs", "submit", ..]):
                FollowJobFile(ValueOf(words, "--config-file") ?? ValueOf(words, "-f") ?? words.Skip(3).FirstOrDefault(IsYaml), words.Contains("--wait") || words.Contains("-w"), walk);
                break;
            case ("az", [_, "ml", "job", "create", ..]):
                FollowJobFile(ValueOf(words, "--file") ?? ValueOf(words, "-f"), words.Contains("--stream") || words.Contains("-s"), walk);
                break;
        }
    }

    private void FollowJobFile(string? path, bool waits, CommandWalk walk)
    {
        if (path is null || walk.Resolve(path) is not { } resolved || Snapshot.Find(resolved) is not { HasContent: true } file || !IsYaml(file.Name)
            || _documents.Data(file)?.Root is not { } root || !Enter(walk, "job " + file.Path, out CommandWalk inner))
        {
            return;
        }

        inner = inner.Ignoring(waits ? null : NotAwaited, walk.Trail[^1].Location);
        foreach (DataNode job in (root["jobs"]?.Entries ?? []).Select(e => e.Value).Prepend(root))
        {
            if ((job["command"] ?? job["entrypoint"]) is { Text: { } command } node && CanParse(command))
            {
                // A job's code is named from its file, a job's working folder from where it is submitted.
                CommandWalk here = job.TextOf("code") is { } code ? inner with { Directory = RepositoryPath.Combine(file.Directory, code) }
                    : InFolder(inner, job.TextOf("working_dir") ?? job.At("runtime_env", "working_dir")?.Text);
                RunScript(command, new Location(file.Path, node.TextLine), default, here);
            }
        }
    }

    private static CommandWalk InFolder(CommandWalk walk, string? folder) => folder is null ? walk : walk with { Directory = walk.Resolve(folder) };

    private static bool IsYaml(string name) => name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
}
