using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Configurations of CircleCI: one job for every use of a job in a workflow, with the steps of local commands put in.</summary>
internal sealed class CircleCiReader
{
    private const int MaxDepth = 8;
    private const string DefaultRoot = "~/project";

    private static readonly IReadOnlyDictionary<string, string> NoValues = PipelineJob.EmptyVariables;

    private readonly PipelineSource _source;
    private readonly DataNode _root;
    private readonly List<PipelineJob> _jobs = [];
    private readonly List<PipelineTrigger> _triggers = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private CircleCiReader(PipelineSource source)
    {
        _source = source;
        _root = source.Root;
    }

    public static Pipeline Read(PipelineSource source) => new CircleCiReader(source).Read();

    private Pipeline Read()
    {
        bool hasWorkflows = false;
        foreach (DataEntry workflow in _root["workflows"]?.Entries ?? [])
        {
            if (workflow.Value["jobs"] is { } jobs)
            {
                hasWorkflows = true;
                ReadWorkflow(workflow, jobs);
            }
        }

        foreach (DataEntry job in _root["jobs"]?.Entries ?? [])
        {
            if (!hasWorkflows && job.Key == "build")
            {
                AddOnce(Push(_source.At(job)));
                _jobs.Add(Job(job.Key, job, NoValues));
            }
            else if (!_used.Contains(job.Key))
            {
                _jobs.Add(Job(job.Key, job, NoValues) with { NeverRuns = "no workflow uses the job" });
            }
        }

        return new Pipeline(_source.File, PipelineHost.CircleCi, null) { Triggers = _triggers, Jobs = _jobs, Source = _root };
    }

    private void ReadWorkflow(in DataEntry workflow, DataNode jobs)
    {
        List<PipelineTrigger> scheduled = [];
        foreach (DataNode item in workflow.Value["triggers"]?.Items ?? [])
        {
            if (item["schedule"] is { } schedule)
            {
                DataNode? branches = schedule.At("filters", "branches");
                scheduled.Add(new PipelineTrigger(TriggerKind.Schedule, Filter(branches), [], _source.At(schedule)) { Detail = schedule.TextOf("cron") });
            }
        }

        PipelineTrigger push = Push(_source.At(workflow));
        foreach (PipelineTrigger trigger in scheduled.Count > 0 ? scheduled : [push])
        {
            AddOnce(trigger);
        }

        string? never = workflow.Value["when"] is { IsFalse: true } ? "when: false" : workflow.Value["unless"] is { IsTrue: true } ? "unless: true" : null;
        foreach (DataNode item in jobs.OneOrMany())
        {
            string? name = item.Text ?? (item.Entries.Count > 0 ? item.Entries[0].Key : null);
            if (name is null)
            {
                continue;
            }

            DataNode? options = item.IsMapping ? item.Entries[0].Value : null;
            _used.Add(name);
            PipelineJob job = UseJob(name, item, options);
            _jobs.Add(job with
            {
                Needs = [.. (options?["requires"]?.OneOrMany() ?? []).Select(r => r.Text ?? (r.Entries.Count > 0 ? r.Entries[0].Key : null)).OfType<string>()],
                NeverRuns = never,
                Triggers = scheduled.Count > 0 ? scheduled : Filtered(options?["filters"], push),
            });
        }
    }

    private PipelineJob UseJob(string name, DataNode item, DataNode? options)
    {
        string id = options?.TextOf("name") ?? name;
        foreach (DataEntry entry in _root["jobs"]?.Entries ?? [])
        {
            if (entry.Key == name)
            {
                return Job(id, entry, options.Texts(), options?.At("matrix", "parameters"));
            }
        }

        if (options?.TextOf("type") == "approval")
        {
            return new PipelineJob(id, _source.At(item)) { Condition = "approval", Source = options };
        }

        return new PipelineJob(id, _source.At(item)) { Steps = [Orb(new PipelineStep(_source.At(item)), name, options)], Source = options ?? item };
    }

    private PipelineJob Job(string id, in DataEntry entry, IReadOnlyDictionary<string, string> passed, DataNode? matrix = null)
    {
        DataNode node = entry.Value;
        IReadOnlyDictionary<string, string> values = passed.Over(Defaults(node["parameters"]));
        DataNode? executor = node["executor"] is { } named ? _root.At("executors", named.Text ?? named.TextOf("name") ?? "") : null;
        List<string> images = [.. ((node["docker"] ?? executor?["docker"])?.Items ?? []).Select(d => d.TextOf("image")).OfType<string>().Select(i => Put(i, values))];
        string directory = node.TextOf("working_directory") ?? executor?.TextOf("working_directory") ?? DefaultRoot;
        DataNode? checkout = node["steps"]?.Items.FirstOrDefault(s => s["checkout"] is not null)?["checkout"];
        Context context = new(checkout?.TextOf("path") ?? directory, directory, (executor?["environment"]).Texts(), 0);
        IReadOnlyDictionary<string, string> variables = node["environment"].Texts().Over(context.Variables);
        return new PipelineJob(id, _source.At(entry))
        {
            Images = [.. images.Take(1)],
            Services = [.. images.Skip(1)],
            Variables = variables,
            Steps = Steps(node["steps"], values, context with { Variables = variables })
                .SelectMany(s => PipelineText.OverMatrix(s, GitHubMatrix.Read(matrix), static (text, leg) => Put(text, leg))).ToList(),
            Source = node,
        };
    }

    private List<PipelineStep> Steps(DataNode? list, IReadOnlyDictionary<string, string> values, Context context)
    {
        List<PipelineStep> steps = [];
        foreach (DataNode item in list?.Items ?? [])
        {
            string? kind = item.Text ?? (item.Entries.Count > 0 ? item.Entries[0].Key : null);
            if (!_source.Spend())
            {
                break;
            }

            if (kind is null)
            {
                continue;
            }

            DataNode? body = item.IsMapping ? item.Entries[0].Value : null;
            PipelineStep step = new(_source.At(item)) { Variables = context.Variables, Source = item };
            switch (kind)
            {
                case "run":
                    steps.Add(Run(step, body, values, context));
                    break;
                case "when" or "unless" when context.Depth < MaxDepth:
                    steps.AddRange(Steps(body?["steps"], values, context with { Depth = context.Depth + 1 })
                        .Select(s => s with { Condition = kind + ": " + (body?["condition"]?.Text ?? "an expression") }));
                    break;
                default:
                    if (_root.At("commands", kind) is { } command && context.Depth < MaxDepth)
                    {
                        Dictionary<string, string> passed = body.Texts().ToDictionary(p => p.Key, p => Put(p.Value, values), StringComparer.Ordinal);
                        steps.AddRange(Steps(command["steps"], passed.Over(Defaults(command["parameters"])), context with { Depth = context.Depth + 1 }));
                    }
                    else
                    {
                        steps.Add(Orb(step, kind, body));
                    }

                    break;
            }
        }

        return steps;
    }

    private static PipelineStep Run(PipelineStep step, DataNode? body, IReadOnlyDictionary<string, string> values, Context context)
    {
        DataNode? command = body is { IsMapping: true } ? body["command"] : body;
        return step with
        {
            Name = body?.TextOf("name"),
            Script = command?.Text is { } text ? Put(text, values) : null,
            ScriptLine = command?.TextLine ?? 0,
            Shell = body?.TextOf("shell")?.Split(' ')[0] is { } shell ? shell[(shell.LastIndexOf('/') + 1)..] : null,
            WorkingDirectory = Directory(Put(body?.TextOf("working_directory") ?? ".", values), context),
            Variables = (body?["environment"]).Texts().Over(context.Variables),
        };
    }

    /// <summary>The folder relative to where the code is checked out; null when it lies elsewhere.</summary>
    private static string? Directory(string written, Context context)
    {
        string root = context.Root.TrimEnd('/');
        string full = written.StartsWith('~') || written.StartsWith('/') ? written : context.Directory.TrimEnd('/') + "/" + written;
        return full == root ? ""
            : full.StartsWith(root + "/", StringComparison.Ordinal) && !full.Contains("<<", StringComparison.Ordinal) ? RepositoryPath.Combine("", full[(root.Length + 1)..])
            : null;
    }

    private PipelineStep Orb(PipelineStep step, string name, DataNode? inputs)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        (string? orb, string? version) = slash > 0 && _root["orbs"]?.TextOf(name[..slash]) is { } declared ? PipelineNodes.SplitVersion(declared) : (null, null);
        return step with { Uses = orb is null ? name : orb + name[slash..], UsesVersion = version, Inputs = inputs.Texts() };
    }

    private static Dictionary<string, string> Defaults(DataNode? parameters)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (DataEntry parameter in parameters?.Entries ?? [])
        {
            if (parameter.Value.TextOf("default") is { } text)
            {
                values[parameter.Key] = text;
            }
        }

        return values;
    }

    private static string Put(string text, IReadOnlyDictionary<string, string> values) => PipelineText.Substitute(
        text,
        "<<",
        ">>",
        e => e.StartsWith("parameters.", StringComparison.Ordinal) ? values.GetValueOrDefault(e["parameters.".Length..]) : null);

    private static PipelineTrigger Push(Location at) =>
        new(TriggerKind.Push, [], [], at, IsDefault: true) { Detail = "default of CircleCI: every push to a branch" };

    private static IReadOnlyList<string> Filter(DataNode? filter) => filter is { IsMapping: true }
        ? PipelineNodes.Filters(filter["only"].Strings(), filter["ignore"].Strings())
        : filter.Strings();

    private List<PipelineTrigger>? Filtered(DataNode? filters, PipelineTrigger push)
    {
        if (filters is not { IsMapping: true })
        {
            return null;
        }

        List<PipelineTrigger> triggers = [];
        if (filters.At("branches", "ignore") is not { Text: "/.*/" })
        {
            triggers.Add(push with { Branches = Filter(filters["branches"]), Location = _source.At(filters), IsDefault = false });
        }

        if (filters["tags"] is { } tags && Filter(tags) is { Count: > 0 } names)
        {
            triggers.Add(new PipelineTrigger(TriggerKind.Tag, names, [], _source.At(tags)));
        }

        foreach (PipelineTrigger tag in triggers.Where(t => t.Kind == TriggerKind.Tag))
        {
            AddOnce(tag);
        }

        return triggers;
    }

    private void AddOnce(PipelineTrigger trigger)
    {
        if (!_triggers.Any(t => t.Kind == trigger.Kind && t.Detail == trigger.Detail && t.Branches.SequenceEqual(trigger.Branches)))
        {
            _triggers.Add(trigger);
        }
    }

    /// <summary>Where the steps of a job run.</summary>
    private sealed record Context(string Root, string Directory, IReadOnlyDictionary<string, string> Variables, int Depth);
}
