using RepoMaturity.Documents.Commands;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <content>From docker to the commands in images and containers.</content>
internal sealed partial class CommandGraph
{
    private static readonly string[] ComposeNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    /// <summary>Options of <c>docker run</c> that take no value.</summary>
    internal static readonly string[] DockerFlags =
    [
        "-d", "-i", "-t", "-it", "-ti", "-dit", "-itd", "-dt", "-td", "--rm", "--init", "--privileged", "-P", "--read-only", "--detach", "--interactive", "--tty", "-T", "--no-deps",
        "--no-TTY", "--service-ports", "--quiet", "-q", "--build", "--publish-all", "--no-healthcheck", "--use-aliases",
    ];

    /// <summary>Images, by their last name, that start the tool of that name, so that what follows are its arguments.</summary>
    private static readonly string[] ToolImages = ["gitleaks", "trufflehog", "trivy", "grype", "syft", "osv-scanner"];

    private static readonly string[] BuildValues =
        ["-f", "--file", "-t", "--tag", "--build-arg", "--target", "--platform", "--label", "--cache-from", "--cache-to", "--secret", "--ssh", "--network", "-o", "--output", "--progress", "--builder", "--build-context", "-m", "--memory", "--iidfile", "--shm-size"];

    private void FollowDocker(IReadOnlyList<string> words, CommandWalk walk)
    {
        int at = CommandWords.NameOf(words[0]) == "docker-compose" ? 1 : CommandWords.Skip(words, 1, ["-H", "--host", "--context", "-c", "-l"]);
        bool compose = CommandWords.NameOf(words[0]) == "docker-compose" || (at < words.Count && words[at] == "compose");
        if (compose)
        {
            FollowCompose(words, words[0].Contains("compose", StringComparison.Ordinal) ? 1 : at + 1, walk);
            return;
        }

        at += at < words.Count && words[at] is "buildx" or "image" or "container" or "builder" ? 1 : 0;
        switch (at < words.Count ? words[at] : "")
        {
            case "build" or "bud" or "b":
                int context = CommandWords.Skip(words, at + 1, BuildValues);
                string folder = context < words.Count ? words[context] : ".";
                // Options may also stand behind the context.
                string? file = ValueOf(words, "-f") ?? ValueOf(words, "--file");
                FollowBuild(folder, file, ValueOf(words, "--target"), walk);
                break;
            case "run" or "exec":
                FollowContainer(words, at + 1, words[at] == "run", walk);
                break;
        }
    }

    private void FollowContainer(IReadOnlyList<string> words, int at, bool isRun, CommandWalk walk)
    {
        string? entrypoint = null;
        while (at < words.Count && words[at].StartsWith('-'))
        {
            entrypoint = words[at] == "--entrypoint" && at + 1 < words.Count ? words[at + 1]
                : words[at].StartsWith("--entrypoint=", StringComparison.Ordinal) ? words[at][13..]
                : entrypoint;
            at += DockerFlags.Contains(words[at]) || words[at].Contains('=', StringComparison.Ordinal) ? 1 : 2;
        }

        List<string> command = [.. words.Skip(at + 1)];
        string image = at < words.Count ? words[at][(words[at].LastIndexOf('/') + 1)..].Split(':', '@')[0] : "";
        string? program = !string.IsNullOrEmpty(entrypoint) ? entrypoint : ToolImages.Contains(image) ? image : null;
        if (program is not null && isRun)
        {
            command.Insert(0, program);
        }

        if (command.Count > 0 && !command[0].StartsWith('-'))
        {
            FollowWords(command, walk);
        }
    }

    private void FollowBuild(string context, string? file, string? target, CommandWalk walk)
    {
        string? folder = walk.Resolve(context);
        string? path = file is not null ? walk.Resolve(file) : folder is null ? null : folder.Length == 0 ? "Dockerfile" : folder + "/Dockerfile";
        if (path is null || Snapshot.Find(path) is not { HasContent: true } found || Dockerfile.Of(_documents, found) is not { } dockerfile)
        {
            Unfollowed(file ?? context, path is null ? "the path cannot be told" : "is not in this repository", walk);
            return;
        }

        if (!Enter(walk, "image " + path, out CommandWalk inner))
        {
            return;
        }

        foreach (DockerStage stage in Needed(dockerfile, target))
        {
            inner = inner with { Directory = folder };
            foreach (DockerInstruction run in stage.Instructions.Where(i => i.Keyword is "RUN" or "WORKDIR"))
            {
                if (run.Keyword == "WORKDIR")
                {
                    inner = inner with { Directory = InContext(folder, run.Arguments) };
                }
                else if (run.Json is { Count: > 0 } words)
                {
                    FollowWords(words, inner.Step(new Location(path, run.Line), string.Join(' ', words)));
                }
                else
                {
                    RunScript(run.Arguments, new Location(path, run.ScriptLine), default, inner);
                }
            }
        }
    }

    /// <summary>
    /// The folder of the build context that stands behind a folder of the image: of <c>/app/backend</c> the longest tail that exists, else
    /// the context itself, since images copy their context as a rule.
    /// </summary>
    private string? InContext(string? context, string workdir)
    {
        string[] parts = workdir.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; context is not null && i < parts.Length; i++)
        {
            if (RepositoryPath.Combine(context, string.Join('/', parts[i..])) is { Length: > 0 } tail && Snapshot.HasDirectory(tail))
            {
                return tail;
            }
        }

        return context;
    }

    /// <summary>The folder a service's commands see, by the last <c>WORKDIR</c> of its image.</summary>
    private string? FolderOf(List<SnapshotFile> files, string name, CommandWalk walk)
    {
        foreach (SnapshotFile file in files)
        {
            if (_documents.Data(file)?.Root?.At("services", name, "build") is { } build && RepositoryPath.Combine(file.Directory, build.Text ?? build.TextOf("context") ?? ".") is { } context)
            {
                string? path = RepositoryPath.Combine(context, build.TextOf("dockerfile") ?? "Dockerfile");
                Dockerfile? image = path is not null && Snapshot.Find(path) is { HasContent: true } found ? Dockerfile.Of(_documents, found) : null;
                return InContext(context, image?.Instructions.LastOrDefault(i => i.Keyword == "WORKDIR")?.Arguments ?? "");
            }
        }

        return walk.Directory;
    }

    /// <summary>The stages that are really built: the target or the last one, and those it takes from.</summary>
    private static IEnumerable<DockerStage> Needed(Dockerfile dockerfile, string? target)
    {
        IReadOnlyList<DockerStage> stages = dockerfile.Stages;
        int last = stages.Count - 1;
        for (int i = 0; i < stages.Count && target is not null; i++)
        {
            last = stages[i].Name == target ? i : last;
        }

        HashSet<int> needed = [];
        Stack<int> open = new(last >= 0 ? [last] : []);
        while (open.TryPop(out int at))
        {
            if (!needed.Add(at))
            {
                continue;
            }

            IEnumerable<string> sources = stages[at].Instructions.SelectMany(i => i.Flags).Where(f => f.StartsWith("--from=", StringComparison.Ordinal)).Select(f => f[7..])
                .Concat(stages[at].Instructions.SelectMany(i => i.Flags).Where(f => f.StartsWith("--mount=", StringComparison.Ordinal) && f.Contains("from=", StringComparison.Ordinal))
                    .Select(f => f[(f.IndexOf("from=", StringComparison.Ordinal) + 5)..].Split(',')[0]))
                .Append(stages[at].Image);
            foreach (string source in sources)
            {
                for (int i = 0; i < at; i++)
                {
                    if (stages[i].Name == source || i.ToString() == source)
                    {
                        open.Push(i);
                    }
                }
            }
        }

        return needed.Order().Select(i => stages[i]);
    }

    private void FollowCompose(IReadOnlyList<string> words, int at, CommandWalk walk)
    {
        List<string> files = [];
        while (at < words.Count && words[at].StartsWith('-'))
        {
            bool takesValue = words[at] is "-f" or "--file" or "-p" or "--project-name" or "--env-file" or "--profile" or "--project-directory";
            if (words[at] is "-f" or "--file" && at + 1 < words.Count)
            {
                files.Add(words[at + 1]);
            }

            at += takesValue ? 2 : 1;
        }

        List<SnapshotFile> found = files.Count > 0
            ? [.. files.Select(walk.Resolve).OfType<string>().Select(Snapshot.Find).OfType<SnapshotFile>()]
            : [.. ComposeNames.Select(walk.Resolve).OfType<string>().Select(Snapshot.Find).OfType<SnapshotFile>().Take(1)];
        if (found.Count == 0)
        {
            Unfollowed(files.FirstOrDefault() ?? ComposeNames[2], walk.Directory is null ? "the working directory cannot be told" : "is not in this repository", walk);
            return;
        }

        string verb = at < words.Count ? words[at] : "";
        int operand = at + 1;
        while (operand < words.Count && words[operand].StartsWith('-'))
        {
            operand += DockerFlags.Contains(words[operand]) || words[operand].StartsWith("--", StringComparison.Ordinal) && (words[operand].Contains('=', StringComparison.Ordinal) || verb is "up" or "build") ? 1 : 2;
        }

        switch (verb)
        {
            case "run" or "exec" when operand < words.Count:
                if (words.Count > operand + 1)
                {
                    FollowWords([.. words.Skip(operand + 1)], walk with { Directory = FolderOf(found, words[operand], walk) });
                }
                else if (verb == "run")
                {
                    FollowService(found, words[operand], walk, startsCommand: true);
                }

                break;
            case "build" or "up" or "create":
                bool decides = words.Any(w => w.StartsWith("--exit-code-from", StringComparison.Ordinal) || w == "--abort-on-container-failure");
                List<string> chosen = [.. words.Skip(operand).Where(w => !w.StartsWith('-'))];
                foreach (string service in chosen.Count > 0 ? chosen : found.SelectMany(f => _documents.Data(f)?.Root?["services"]?.Entries ?? []).Select(e => e.Key).Distinct().ToList())
                {
                    FollowService(found, service, walk, startsCommand: verb == "up", decides);
                }

                break;
        }
    }

    private void FollowService(List<SnapshotFile> files, string name, CommandWalk walk, bool startsCommand, bool decides = true)
    {
        foreach (SnapshotFile file in files)
        {
            if (_documents.Data(file)?.Root?.At("services", name) is not { } service || !Enter(walk, $"service {file.Path} {name} {startsCommand}", out CommandWalk inner))
            {
                continue;
            }

            inner = inner.Step(service.In(file) with { Column = 0 }, "service " + name) with { Directory = file.Directory };
            if (service["build"] is { } build)
            {
                string context = build.Text ?? build.TextOf("context") ?? ".";
                string? dockerfile = build.TextOf("dockerfile");
                FollowBuild(context, dockerfile is null ? null : context.TrimEnd('/') + "/" + dockerfile, build.TextOf("target"), inner);
            }

            if (startsCommand && service["command"] is { } command)
            {
                CommandWalk started = (decides ? inner : inner.Ignoring("docker compose up does not return a service's exit code", inner.Trail[^1].Location)) with
                {
                    Directory = FolderOf([file], name, inner),
                };
                if (command.IsSequence)
                {
                    FollowWords([.. command.Items.Select(i => i.Text ?? "")], started.Step(command.In(file) with { Column = 0 }, string.Join(' ', command.Items.Select(i => i.Text))));
                }
                else if (command.Text is { } text)
                {
                    RunScript(text, new Location(file.Path, command.TextLine), default, started);
                }
            }
        }
    }
}
