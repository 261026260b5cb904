using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Pipelines and templates of Azure Pipelines.</summary>
internal sealed class AzurePipelinesReader
{
    private static readonly string[] Strategies = ["runOnce", "rolling", "canary"];
    private static readonly string[][] Hooks =
        [["preDeploy"], ["deploy"], ["routeTraffic"], ["postRouteTraffic"], ["on", "success"], ["on", "failure"]];
    private static readonly string[] Scripts = ["script", "bash", "pwsh", "powershell"];
    private static readonly string[] InlineScripts = ["inlineScript", "script", "Inline", "inline"];

    private readonly PipelineSource _source;
    private readonly List<PipelineReference> _external = [];
    private readonly List<PipelineJob> _jobs = [];
    private readonly Dictionary<string, string> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _stages = new(StringComparer.Ordinal);
    private IReadOnlyList<PipelineTrigger> _triggers = [];

    private AzurePipelinesReader(PipelineSource source) => _source = source;

    /// <summary>Reads a pipeline, or a template with the values that its caller passes.</summary>
    public static Pipeline Read(PipelineSource source) => new AzurePipelinesReader(source).Read();

    /// <summary>A template has nothing that starts it, and is called, or has parameters as a mapping, or a name or folder that says so.</summary>
    private static bool IsTemplate(PipelineSource source, DataNode root)
    {
        if (root["trigger"] is not null || root["pr"] is not null || root["schedules"] is not null)
        {
            return false;
        }

        return source.IsCalled
            || root["parameters"] is { IsMapping: true }
            || source.File.Path.Contains("template", StringComparison.OrdinalIgnoreCase);
    }

    private Pipeline Read()
    {
        DataNode written = _source.Root;
        bool template = IsTemplate(_source, written);
        AzureScope scope = new() { IsOpen = template && _source.Arguments is null };
        if (!scope.IsOpen)
        {
            foreach ((string name, DataNode value) in Parameters(written["parameters"]))
            {
                scope.Set("parameters." + name, value);
            }

            foreach (DataEntry argument in _source.Arguments?.Entries ?? [])
            {
                scope.Set("parameters." + argument.Key, argument.Value);
            }
        }

        // Variables may use parameters, and all else may use both.
        AzureTemplateExpander expander = new(scope);
        IReadOnlyDictionary<string, string> variables = written["variables"] is { } declared ? Variables(expander.Expand(declared)) : PipelineJob.EmptyVariables;
        foreach ((string name, string value) in variables)
        {
            scope.Set("variables." + name, DataNode.Scalar(value, 0, 0));
        }

        DataNode root = expander.Expand(written);
        foreach (DataNode container in root.At("resources", "containers")?.Items ?? [])
        {
            if (container.TextOf("container") is { } name && container.TextOf("image") is { } image)
            {
                _images[name] = image;
            }
        }

        _triggers = template ? [new PipelineTrigger(TriggerKind.Call, [], [], new Location(_source.File.Path), IsDefault: true)] : Triggers(root);
        ReadBody(root, variables);
        return new Pipeline(_source.File, PipelineHost.AzurePipelines, root.TextOf("name"))
        {
            Triggers = _triggers,
            Jobs = _jobs,
            IsCallable = template,
            External = _external,
            Source = written,
        };
    }

    private void ReadBody(DataNode root, IReadOnlyDictionary<string, string> variables)
    {
        Context context = new(variables, null, null, []);
        if (root["extends"] is { IsMapping: true } extends)
        {
            Called("extends", extends, context);
        }

        ReadStages(root["stages"], context);
        ReadJobs(root["jobs"], context);
        if (root["steps"] is { IsSequence: true } steps)
        {
            _jobs.Add(new PipelineJob("steps", At(steps))
            {
                Variables = variables,
                Images = Images(root["container"]),
                Steps = Steps(steps, variables, Matrix(root.At("strategy", "matrix"))),
                Source = root,
            });
        }
    }

    private static IEnumerable<(string Name, DataNode Value)> Parameters(DataNode? parameters)
    {
        foreach (DataEntry entry in parameters?.Entries ?? [])
        {
            yield return (entry.Key, entry.Value);
        }

        foreach (DataNode item in parameters?.Items ?? [])
        {
            if (item.TextOf("name") is { } name && item["default"] is { } value)
            {
                yield return (name, value);
            }
        }
    }

    private List<PipelineTrigger> Triggers(DataNode root)
    {
        List<PipelineTrigger> triggers = [];
        Add(triggers, TriggerKind.Push, root["trigger"], root);
        Add(triggers, TriggerKind.PullRequest, root["pr"], root);
        foreach (DataNode schedule in root["schedules"]?.Items ?? [])
        {
            triggers.Add(new PipelineTrigger(TriggerKind.Schedule, Filter(schedule["branches"]), [], At(schedule)) { Detail = schedule.TextOf("cron") });
        }

        foreach (DataNode pipeline in root.At("resources", "pipelines")?.Items ?? [])
        {
            if (pipeline["trigger"] is { } trigger && !IsNone(trigger) && !trigger.IsFalse)
            {
                triggers.Add(new PipelineTrigger(TriggerKind.Other, Filter(trigger["branches"]), [], At(pipeline))
                {
                    Detail = "pipeline " + (pipeline.TextOf("source") ?? pipeline.TextOf("pipeline")),
                });
            }
        }

        return triggers;
    }

    private void Add(List<PipelineTrigger> triggers, TriggerKind kind, DataNode? written, DataNode root)
    {
        if (written is null)
        {
            triggers.Add(new PipelineTrigger(kind, [], [], At(root) with { Line = 0, Column = 0 }, IsDefault: true)
            {
                Detail = kind == TriggerKind.PullRequest ? "default of Azure Pipelines for code on GitHub and Bitbucket" : "default of Azure Pipelines",
            });
            return;
        }

        if (IsNone(written))
        {
            return;
        }

        IReadOnlyList<string> branches = written.IsMapping ? Filter(written["branches"]) : written.Strings();
        IReadOnlyList<string> tags = Filter(written["tags"]);
        IReadOnlyList<string> paths = Filter(written["paths"]);
        if (kind == TriggerKind.Push && tags.Count > 0)
        {
            triggers.Add(new PipelineTrigger(TriggerKind.Tag, tags, [], At(written)));
            if (branches.Count == 0)
            {
                return;
            }
        }

        triggers.Add(new PipelineTrigger(kind, branches, paths, At(written)));
    }

    private static bool IsNone(DataNode node) => node.OneOrMany() is [{ Text: "none" }];

    private static IReadOnlyList<string> Filter(DataNode? filter) => filter is { IsMapping: true }
        ? PipelineNodes.Filters(filter["include"].Strings(), filter["exclude"].Strings())
        : filter.Strings();

    private void ReadStages(DataNode? stages, Context context)
    {
        string? previous = null;
        foreach (DataNode stage in stages?.Items ?? [])
        {
            if (stage["template"] is not null)
            {
                Called("template", stage, context);
                continue;
            }

            string? name = stage.TextOf("stage");
            IReadOnlyList<string> after = stage["dependsOn"] is { } dependsOn ? dependsOn.Strings() : previous is null ? [] : [previous];
            string? condition = Condition(stage);
            int first = _jobs.Count;
            ReadJobs(stage["jobs"], new Context(
                Variables(stage["variables"]).Over(context.Variables),
                condition ?? context.Condition,
                AzureConditions.NeverRuns(condition) ?? context.NeverRuns,
                [.. after.SelectMany(a => _stages.GetValueOrDefault(a) ?? [])]));
            if (name is not null)
            {
                _stages[name] = [.. _jobs.Skip(first).Select(j => j.Id)];
                previous = name;
            }
        }
    }

    private void ReadJobs(DataNode? jobs, Context context)
    {
        foreach (DataNode node in jobs?.Items ?? [])
        {
            if (node["template"] is not null)
            {
                Called("template", node, context);
            }
            else if (node["job"] is not null || node["deployment"] is not null || node["steps"] is not null)
            {
                _jobs.Add(Job(node, context));
            }
        }
    }

    private PipelineJob Job(DataNode node, Context context)
    {
        string? own = Condition(node);
        IReadOnlyDictionary<string, string> variables = Variables(node["variables"]).Over(context.Variables);
        List<PipelineStep> steps = [];
        IReadOnlyList<IReadOnlyDictionary<string, string>> legs = Matrix(node.At("strategy", "matrix"));
        if (node["steps"] is { } direct)
        {
            steps.AddRange(Steps(direct, variables, legs));
        }

        foreach (string strategy in Strategies)
        {
            foreach (DataNode list in Hooks.Select(h => node.At(["strategy", strategy, .. h, "steps"])).OfType<DataNode>())
            {
                steps.AddRange(Steps(list, variables, []));
            }
        }

        // A default of a runtime parameter that switches a job off leaves it to who starts the run by hand.
        string? never = AzureConditions.NeverRuns(own);
        bool byHand = never is not null && _source.Root["parameters"] is { IsSequence: true } && !own!.Trim().Equals("false", StringComparison.OrdinalIgnoreCase);
        return new PipelineJob(node.TextOf("job") ?? node.TextOf("deployment") ?? "job", At(node))
        {
            Name = node.TextOf("displayName"),
            Needs = node["dependsOn"].Strings() is { Count: > 0 } needs ? needs : context.Needs,
            Condition = own ?? context.Condition,
            NeverRuns = (byHand ? null : never) ?? context.NeverRuns,
            FailureIgnored = FailureIgnored(node),
            Triggers = byHand
                ? [new PipelineTrigger(TriggerKind.Manual, [], [], At(node["condition"] ?? node)) { Detail = "runtime parameter" }]
                : AzureConditions.Narrow([context.Condition, own], _triggers),
            Environment = node["environment"] is { } e ? e.Text ?? e.TextOf("name") : null,
            Images = Images(node["container"]),
            Services = [.. node["services"].Texts().Values.Select(s => _images.GetValueOrDefault(s, s))],
            Variables = variables,
            Steps = steps,
            Source = node,
        };
    }

    /// <summary>A template in place of stages or jobs: a job that stands for what it calls.</summary>
    private void Called(string what, DataNode node, Context context)
    {
        if (Call(node) is { } call)
        {
            string? own = node.TextOf(AzureTemplateExpander.ConditionKey);
            _jobs.Add(new PipelineJob($"{what} {call.Target}", At(node))
            {
                Needs = context.Needs,
                Condition = own ?? context.Condition,
                NeverRuns = context.NeverRuns,
                Triggers = AzureConditions.Narrow([context.Condition], _triggers),
                Variables = context.Variables,
                Calls = call,
                Source = node,
            });
        }
    }

    private IReadOnlyList<PipelineStep> Steps(
        DataNode list,
        IReadOnlyDictionary<string, string> variables,
        IReadOnlyList<IReadOnlyDictionary<string, string>> legs)
    {
        List<PipelineStep> steps = [];
        foreach (DataNode node in list.Items)
        {
            if (!_source.Spend(Math.Max(1, legs.Count)))
            {
                break;
            }

            if (node.IsMapping)
            {
                steps.AddRange(PipelineText.OverMatrix(
                    Step(node, variables),
                    legs,
                    static (text, leg) => PipelineText.Substitute(text, "$(", ")", n => leg.GetValueOrDefault(n))));
            }
        }

        return steps;
    }

    private PipelineStep Step(DataNode node, IReadOnlyDictionary<string, string> outer)
    {
        string? condition = Condition(node);
        IReadOnlyDictionary<string, string> environment = node["env"].Texts();
        PipelineStep step = new(At(node))
        {
            Name = node.TextOf("displayName") ?? node.TextOf("name"),
            Variables = environment.Over(outer),
            Condition = condition,
            NeverRuns = AzureConditions.NeverRuns(condition) ?? (node["enabled"] is { IsFalse: true } ? "enabled: false" : null),
            FailureIgnored = FailureIgnored(node),
            WorkingDirectory = Directory(Macros(node.TextOf("workingDirectory") ?? "", outer)),
            Source = node,
        };

        if (node["template"] is { Text: not null })
        {
            return step with { Calls = Call(node), Inputs = node["parameters"].Texts() };
        }

        foreach (string kind in Scripts)
        {
            if (node[kind] is { Text: { } script } text)
            {
                return step with { Script = Rooted(Macros(script, outer), step.WorkingDirectory), ScriptLine = text.TextLine, Shell = kind == "script" ? null : kind };
            }
        }

        if (node["task"] is { Text: { } task })
        {
            return Task(step, task, node["inputs"], outer);
        }

        string? builtIn = ((ReadOnlySpan<string>)["checkout", "download", "downloadBuild", "getPackage", "publish", "upload", "reviewApp"])
            .ToArray().FirstOrDefault(k => node[k] is not null);
        return builtIn is null ? step : step with { Uses = builtIn, Inputs = node.Texts() };
    }

    private static PipelineStep Task(PipelineStep step, string task, DataNode? inputs, IReadOnlyDictionary<string, string> outer)
    {
        (string name, string? version) = PipelineNodes.SplitVersion(task);
        step = step with
        {
            Uses = name,
            UsesVersion = version,
            Inputs = inputs.Texts().ToDictionary(i => i.Key, i => Macros(i.Value, outer), StringComparer.Ordinal),
            WorkingDirectory = Directory(Macros(
                inputs?.TextOf("workingDirectory") ?? inputs?.TextOf("cwd") ?? inputs?.TextOf("workingFolder") ?? step.WorkingDirectory ?? "", outer)),
        };
        foreach (string key in InlineScripts)
        {
            if (inputs?[key] is { Text: { } script } text)
            {
                return step with
                {
                    Script = Rooted(Macros(script, outer), step.WorkingDirectory),
                    ScriptLine = text.TextLine,
                    Shell = inputs.TextOf("scriptType") switch
                    {
                        "ps" => "powershell",
                        "pscore" => "pwsh",
                        "batch" => "cmd",
                        { } other => other,
                        null => name switch { "Bash" or "ShellScript" => "bash", "PowerShell" => "powershell", "PythonScript" => "python", "AzurePowerShell" => "powershell", _ => null },
                    },
                };
            }
        }

        return step;
    }

    private PipelineReference? Call(DataNode node)
    {
        if (node["template"] is not { Text: { } target } at)
        {
            return null;
        }

        DataNode? arguments = node["parameters"] is { } passed ? AzureTemplateExpander.Mark(passed, FileOf(node)) : DataNode.Mapping([], node.Line, node.Column);
        if (Resolve(target, node, at) is not { } call)
        {
            return null;
        }

        if (call.IsExternal)
        {
            _external.Add(call);
        }

        return call with { Arguments = arguments };
    }

    /// <summary>From the root with a leading slash, else from the folder of the file that names it; <c>@self</c> is this repository.</summary>
    private PipelineReference? Resolve(string target, DataNode node, DataNode at)
    {
        (string path, string? repository) = PipelineNodes.SplitVersion(target);
        Location location = At(node) with { Line = at.Line, Column = at.Column };
        if (repository is not null and not "self")
        {
            return new PipelineReference(target, location, IsExternal: true);
        }

        string? inside = path.StartsWith('/') || path.StartsWith('\\')
            ? RepositoryPath.Combine("", path[1..])
            : RepositoryPath.Combine(RepositoryPath.Parent(FileOf(node)) ?? "", path);
        return new PipelineReference(inside ?? path, location, IsExternal: false);
    }

    /// <summary>Literal variables of a mapping or a list, with those of local variable templates.</summary>
    private IReadOnlyDictionary<string, string> Variables(DataNode? node, int depth = 0)
    {
        if (node is null or { IsMapping: true })
        {
            return node.Texts();
        }

        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DataNode item in node.Items)
        {
            if (item.TextOf("name") is { } name && item["value"] is { } value)
            {
                variables[name] = value.Text ?? "";
            }
            else if (item["template"] is { Text: { } target } at && depth < 4 && Resolve(target, item, at) is { } call)
            {
                if (call.IsExternal)
                {
                    _external.Add(call);
                }
                else if (_source.Documents.Snapshot.Find(call.Target) is { } file && _source.Documents.Data(file)?.Root?["variables"] is { } included)
                {
                    foreach ((string key, string text) in Variables(included, depth + 1))
                    {
                        // Templates for several environments exclude each other; the first one stands.
                        variables.TryAdd(key, text);
                    }
                }
            }
        }

        return variables;
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Matrix(DataNode? matrix) =>
        [.. (matrix?.Entries ?? []).Take(PipelineText.MaxLegs).Select(e => e.Value.Texts())];

    private IReadOnlyList<string> Images(DataNode? container) =>
        (container?.Text ?? container?.TextOf("image")) is { } image ? [_images.GetValueOrDefault(image, image)] : [];

    /// <summary>Macros <c>$(name)</c> of literal variables, which may hold macros themselves.</summary>
    private static string Macros(string text, IReadOnlyDictionary<string, string> variables)
    {
        for (int pass = 0; pass < 3 && text.Contains("$(", StringComparison.Ordinal); pass++)
        {
            text = PipelineText.Substitute(text, "$(", ")", n => variables.GetValueOrDefault(n) is { } v && !v.StartsWith("$[", StringComparison.Ordinal) ? v : null);
        }

        return text;
    }

    /// <summary>The script with the folder of the code as a path from the folder it runs in.</summary>
    private static string Rooted(string script, string? directory) => directory is null
        ? script
        : PipelineText.Substitute(script, "$(", ")", n => IsRoot(n) ? directory.Length == 0 ? "." : string.Join('/', directory.Split('/').Select(_ => "..")) : null);

    private static bool IsRoot(string variable) => variable.ToUpperInvariant() is "BUILD.SOURCESDIRECTORY" or "SYSTEM.DEFAULTWORKINGDIRECTORY" or "BUILD.REPOSITORY.LOCALPATH";

    private static string? Directory(string directory)
    {
        directory = PipelineText.Substitute(directory, "$(", ")", n => IsRoot(n) ? "." : null);
        return directory.Contains('$', StringComparison.Ordinal) ? null : RepositoryPath.Combine("", directory);
    }

    private static string? FailureIgnored(DataNode node) => node["continueOnError"] is { IsTrue: true } ? "continueOnError: true" : null;

    private static string? Condition(DataNode node) => node.TextOf("condition") ?? node.TextOf(AzureTemplateExpander.ConditionKey);

    private string FileOf(DataNode node) => node.TextOf(AzureTemplateExpander.PathKey) ?? _source.File.Path;

    private Location At(DataNode node) => new(FileOf(node), node.Line, node.Column);

    /// <summary>What a stage hands down to its jobs.</summary>
    private sealed record Context(
        IReadOnlyDictionary<string, string> Variables,
        string? Condition,
        string? NeverRuns,
        IReadOnlyList<string> Needs);
}
