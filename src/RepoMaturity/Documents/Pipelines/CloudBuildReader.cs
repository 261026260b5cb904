using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Builds of Google Cloud Build.</summary>
internal static class CloudBuildReader
{
    private static readonly string[] Shells = ["sh", "bash", "ash", "dash", "zsh"];

    public static Pipeline Read(PipelineSource source)
    {
        DataNode root = source.Root;
        IReadOnlyDictionary<string, string> substitutions = root["substitutions"].Texts();
        PipelineJob job = new("build", source.At(root["steps"]!))
        {
            Variables = Environment(root.At("options", "env")),
            Steps = [.. root["steps"]!.Items.Select(s => Step(source, s, substitutions))],
            Source = root,
        };
        return new Pipeline(source.File, PipelineHost.CloudBuild, null) { Triggers = Triggers(source), Jobs = [job], Source = root };
    }

    private static PipelineStep Step(PipelineSource source, DataNode node, IReadOnlyDictionary<string, string> substitutions)
    {
        string image = node.TextOf("name") ?? "";
        (string uses, string? version) = image.Contains('@', StringComparison.Ordinal) ? PipelineNodes.SplitVersion(image)
            : image.LastIndexOf(':') > image.LastIndexOf('/') ? PipelineNodes.SplitVersion(image, ':')
            : (image, null);
        (string? script, int line, string? shell) = Script(node, uses);
        string? ignored = node["allowFailure"] is { IsTrue: true } ? "allowFailure: true" : null;
        return new PipelineStep(source.At(node))
        {
            Name = node.TextOf("id"),
            Uses = uses,
            UsesVersion = version,
            Script = script is null ? null : Put(script, substitutions),
            ScriptLine = line,
            Shell = shell,
            WorkingDirectory = Put(node.TextOf("dir") ?? "", substitutions) is var dir && dir.Contains('$', StringComparison.Ordinal) ? null : RepositoryPath.Combine("", dir),
            Inputs = node["args"] is { } args ? new Dictionary<string, string> { ["args"] = Put(string.Join('\n', args.Strings()), substitutions) } : PipelineJob.EmptyVariables,
            Variables = Environment(node["env"]),
            FailureIgnored = ignored,
            Source = node,
        };
    }

    private static (string? Script, int Line, string? Shell) Script(DataNode node, string image)
    {
        if (node["script"] is { Text: { } own } script)
        {
            return (own, script.TextLine, null);
        }

        IReadOnlyList<DataNode> args = node["args"]?.OneOrMany() ?? [];
        string? entrypoint = node.TextOf("entrypoint");
        string? program = entrypoint is null ? null : entrypoint[(entrypoint.LastIndexOf('/') + 1)..];
        if (program is not null && Shells.Contains(program) && args is [{ Text: { } flag }, { Text: { } text } body, ..] && flag.StartsWith('-') && flag.EndsWith('c'))
        {
            return (text, body.TextLine, program);
        }

        // Images of Google's builders start the tool they are named after; others start what the arguments say.
        program = entrypoint ?? (image.Contains("cloud-builders/", StringComparison.Ordinal) ? image[(image.LastIndexOf('/') + 1)..] : null);
        string command = string.Join(' ', ((string?[])[program, .. args.Select(a => Quote(a.Text ?? ""))]).Where(p => p is not null));
        return command.Length == 0 ? (null, 0, null) : (command, args.Count > 0 ? args[0].Line : node.Line, null);
    }

    private static string Quote(string argument) =>
        argument.AsSpan().ContainsAny(" \t\n\"'") ? "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'" : argument;

    private static IReadOnlyDictionary<string, string> Environment(DataNode? list)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string line in list.Strings())
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                variables[line[..equals]] = line[(equals + 1)..];
            }
        }

        return variables;
    }

    private static string Put(string text, IReadOnlyDictionary<string, string> substitutions) =>
        PipelineText.Substitute(text, "${", "}", n => substitutions.GetValueOrDefault(n)).Replace("$$", "$", StringComparison.Ordinal);

    /// <summary>The trigger lies at the host; Terraform may declare it, and the file's name may tell that it checks pull requests.</summary>
    private static IReadOnlyList<PipelineTrigger> Triggers(PipelineSource source)
    {
        List<PipelineTrigger> declared = [.. source.Documents.Snapshot.Files.Where(f => f.Extension == ".tf").SelectMany(f => CloudBuildTriggers.Read(source.Documents, f, source.File.Path))];
        if (declared.Count > 0)
        {
            return declared;
        }

        string[] words = source.File.Path.ToLowerInvariant().Split('/', '-', '_', '.');
        bool pull = words.Contains("pr") || words.Contains("prs") || source.File.Path.Contains("pull-request", StringComparison.OrdinalIgnoreCase) || source.File.Path.Contains("pull_request", StringComparison.OrdinalIgnoreCase);
        return
        [
            new PipelineTrigger(pull ? TriggerKind.PullRequest : TriggerKind.Other, [], [], new Location(source.File.Path), IsDefault: pull)
            {
                Detail = pull ? "configured at the host; inferred from the file's name" : "configured at the host",
            },
        ];
    }
}

/// <summary>Triggers of Cloud Build declared in Terraform.</summary>
internal static class CloudBuildTriggers
{
    private const string Resource = "\"google_cloudbuild_trigger\"";
    private const int MaxBlock = 8_000;

    /// <summary>The triggers in a Terraform file whose <c>filename</c> is <paramref name="path"/>.</summary>
    public static IEnumerable<PipelineTrigger> Read(DocumentSet documents, SnapshotFile terraform, string path)
    {
        if (terraform.Size > PipelineRecognizer.MaxLookBytes || documents.Text(terraform) is not { } text)
        {
            yield break;
        }

        for (int at = text.IndexOf(Resource, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Resource, at + 1, StringComparison.Ordinal))
        {
            string block = Block(text, at);
            if (Value(block, "filename")?.TrimStart('/') != path)
            {
                continue;
            }

            Location location = new(terraform.Path, text.AsSpan(0, at).Count('\n') + 1);
            bool disabled = Has(block, "disabled", "true");
            string? branch = Value(block, "branch");
            string? tag = Value(block, "tag");
            TriggerKind kind = disabled ? TriggerKind.Manual
                : block.Contains("pull_request", StringComparison.Ordinal) ? TriggerKind.PullRequest
                : tag is not null ? TriggerKind.Tag
                : branch is not null ? TriggerKind.Push
                : TriggerKind.Other;
            yield return new PipelineTrigger(kind, (tag ?? branch) is { } filter ? [filter] : [], [], location);
        }
    }

    private static string Block(string text, int at)
    {
        int depth = 0;
        for (int i = at; i < text.Length && i < at + MaxBlock; i++)
        {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (depth == 0 && text[i] == '}')
            {
                return text[at..i];
            }
        }

        return text[at..Math.Min(text.Length, at + MaxBlock)];
    }

    private static bool Has(string block, string name, string value) =>
        Lines(block, name).Any(v => v == value);

    private static string? Value(string block, string name) =>
        Lines(block, name).FirstOrDefault(v => v is ['"', .., '"'])?[1..^1];

    private static IEnumerable<string> Lines(string block, string name)
    {
        foreach (string line in block.Split('\n'))
        {
            string trimmed = line.Trim();
            int equals = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && trimmed[..equals].Trim() == name)
            {
                yield return trimmed[(equals + 1)..].Trim();
            }
        }
    }
}
