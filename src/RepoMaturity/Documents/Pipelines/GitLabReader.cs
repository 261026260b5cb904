using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>GitLab CI: the jobs of a file with those of its local includes, <c>extends</c> and <c>!reference</c> worked off.</summary>
internal sealed class GitLabReader
{
    private const int MaxDepth = 12;
    private const int MaxFiles = 200;
    private const int MaxOrdered = 500;
    private const int MaxMerged = 500_000;

    private static readonly HashSet<string> Global = new(StringComparer.Ordinal)
    {
        "default", "include", "stages", "variables", "workflow", "image", "services", "before_script", "after_script", "cache", "spec", "types",
    };

    private readonly PipelineSource _source;
    private readonly List<PipelineReference> _external = [];
    private readonly Dictionary<string, DataEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<DataNode, SnapshotFile> _files = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<DataNode, DataNode> _extended = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _included = new(StringComparer.Ordinal);

    private int _merged;

    private GitLabReader(PipelineSource source) => _source = source;

    public static Pipeline Read(PipelineSource source) => new GitLabReader(source).Read();

    /// <summary>Local files that a file includes, as paths from the root.</summary>
    internal static IEnumerable<string> LocalIncludes(DocumentSet documents, DataNode? include)
    {
        foreach (DataNode item in (include?.OneOrMany() ?? []).Take(MaxFiles))
        {
            string? local = item.Text is { } text && !text.Contains("://", StringComparison.Ordinal) ? text : item.TextOf("local");
            if (local is null)
            {
                continue;
            }

            string path = local.TrimStart('/');
            int star = path.IndexOf('*', StringComparison.Ordinal);
            if (star < 0)
            {
                yield return path;
                continue;
            }

            string suffix = path[(path.LastIndexOf('*') + 1)..];
            foreach (SnapshotFile file in documents.Snapshot.Files)
            {
                if (file.Path.StartsWith(path[..star], StringComparison.Ordinal) && file.Path.EndsWith(suffix, StringComparison.Ordinal))
                {
                    yield return file.Path;
                }
            }
        }
    }

    private Pipeline Read()
    {
        bool included = _source.IsCalled;
        Load(_source.File, _source.Root, 0);
        IReadOnlyList<PipelineTrigger> triggers = included
            ? [new PipelineTrigger(TriggerKind.Call, [], [], new Location(_source.File.Path), IsDefault: true)]
            : GitLabRules.Workflow(Find("workflow")?["rules"], _source.File);
        List<string> stages = Find("stages") is { } declared ? [".pre", .. declared.Strings(), ".post"] : [".pre", "build", "test", "deploy", ".post"];
        List<(PipelineJob Job, string Stage)> jobs = [];
        foreach (string name in _order)
        {
            if (!Global.Contains(name) && !name.StartsWith('.') && _entries[name] is { Value.IsMapping: true } entry)
            {
                DataNode node = Extend(entry.Value, 0);
                if (node["script"] is not null || node["trigger"] is not null || node["run"] is not null)
                {
                    jobs.Add((Job(entry, node, triggers), node.TextOf("stage") ?? "test"));
                }
            }
        }

        PipelineJob[] ordered = [.. jobs.Select(j => jobs.Count > MaxOrdered || j.Job.Needs.Count > 0 || j.Job.Source?["needs"] is not null
            ? j.Job
            : j.Job with { Needs = [.. jobs.Where(o => stages.IndexOf(o.Stage) < stages.IndexOf(j.Stage)).Select(o => o.Job.Id)] })];
        List<PipelineTrigger> all = [.. triggers];
        foreach (PipelineTrigger own in ordered.SelectMany(j => j.Triggers ?? []).Where(_ => !included && Find("workflow")?["rules"] is null))
        {
            if (!all.Any(t => t.Kind == own.Kind))
            {
                all.Add(own);
            }
        }

        return new Pipeline(_source.File, PipelineHost.GitLabCi, Find("workflow")?.TextOf("name"))
        {
            Triggers = all,
            Jobs = ordered,
            IsCallable = included,
            External = _external,
            Source = _source.Root,
        };
    }

    private void Load(SnapshotFile file, DataNode root, int depth)
    {
        if (depth > MaxDepth || _included.Count > MaxFiles || !_included.Add(file.Path))
        {
            return;
        }

        foreach (DataNode item in root["include"]?.OneOrMany() ?? [])
        {
            string? target = item.Text is { } text && text.Contains("://", StringComparison.Ordinal) ? text
                : item.TextOf("remote") ?? item.TextOf("template") ?? item.TextOf("component")
                ?? (item.TextOf("project") is { } project ? project + ":" + string.Join(',', item["file"].Strings()) : null);
            if (target is not null)
            {
                _external.Add(new PipelineReference(target, item.In(file), IsExternal: true));
            }
        }

        // What a file says itself wins over what it includes.
        foreach (string path in LocalIncludes(_source.Documents, root["include"]))
        {
            if (_source.Documents.Snapshot.Find(path) is { } other && PipelineRecognizer.IsYaml(other) && Body(_source.Documents.Data(other)) is { } body)
            {
                Load(other, body, depth + 1);
            }
        }

        foreach (DataEntry entry in root.Entries)
        {
            if (!_entries.ContainsKey(entry.Key))
            {
                _order.Add(entry.Key);
            }

            _entries[entry.Key] = entry;
            _files.TryAdd(entry.Value, file);
            foreach (DataEntry inner in entry.Value.Entries)
            {
                _files.TryAdd(inner.Value, file);
            }
        }
    }

    /// <summary>The root that holds jobs: a header with <c>spec</c> may stand before it.</summary>
    internal static DataNode? Body(DataDocument? document) =>
        document is { Roots: [var header, var body, ..] } && header["spec"] is not null ? body : document?.Root;

    private DataNode? Find(string key) => _entries.GetValueOrDefault(key)?.Value;

    private DataNode Extend(DataNode node, int depth)
    {
        if (depth > MaxDepth || node["extends"] is not { } extends)
        {
            return node;
        }

        if (_extended.TryGetValue(node, out DataNode? known))
        {
            return known;
        }

        DataNode merged = DataNode.Mapping([], node.Line, node.Column);
        foreach (string name in extends.Strings())
        {
            if (Find(name) is { IsMapping: true } parent)
            {
                merged = Merge(merged, Extend(parent, depth + 1), 0);
            }
        }

        return _extended[node] = Merge(merged, node, 0);
    }

    private DataNode Merge(DataNode under, DataNode over, int depth)
    {
        if ((_merged += under.Entries.Count) > MaxMerged)
        {
            return over;
        }

        List<DataEntry> entries = [.. under.Entries];
        Dictionary<string, int> index = [];
        for (int i = 0; i < entries.Count; i++)
        {
            index.TryAdd(entries[i].Key, i);
        }

        foreach (DataEntry entry in over.Entries)
        {
            if (!index.TryGetValue(entry.Key, out int known))
            {
                entries.Add(entry);
            }
            else
            {
                entries[known] = entries[known].Value.IsMapping && entry.Value.IsMapping && depth < MaxDepth
                    ? entry with { Value = Merge(entries[known].Value, entry.Value, depth + 1) }
                    : entry;
            }
        }

        return DataNode.Mapping(entries, over.Line, over.Column);
    }

    private PipelineJob Job(in DataEntry entry, DataNode node, IReadOnlyList<PipelineTrigger> triggers)
    {
        SnapshotFile file = _files.GetValueOrDefault(entry.Value, _source.File);
        DataNode? defaults = Find("default");
        DataNode? image = node["image"] ?? defaults?["image"] ?? Find("image");
        DataNode? services = node["services"] ?? defaults?["services"] ?? Find("services");
        (IReadOnlyList<PipelineTrigger>? own, string? never) = GitLabRules.Job(node, triggers, file);
        string? when = node.TextOf("when");
        IReadOnlyDictionary<string, string> variables = node["variables"].Texts().Over(Find("variables").Texts());
        List<PipelineStep> steps = [];
        steps.AddRange(Steps(node["before_script"] ?? defaults?["before_script"] ?? Find("before_script"), "before_script", variables, file));
        steps.AddRange(Steps(node["script"], "script", variables, file));
        steps.AddRange(Steps(node["after_script"] ?? defaults?["after_script"] ?? Find("after_script"), "after_script", variables, file)
            .Select(s => s with { FailureIgnored = "after_script" }));
        PipelineReference? call = node["trigger"] is { } trigger ? Downstream(trigger, file) : null;
        return new PipelineJob(entry.Key, new Location(file.Path, entry.Line, entry.Column))
        {
            Needs = [.. (node["needs"]?.OneOrMany() ?? []).Select(n => n.Text ?? n.TextOf("job")).OfType<string>()],
            NeverRuns = never,
            FailureIgnored = node["allow_failure"] is { } allowed ? (allowed.IsTrue ? "allow_failure: true" : null)
                : when == "manual" && node["rules"] is null ? "when: manual, which allows failure" : null,
            Triggers = own,
            Environment = node["environment"] is { } e ? e.Text ?? e.TextOf("name") : null,
            Images = (image?.Text ?? image?.TextOf("name")) is { } name ? [name] : [],
            Services = [.. (services?.Items ?? []).Select(s => s.Text ?? s.TextOf("name")).OfType<string>()],
            Variables = variables,
            Calls = call,
            Steps = steps,
            Source = node,
        };
    }

    private PipelineReference? Downstream(DataNode trigger, SnapshotFile file)
    {
        if (LocalIncludes(_source.Documents, trigger["include"]).FirstOrDefault() is { } local)
        {
            return new PipelineReference(local, trigger.In(file), IsExternal: false);
        }

        PipelineReference? external = (trigger.Text ?? trigger.TextOf("project")) is { } project ? new PipelineReference(project, trigger.In(file), IsExternal: true) : null;
        if (external is not null)
        {
            _external.Add(external);
        }

        return external;
    }

    private IEnumerable<PipelineStep> Steps(DataNode? script, string name, IReadOnlyDictionary<string, string> variables, SnapshotFile jobFile)
    {
        if (script is null)
        {
            yield break;
        }

        foreach ((DataNode part, SnapshotFile file) in Parts(script, _files.GetValueOrDefault(script, jobFile), 0))
        {
            foreach ((string text, int line) in PipelineText.Pieces(part))
            {
                yield return new PipelineStep(new Location(file.Path, line)) { Name = name, Script = text, ScriptLine = line, Variables = variables, Source = script };
            }
        }
    }

    /// <summary>The list cut where <c>!reference</c> takes lines from another job, which may stand in another file.</summary>
    private IEnumerable<(DataNode Part, SnapshotFile File)> Parts(DataNode script, SnapshotFile file, int depth)
    {
        if (depth > MaxDepth || !_source.Spend())
        {
            yield break;
        }

        if (script is { Tag: "!reference", Items: [{ Text: { } job }, ..] })
        {
            DataNode? target = Find(job);
            foreach (DataNode key in script.Items.Skip(1))
            {
                target = key.Text is { } k ? target?[k] : null;
            }

            if (target is not null)
            {
                foreach ((DataNode, SnapshotFile) part in Parts(target, _files.GetValueOrDefault(target, file), depth + 1))
                {
                    yield return part;
                }
            }

            yield break;
        }

        if (!script.Items.Any(i => i.IsSequence))
        {
            yield return (script, file);
            yield break;
        }

        foreach (DataNode item in script.Items)
        {
            foreach ((DataNode, SnapshotFile) part in Parts(item, file, depth + 1))
            {
                yield return part;
            }
        }
    }
}
