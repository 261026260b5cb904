using RepoMaturity.Documents;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>No container is given the machine it runs on: privileged mode, the host's network or processes, the socket of its container engine.</summary>
internal sealed class PrivilegedContainers : RepositoryAnalyzer
{
    private const string Socket = "docker.sock";
    private const int MaxScript = 1 << 18;

    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("nothing here says how containers are run");
        foreach (Workload workload in context.Evidence.Workloads)
        {
            (DataNode Node, string Text)[] faults = [.. workload.IsKubernetes ? Kubernetes(workload) : Compose(workload)];
            if (faults.Length == 0)
            {
                context.Pass(workload.Location, $"{workload.Name} and all other containers run without it");
            }

            foreach ((DataNode node, string text) in faults)
            {
                context.Fail(node.In(workload.File), $"{workload.Name}: {text}");
            }
        }

        foreach (Execution run in context.Evidence.Executions.Where(e => e.Name is "docker" or "podman" && e.Arguments.Contains("run")))
        {
            Report(context, run.Arguments, run.Location, run.Trail);
        }

        foreach (SnapshotFile file in context.Evidence.Snapshot.Files.Where(f => f.HasContent && f.Extension is ".sh" or ".bash" && f.Size <= MaxScript && context.Evidence.Trees.IsOwn(f) && !context.Evidence.Trees.IsTest(f)))
        {
            if (context.Evidence.Documents.Bytes(file) is { } bytes && bytes.AsSpan().IndexOf(" run "u8) >= 0 && (bytes.AsSpan().IndexOf("docker"u8) >= 0 || bytes.AsSpan().IndexOf("podman"u8) >= 0))
            {
                foreach (ShellCommand command in ShellScript.Parse(SourceText.Decode(bytes)).Commands.Where(c => c.Words.Count > 1 && c.Words[0].Text is "docker" or "podman" && c.Words[1].Text == "run"))
                {
                    Report(context, [.. command.Words.Skip(1).Select(w => w.Text)], new Location(file.Path, command.Line + 1), []);
                }
            }
        }

        foreach (Pipeline workflow in GitHubWorkflows.Started(context.Evidence))
        {
            foreach (DataNode options in workflow.Jobs.SelectMany(j => (j.Source?["services"]?.Entries.Select(s => s.Value) ?? []).Append(j.Source?["container"])).Select(c => c?["options"]).OfType<DataNode>())
            {
                if (options.Text?.Split(' ', '\n').Contains("--privileged") == true)
                {
                    context.Fail(options.In(workflow.File), "--privileged");
                }
            }
        }
    }

    /// <summary>Looks at the options before the image; what follows is the container's own command.</summary>
    private static void Report(AnalysisContext context, IReadOnlyList<string> words, Location location, IReadOnlyList<TrailStep> trail)
    {
        string? fault = null;
        string before = "";
        foreach (string word in words.SkipWhile(w => w != "run").Skip(1))
        {
            bool isValue = before.StartsWith('-') && !before.Contains('=', StringComparison.Ordinal) && !CommandGraph.DockerFlags.Contains(before);
            if (!isValue && !word.StartsWith('-'))
            {
                break;
            }

            string option = isValue ? $"{before}={word}" : word;
            fault ??= option is "--privileged" or "--privileged=true" or "--pid=host" or "--ipc=host" ? option
                : option.Contains(Socket, StringComparison.Ordinal) ? $"mounts {Socket}"
                : null;
            before = isValue ? "" : word;
        }

        if (fault is null)
        {
            context.Pass(location, "docker run without privileges of the host", trail);
        }
        else
        {
            context.Fail(location, fault, trail);
        }
    }

    private static IEnumerable<(DataNode Node, string Text)> Compose(Workload workload)
    {
        if (workload.Node["privileged"] is { IsTrue: true } privileged)
        {
            yield return (privileged, "privileged");
        }

        foreach (string key in (string[])["network_mode", "pid", "ipc"])
        {
            if (workload.Node[key] is { Text: "host" } host)
            {
                yield return (host, $"{key}: host");
            }
        }

        foreach (DataNode volume in workload.Node["volumes"]?.Items ?? [])
        {
            if ((volume.Text ?? volume.TextOf("source"))?.Contains(Socket, StringComparison.Ordinal) == true)
            {
                yield return (volume, $"mounts {Socket}");
            }
        }
    }

    private static IEnumerable<(DataNode Node, string Text)> Kubernetes(Workload workload)
    {
        if (workload.Node.At("securityContext", "privileged") is { IsTrue: true } privileged)
        {
            yield return (privileged, "privileged");
        }

        foreach (string key in (string[])["hostNetwork", "hostPID", "hostIPC"])
        {
            if (workload.Pod![key] is { IsTrue: true } host)
            {
                yield return (host, key);
            }
        }

        foreach (DataNode path in workload.Pod!["volumes"]?.Items.Select(v => v.At("hostPath", "path")).OfType<DataNode>() ?? [])
        {
            if (path.Text?.EndsWith(Socket, StringComparison.Ordinal) == true)
            {
                yield return (path, $"mounts {Socket}");
            }
        }
    }
}
