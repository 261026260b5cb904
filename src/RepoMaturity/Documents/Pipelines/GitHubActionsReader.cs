using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Workflows, reusable workflows and composite actions of GitHub Actions.</summary>
internal static class GitHubActionsReader
{
    /// <summary>Actions that run the commands of an input, and whether they stop at the first that fails.</summary>
    private static readonly Dictionary<string, (string Input, bool StopsAtFailure)> Wrappers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nick-fields/retry"] = ("command", false),
        ["nick-invision/retry"] = ("command", false),
        ["Wandalen/wretry.action"] = ("command", false),
        ["coactions/setup-xvfb"] = ("run", true),
        ["GabrielBB/xvfb-action"] = ("run", true),
        ["aganders3/headless-gui"] = ("run", true),
        ["uraimo/run-on-arch-action"] = ("run", true),
        ["addnab/docker-run-action"] = ("run", true),
        ["reactivecircus/android-emulator-runner"] = ("script", true),
    };

    private static readonly string[] OpeningTypes = ["opened", "synchronize", "reopened", "ready_for_review"];

    public static Pipeline Read(PipelineSource source) => source.Root["runs"] is { IsMapping: true } runs && source.Root["jobs"] is null
        ? ReadAction(source, runs)
        : ReadWorkflow(source);

    private static Pipeline ReadWorkflow(PipelineSource source)
    {
        DataNode root = source.Root;
        IReadOnlyList<PipelineTrigger> triggers = ReadTriggers(source, root["on"] ?? root["true"]);
        Values values = new(Inputs(source, root.At("on", "workflow_call", "inputs")), root["env"].Texts(), null);
        List<PipelineJob> jobs = [];
        foreach (DataEntry entry in root["jobs"]?.Entries ?? [])
        {
            jobs.Add(ReadJob(source, entry, triggers, values, root["defaults"]));
        }

        return new Pipeline(source.File, PipelineHost.GitHubActions, root.TextOf("name"))
        {
            Triggers = triggers,
            Jobs = jobs,
            Permissions = root["permissions"],
            IsCallable = triggers.Count > 0 && triggers.All(t => t.Kind == TriggerKind.Call),
            External = [.. jobs.Where(j => j.Calls is { IsExternal: true }).Select(j => j.Calls!), .. ExternalCalls(jobs)],
            Source = root,
        };
    }

    private static Pipeline ReadAction(PipelineSource source, DataNode runs)
    {
        Values values = new(Inputs(source, source.Root["inputs"]), PipelineJob.EmptyVariables, null);
        IReadOnlyList<PipelineStep> steps = ReadSteps(source, runs["steps"], values, default);
        if (runs["image"] is { Text: { } image } node)
        {
            steps = [new PipelineStep(source.At(node)) { Uses = image, Source = runs }];
        }

        PipelineJob job = new(source.Root.TextOf("name") ?? source.File.Name, source.At(runs)) { Steps = steps, Source = runs };
        return new Pipeline(source.File, PipelineHost.GitHubActions, source.Root.TextOf("name"))
        {
            Triggers = [new PipelineTrigger(TriggerKind.Call, [], [], source.At(runs), IsDefault: true)],
            Jobs = [job],
            IsCallable = true,
            External = [.. ExternalCalls([job])],
            Source = source.Root,
        };
    }

    private static IEnumerable<PipelineReference> ExternalCalls(IEnumerable<PipelineJob> jobs) =>
        jobs.SelectMany(j => j.Steps).Where(s => s.Calls is { IsExternal: true }).Select(s => s.Calls!);

    /// <summary>Literal values of the inputs: what the caller passes over the declared defaults.</summary>
    private static IReadOnlyDictionary<string, string> Inputs(PipelineSource source, DataNode? declared)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (DataEntry input in declared?.Entries ?? [])
        {
            if (input.Value.TextOf("default") is { } text)
            {
                values[input.Key] = text;
            }
        }

        return source.Arguments.Texts().Over(values);
    }

    internal static IReadOnlyList<PipelineTrigger> ReadTriggers(PipelineSource source, DataNode? on)
    {
        List<PipelineTrigger> triggers = [];
        if (on is { IsMapping: true })
        {
            foreach (DataEntry entry in on.Entries)
            {
                AddTriggers(triggers, entry.Key, entry.Value, source.At(entry), source);
            }
        }
        else
        {
            foreach (DataNode item in on?.OneOrMany() ?? [])
            {
                if (item.Text is { } name)
                {
                    AddTriggers(triggers, name, null, source.At(item), source);
                }
            }
        }

        return triggers;
    }

    private static void AddTriggers(List<PipelineTrigger> triggers, string name, DataNode? options, Location at, PipelineSource source)
    {
        if (name == "schedule")
        {
            foreach (DataNode item in options?.OneOrMany() ?? [])
            {
                triggers.Add(new PipelineTrigger(TriggerKind.Schedule, [], [], source.At(item)) { Detail = item.TextOf("cron") });
            }

            return;
        }

        IReadOnlyList<string> branches = PipelineNodes.Filters(options?["branches"].Strings() ?? [], options?["branches-ignore"].Strings() ?? []);
        IReadOnlyList<string> paths = PipelineNodes.Filters(options?["paths"].Strings() ?? [], options?["paths-ignore"].Strings() ?? []);
        IReadOnlyList<string> types = options?["types"].Strings() ?? [];
        IReadOnlyList<string> tags = PipelineNodes.Filters(options?["tags"].Strings() ?? [], options?["tags-ignore"].Strings() ?? []);
        TriggerKind kind = name switch
        {
            "push" => TriggerKind.Push,
            "pull_request" or "pull_request_target" => types.Count == 0 || types.Any(OpeningTypes.Contains) ? TriggerKind.PullRequest : TriggerKind.Other,
            "merge_group" => TriggerKind.PullRequest,
            "workflow_dispatch" => TriggerKind.Manual,
            "workflow_call" => TriggerKind.Call,
            "release" => TriggerKind.Release,
            _ => TriggerKind.Other,
        };
        string detail = types.Count > 0 && kind == TriggerKind.Other ? $"{name} ({string.Join(", ", types)})" : name;
        if (kind == TriggerKind.Push && tags.Count > 0)
        {
            triggers.Add(new PipelineTrigger(TriggerKind.Tag, tags, paths, at) { Detail = detail });
            if (branches.Count == 0)
            {
                return;
            }
        }

        triggers.Add(new PipelineTrigger(kind, branches, paths, at) { Detail = detail });
    }

    private static PipelineJob ReadJob(
        PipelineSource source,
        in DataEntry entry,
        IReadOnlyList<PipelineTrigger> triggers,
        Values outer,
        DataNode? fileDefaults)
    {
        DataNode node = entry.Value;
        string? condition = node.TextOf("if");
        IReadOnlyDictionary<string, string> variables = node["env"].Texts().Over(outer.Variables);
        Values values = outer with { Variables = variables, Matrix = GitHubMatrix.Read(node.At("strategy", "matrix")) };
        Defaults defaults = new(
            node.At("defaults", "run", "working-directory")?.Text ?? fileDefaults?.At("run", "working-directory")?.Text,
            node.At("defaults", "run", "shell")?.Text ?? fileDefaults?.At("run", "shell")?.Text);
        return new PipelineJob(entry.Key, source.At(entry))
        {
            Name = node.TextOf("name"),
            Needs = node["needs"].Strings(),
            Condition = condition,
            NeverRuns = GitHubConditions.NeverRuns(condition),
            FailureIgnored = FailureIgnored(node),
            Triggers = GitHubConditions.Narrow(condition, triggers),
            Environment = node["environment"] is { } e ? e.Text ?? e.TextOf("name") : null,
            Permissions = node["permissions"],
            Images = node["container"] is { } c && (c.Text ?? c.TextOf("image")) is { } image ? [image] : [],
            Services = [.. (node["services"]?.Entries ?? []).Select(s => s.Value.TextOf("image") ?? s.Key)],
            Variables = variables,
            Calls = node["uses"] is { Text: not null } uses ? WorkflowCall(source, uses, node["with"], values) : null,
            Steps = ReadSteps(source, node["steps"], values, defaults),
            Source = node,
        };
    }

    private static PipelineReference WorkflowCall(PipelineSource source, DataNode uses, DataNode? with, Values values)
    {
        string target = uses.Text!;
        DataNode? arguments = with is { IsMapping: true } ? Literal(with, values) : null;
        if (target.StartsWith("./", StringComparison.Ordinal))
        {
            return source.Local("", target, uses) with { Arguments = arguments };
        }

        string path = PipelineNodes.SplitVersion(target).Name;
        string[] parts = path.Split('/', 3);
        return parts.Length == 3 && parts[1].Equals(source.Documents.Snapshot.Name, StringComparison.OrdinalIgnoreCase) && source.Exists(parts[2])
            ? new PipelineReference(parts[2], source.At(uses), IsExternal: false) { Arguments = arguments }
            : new PipelineReference(target, source.At(uses), IsExternal: true) { Arguments = arguments };
    }

    private static IReadOnlyList<PipelineStep> ReadSteps(PipelineSource source, DataNode? steps, Values values, Defaults defaults)
    {
        List<PipelineStep> read = [];
        foreach (DataNode node in steps?.Items ?? [])
        {
            if (!source.Spend(Math.Max(1, values.Matrix?.Count ?? 0)))
            {
                break;
            }

            if (node.IsMapping)
            {
                read.AddRange(PipelineText.OverMatrix(
                    ReadStep(source, node, values, defaults),
                    values.Matrix ?? [],
                    static (text, leg) => PipelineText.Substitute(text, "${{", "}}", e => MatrixValue(e, leg)))
                    .Select(s => s.WorkingDirectory?.Contains("${{", StringComparison.Ordinal) == true ? s with { WorkingDirectory = null } : s));
            }
        }

        return read;
    }

    /// <summary>A value of this leg; a key that no literal leg has is left as written.</summary>
    private static string? MatrixValue(string expression, IReadOnlyDictionary<string, string> leg) =>
        expression.StartsWith("matrix.", StringComparison.Ordinal) ? leg.GetValueOrDefault(expression["matrix.".Length..]) : null;

    private static PipelineStep ReadStep(PipelineSource source, DataNode node, Values values, Defaults defaults)
    {
        IReadOnlyDictionary<string, string> variables = node["env"].Texts().Over(values.Variables);
        values = values with { Variables = variables };
        string? condition = node.TextOf("if");
        DataNode? run = node["run"];
        DataNode? uses = node["uses"];
        (string? name, string? version) = uses?.Text is { } text
            ? text.StartsWith("docker://", StringComparison.Ordinal) ? (text, null) : PipelineNodes.SplitVersion(text)
            : default((string?, string?));
        (string Input, bool StopsAtFailure) wrapper = name is not null && Wrappers.TryGetValue(name, out (string, bool) known) ? known : ("", true);
        run ??= wrapper.Input.Length > 0 ? node.At("with", wrapper.Input) : null;
        return new PipelineStep(source.At(node))
        {
            Name = node.TextOf("name"),
            StopsAtFailure = wrapper.StopsAtFailure,
            Script = run?.Text is { } script ? values.Put(script) : null,
            ScriptLine = run?.TextLine ?? 0,
            Shell = Shell(node.TextOf("shell") ?? defaults.Shell),
            WorkingDirectory = Directory(values.Put(node.TextOf("working-directory") ?? defaults.Directory ?? "")),
            Uses = name,
            UsesVersion = version,
            Inputs = node["with"].Texts().ToDictionary(i => i.Key, i => values.Put(i.Value), StringComparer.Ordinal),
            Calls = uses?.Text is { } call ? ActionCall(source, call, uses, node["with"], values) : null,
            Variables = variables,
            Condition = condition,
            NeverRuns = GitHubConditions.NeverRuns(condition),
            FailureIgnored = FailureIgnored(node),
            Source = node,
        };
    }

    /// <summary>An action kept in this repository, or one that lies in the <c>.github</c> folder of another; published actions are no calls.</summary>
    private static PipelineReference? ActionCall(PipelineSource source, string uses, DataNode at, DataNode? with, Values values)
    {
        DataNode? arguments = with is { IsMapping: true } ? Literal(with, values) : null;
        string? path = uses.StartsWith("./", StringComparison.Ordinal) ? RepositoryPath.Combine("", uses) : null;
        if (path is null)
        {
            string[] parts = PipelineNodes.SplitVersion(uses).Name.Split('/', 3);
            if (parts.Length == 3 && parts[1].Equals(source.Documents.Snapshot.Name, StringComparison.OrdinalIgnoreCase))
            {
                path = parts[2];
            }
            else
            {
                return uses.Contains("/.github/", StringComparison.Ordinal)
                    ? new PipelineReference(uses, source.At(at), IsExternal: true) { Arguments = arguments }
                    : null;
            }
        }

        string prefix = path.Length == 0 ? "" : path + "/";
        string target = source.Exists(prefix + "action.yaml") && !source.Exists(prefix + "action.yml") ? prefix + "action.yaml" : prefix + "action.yml";
        return new PipelineReference(target, source.At(at), IsExternal: false) { Arguments = arguments };
    }

    private static DataNode Literal(DataNode with, Values values) => DataNode.Mapping(
        [.. with.Entries.Select(e => e.Value.Text is { } text
            ? e with { Value = DataNode.Scalar(values.Put(text), e.Value.Line, e.Value.Column, e.Value.IsQuoted, e.Value.TextLine) }
            : e)],
        with.Line,
        with.Column);

    private static string? FailureIgnored(DataNode node) =>
        node["continue-on-error"] is { } flag && GitHubConditions.Bare(flag.Text) == "true" ? "continue-on-error: true" : null;

    /// <summary>The program of <c>bash -l {0}</c>.</summary>
    private static string? Shell(string? shell) => shell?.Split(' ', 2)[0];

    private static string? Directory(string directory)
    {
        directory = PipelineText.Substitute(directory, "${{", "}}", e => e == "github.workspace" ? "." : null);
        directory = directory.Replace("$GITHUB_WORKSPACE", ".", StringComparison.Ordinal);
        return directory.Contains('$', StringComparison.Ordinal) && !directory.Contains("matrix.", StringComparison.Ordinal)
            ? null
            : RepositoryPath.Combine("", directory);
    }

    private readonly record struct Defaults(string? Directory, string? Shell);

    /// <summary>What is known while a step is read.</summary>
    private sealed record Values(
        IReadOnlyDictionary<string, string> Inputs,
        IReadOnlyDictionary<string, string> Variables,
        IReadOnlyList<IReadOnlyDictionary<string, string>>? Matrix)
    {
        /// <summary>The text with literal inputs and variables put in.</summary>
        public string Put(string text) => PipelineText.Substitute(text, "${{", "}}", Find);

        private string? Find(string expression)
        {
            if (expression.StartsWith("inputs.", StringComparison.Ordinal))
            {
                return Inputs.GetValueOrDefault(expression["inputs.".Length..]);
            }

            return expression.StartsWith("env.", StringComparison.Ordinal) ? Variables.GetValueOrDefault(expression["env.".Length..]) : null;
        }
    }
}
