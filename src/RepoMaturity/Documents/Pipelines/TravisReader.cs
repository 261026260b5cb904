using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Travis CI: the jobs of the file, or one job when none are listed; scripts left out are the language's defaults.</summary>
internal static class TravisReader
{
    private static readonly string[] Phases = ["before_install", "install", "before_script", "script", "after_success", "before_deploy", "after_deploy", "after_script"];

    public static Pipeline Read(PipelineSource source)
    {
        DataNode root = source.Root;
        IReadOnlyList<string> branches = PipelineNodes.Filters(root.At("branches", "only").Strings(), root.At("branches", "except").Strings());
        PipelineTrigger push = new(TriggerKind.Push, branches, [], source.At(root["branches"] ?? root), IsDefault: branches.Count == 0) { Detail = "default of Travis CI" };
        DataNode? jobs = root["jobs"] ?? root["matrix"];
        IReadOnlyList<DataNode> allowed = jobs?["allow_failures"]?.Items ?? [];
        List<PipelineJob> read = [];
        foreach (DataNode node in jobs?["include"]?.Items ?? [])
        {
            read.Add(Job(source, node, $"job {read.Count + 1}", allowed));
        }

        bool expanded = root["python"] is { IsSequence: true } or { IsScalar: true } || root["env"] is { IsSequence: true } || root.At("env", "jobs") is not null || root.At("env", "matrix") is not null;
        if (read.Count == 0 || (expanded && root["script"] is not null))
        {
            read.Insert(0, Job(source, root, "build", []));
        }

        return new Pipeline(source.File, PipelineHost.Travis, null)
        {
            Triggers = [push, push with { Kind = TriggerKind.PullRequest }],
            Jobs = read,
            Source = root,
        };
    }

    private static PipelineJob Job(PipelineSource source, DataNode node, string id, IReadOnlyList<DataNode> allowed)
    {
        DataNode root = source.Root;
        List<PipelineStep> steps = [];
        foreach (string phase in Phases)
        {
            DataNode? script = node[phase] ?? root[phase];
            if (script is null && phase == "script" && DefaultScript(node.TextOf("language") ?? root.TextOf("language")) is { } standard)
            {
                steps.Add(new PipelineStep(source.At(root["language"]!)) { Name = phase, Script = standard, ScriptLine = root["language"]!.Line });
            }

            if (!source.Spend())
            {
                break;
            }

            foreach ((string text, int line) in PipelineText.Pieces(script))
            {
                steps.Add(new PipelineStep(new(source.File.Path, line))
                {
                    Name = phase,
                    Script = text,
                    ScriptLine = line,
                    FailureIgnored = phase is "after_success" or "after_script" or "after_deploy" ? phase : null,
                    Source = script,
                });
            }
        }

        foreach (DataNode deploy in (node["deploy"] ?? root["deploy"])?.OneOrMany() ?? [])
        {
            steps.Add(new PipelineStep(source.At(deploy)) { Name = "deploy", Uses = "deploy/" + deploy.TextOf("provider"), Inputs = deploy.Texts(), Condition = deploy.At("on", "branch")?.Text, Source = deploy });
        }

        string? condition = node.TextOf("if");
        return new PipelineJob(node.TextOf("name") ?? id, source.At(node))
        {
            Name = node.TextOf("name") ?? node.TextOf("stage"),
            Condition = condition,
            NeverRuns = condition is "false" ? "if: false" : null,
            FailureIgnored = allowed.Any(a => a.Entries.Count > 0 && a.Entries.All(e => node[e.Key]?.Text is { } text && text == e.Value.Text)) ? "allow_failures" : null,
            Services = (node["services"] ?? root["services"]).Strings(),
            Steps = steps,
            Source = node,
        };
    }

    private static string? DefaultScript(string? language) => language switch
    {
        "node_js" => "npm test",
        "go" => "go test ./...",
        "rust" => "cargo test",
        "java" or "scala" => "mvn test -B",
        "r" => "R CMD check *tar.gz",
        _ => null,
    };
}
