using System.Collections.Frozen;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Tells which host a file belongs to: by its path where the host fixes it, else by the shape of its content.</summary>
internal static class PipelineRecognizer
{
    /// <summary>Files above this many bytes are not parsed just to look what they are.</summary>
    internal const int MaxLookBytes = 1 << 20;

    private static readonly FrozenSet<string> Vendored = FrozenSet.Create(
        StringComparer.Ordinal,
        "node_modules", "vendor", "third_party", "thirdparty", "site-packages", ".venv", "venv", "bower_components", "PackageCache");

    private static readonly byte[][] LineStarts =
        [.. new[] { "steps:", "jobs:", "stages:", "extends:", "apiVersion:" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly string[] AzureSteps =
        ["script", "bash", "pwsh", "powershell", "task", "template", "checkout", "download", "publish", "downloadBuild", "getPackage"];

    private static readonly string[] CloudBuildSteps = ["args", "entrypoint", "script", "env", "dir", "waitFor", "secretEnv"];

    /// <summary>True for files that may be pipelines at all: YAML, templates of YAML, Jenkinsfiles; not vendored.</summary>
    public static bool IsCandidate(SnapshotFile file) =>
        file.HasContent && (IsYaml(file) || IsYamlTemplate(file) || IsJenkinsfile(file)) && !file.Directory.Split('/').Any(Vendored.Contains);

    public static bool IsYaml(SnapshotFile file) => file.Extension is ".yml" or ".yaml";

    /// <summary>YAML that a generator still has to fill in: <c>ci.yml.tmpl</c>, <c>ci.yml.j2</c>.</summary>
    public static bool IsYamlTemplate(SnapshotFile file)
    {
        string stem = file.Name.ToLowerInvariant();
        stem = stem[..Math.Max(0, stem.Length - file.Extension.Length)];
        return file.Extension is ".tmpl" or ".j2" or ".jinja" or ".jinja2" or ".template" or ".tpl"
            && (stem.EndsWith(".yml", StringComparison.Ordinal) || stem.EndsWith(".yaml", StringComparison.Ordinal));
    }

    public static bool IsJenkinsfile(SnapshotFile file) =>
        file.Extension == ".jenkinsfile"
        || file.Name is "Jenkinsfile"
        || (file.Name.StartsWith("Jenkinsfile", StringComparison.Ordinal) && (file.Name[11] is '.' or '-' or '_') && file.Extension is not (".md" or ".txt" or ".py" or ".yml" or ".yaml"));

    /// <summary>The host by path alone, where the host fixes the place.</summary>
    public static PipelineHost? ByPath(SnapshotFile file)
    {
        string name = file.Name;
        foreach (string extension in (ReadOnlySpan<string>)[".tmpl", ".j2", ".jinja", ".jinja2", ".template", ".tpl"])
        {
            name = name.EndsWith(extension, StringComparison.Ordinal) ? name[..^extension.Length] : name;
        }

        string directory = "/" + file.Directory + "/";
        return name switch
        {
            _ when IsJenkinsfile(file) => PipelineHost.Jenkins,
            _ when directory.Contains("/.github/workflows", StringComparison.Ordinal) => PipelineHost.GitHubActions,
            "action.yml" or "action.yaml" => PipelineHost.GitHubActions,
            _ when name.EndsWith(".gitlab-ci.yml", StringComparison.Ordinal) || name.EndsWith(".gitlab-ci.yaml", StringComparison.Ordinal) => PipelineHost.GitLabCi,
            _ when directory.Contains("/.gitlab/ci/", StringComparison.Ordinal) || directory.Contains("/.gitlab/pipelines/", StringComparison.Ordinal) => PipelineHost.GitLabCi,
            _ when directory.EndsWith("/.circleci/", StringComparison.Ordinal) => PipelineHost.CircleCi,
            ".travis.yml" => PipelineHost.Travis,
            "bitbucket-pipelines.yml" => PipelineHost.Bitbucket,
            ".prow.yaml" or ".prow.yml" => PipelineHost.Prow,
            _ when directory.StartsWith("/.prow/", StringComparison.Ordinal) => PipelineHost.Prow,
            _ when name.StartsWith("buildspec", StringComparison.Ordinal) => PipelineHost.CodeBuild,
            _ => null,
        };
    }

    /// <summary>True when the host reads files in this place; hosts with free placement read every place they are told of.</summary>
    public static bool IsHostPlace(PipelineHost host, SnapshotFile file) => host switch
    {
        PipelineHost.GitHubActions => file.Directory == ".github/workflows" || file.Name is "action.yml" or "action.yaml",
        PipelineHost.GitLabCi => file.Directory.Length == 0 && file.Name is ".gitlab-ci.yml",
        PipelineHost.CircleCi => file.Path is ".circleci/config.yml" or ".circleci/config.yaml",
        PipelineHost.Travis or PipelineHost.Bitbucket => file.Directory.Length == 0,
        PipelineHost.Prow => file.Directory is "" || file.Path.StartsWith(".prow/", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>True when the bytes hold a top-level key that some host with free placement needs; spares the parser all other YAML.</summary>
    public static bool MayBePipeline(ReadOnlySpan<byte> bytes)
    {
        foreach (byte[] key in LineStarts)
        {
            for (ReadOnlySpan<byte> rest = bytes; rest.IndexOf(key) is >= 0 and int at; rest = rest[(at + 1)..])
            {
                int absolute = bytes.Length - rest.Length + at;
                if (absolute == 0 || bytes[absolute - 1] is (byte)'\n' or 0xBF)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True when a file in a place the host fixes has the shape that the host reads.</summary>
    public static bool Fits(PipelineHost host, DataNode root, SnapshotFile file) => root.IsMapping && host switch
    {
        PipelineHost.GitHubActions => root["jobs"] is { IsMapping: true } || (file.Name.StartsWith("action.", StringComparison.Ordinal) && root["runs"] is { IsMapping: true }),
        PipelineHost.CircleCi => root["jobs"] is not null || root["workflows"] is not null,
        PipelineHost.Bitbucket => root["pipelines"] is { IsMapping: true },
        PipelineHost.Prow => ProwReader.Fits(root),
        PipelineHost.CodeBuild => CodeBuildReader.Fits(root),
        _ => true,
    };

    /// <summary>The host by the shape of the content, or null.</summary>
    public static PipelineHost? ByContent(DataNode root)
    {
        if (!root.IsMapping)
        {
            return null;
        }

        if (root.TextOf("apiVersion") is { } version)
        {
            return version.StartsWith("tekton.dev/", StringComparison.Ordinal) && root.TextOf("kind") is "Pipeline" or "Task" or "PipelineRun" or "TaskRun" or "ClusterTask"
                ? PipelineHost.Tekton
                : version.StartsWith("argoproj.io/", StringComparison.Ordinal) && root.TextOf("kind") is "Workflow" or "CronWorkflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate"
                    ? PipelineHost.ArgoWorkflows
                    : null;
        }

        if (root["on"] is not null && root["jobs"] is { IsMapping: true } jobs && jobs.Entries.Any(j => j.Value["runs-on"] is not null || j.Value["uses"] is not null))
        {
            return PipelineHost.GitHubActions;
        }

        if (root["$schema"] is not null || root["kind"] is not null || root["type"] is not null)
        {
            return null;
        }

        return IsCloudBuild(root) ? PipelineHost.CloudBuild : IsAzure(root) ? PipelineHost.AzurePipelines : null;
    }

    private static bool IsCloudBuild(DataNode root) =>
        root["steps"] is { Items: { Count: > 0 } steps }
        && steps.All(s => s.TextOf("name") is not null)
        && steps.Any(s => CloudBuildSteps.Any(k => s[k] is not null))
        && (steps.Any(s => s.TextOf("name")!.AsSpan().IndexOfAny("/:") > 0 && !s.TextOf("name")!.Contains(' ', StringComparison.Ordinal)) || root["substitutions"] is not null)
        && !steps.Any(s => s["task"] is not null || s["displayName"] is not null || s["image"] is not null || s["uses"] is not null);

    private static bool IsAzure(DataNode root) =>
        HasItems(root["stages"], "stage", "template")
        || HasItems(root["jobs"], "job", "deployment", "template")
        || HasItems(root["steps"], AzureSteps)
        || (root["extends"] is { IsMapping: true } extends && extends["template"] is not null && (root["resources"] ?? root["trigger"] ?? root["pr"] ?? root["parameters"]) is not null);

    private static bool HasItems(DataNode? list, params ReadOnlySpan<string> keys)
    {
        if (list is { Text: { } text })
        {
            return text.StartsWith("${{", StringComparison.Ordinal);
        }

        foreach (DataNode item in list?.Items ?? [])
        {
            foreach (DataEntry entry in item.Entries)
            {
                if (keys.Contains(entry.Key) || entry.Key.StartsWith("${{", StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
