using System.Buffers;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>A credential that a pipeline takes from its host.</summary>
/// <param name="Name">Name of the secret, or of the key that asks for some.</param>
/// <param name="Location">Where it is written.</param>
internal sealed record SecretReference(string Name, Location Location);

/// <summary>Finds where pipelines use the secrets of their host.</summary>
internal static class PipelineSecrets
{
    /// <summary>Hands all secrets to a called workflow, by a word that is no name of one.</summary>
    public const string Inherit = "inherit";

    private const string Open = "${{";
    private const string Close = "}}";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Keys that hand over secrets, by host; their values are names, never secrets.</summary>
    private static readonly Dictionary<PipelineHost, string[]> Keys = new()
    {
        [PipelineHost.AzurePipelines] = ["group", "azureSubscription", "azureServiceConnection", "connectedServiceName", "connectedServiceNameARM", "azureResourceManagerConnection"],
        [PipelineHost.GitLabCi] = ["secrets", "id_tokens"],
        [PipelineHost.CircleCi] = ["context"],
        [PipelineHost.CloudBuild] = ["availableSecrets", "secretEnv"],
        [PipelineHost.CodeBuild] = ["parameter-store", "secrets-manager"],
        [PipelineHost.Travis] = ["secure"],
        [PipelineHost.Tekton] = ["secretKeyRef"],
        [PipelineHost.ArgoWorkflows] = ["secretKeyRef"],
    };

    /// <summary>Pipelines that the host reads; those of a template too, since they are its product.</summary>
    public static IEnumerable<Pipeline> Pipelines(RepositoryEvidence evidence) =>
        evidence.Pipelines.Where(p => (p.IsReadByHost || evidence.Trees.TemplateProof.Count > 0) && evidence.Trees.IsOwn(p.File));

    /// <summary>Secrets that a pipeline uses, in the order of the file; the token that the host makes for each run is none.</summary>
    public static IEnumerable<SecretReference> Of(Pipeline pipeline)
    {
        IEnumerable<SecretReference> found = pipeline.Host == PipelineHost.GitHubActions ? Expressions(pipeline) : HostKeys(pipeline).Concat(Variables(pipeline));
        return found.Where(r => r.Name is not ("GITHUB_TOKEN" or "github_token" or "System.AccessToken" or "CI_JOB_TOKEN")).OrderBy(r => r.Location.Line);
    }

    /// <summary>Names in <c>${{ secrets.NAME }}</c> and <c>${{ secrets['NAME'] }}</c> with their offsets.</summary>
    public static IEnumerable<(string Name, int Start)> Names(string text)
    {
        for (int open = text.IndexOf(Open, StringComparison.Ordinal); open >= 0;)
        {
            int close = text.IndexOf(Close, open, StringComparison.Ordinal);
            int end = close < 0 ? text.Length : close;
            for (int at = text.IndexOf("secrets", open, end - open, StringComparison.Ordinal); at >= 0; at = text.IndexOf("secrets", at + 1, end - at - 1, StringComparison.Ordinal))
            {
                int name = at + "secrets".Length;
                int start = name < end && text[name] == '.' ? name + 1 : text.AsSpan(name, end - name).StartsWith("['") ? name + 2 : -1;
                int length = start < 0 ? 0 : text.AsSpan(start, end - start).IndexOfAnyExcept(NameCharacters);
                length = length < 0 ? end - start : length;
                if (length > 0 && !IsNameCharacter(text[at - 1]) && text[at - 1] != '.')
                {
                    yield return (text.Substring(start, length), open);
                }
            }

            open = end + 1 >= text.Length ? -1 : text.IndexOf(Open, end, StringComparison.Ordinal);
        }
    }

    private static bool IsNameCharacter(char c) => NameCharacters.Contains(c);

    private static IEnumerable<SecretReference> Expressions(Pipeline pipeline) =>
        from entry in Entries(pipeline.Source)
        where entry.Value.IsScalar
        from found in entry.Key == "secrets" && entry.Value.Text == Inherit ? [(Inherit, 0)] : Names(entry.Value.Text!)
        select new SecretReference(found.Name, new Location(pipeline.File.Path, entry.Value.TextLine + entry.Value.Text.AsSpan(0, found.Start).Count('\n')));

    private static IEnumerable<SecretReference> HostKeys(Pipeline pipeline) =>
        from entry in Entries(pipeline.Source)
        where Keys.GetValueOrDefault(pipeline.Host, []).Contains(entry.Key) && entry.Value.Kind != DataNodeKind.Null
        select new SecretReference(entry.Key, new Location(pipeline.File.Path, entry.Line));

    /// <summary>Variables named like a credential that a script reads and the pipeline does not set.</summary>
    private static IEnumerable<SecretReference> Variables(Pipeline pipeline) =>
        from job in pipeline.Jobs
        from step in job.Steps
        from text in step.Inputs.Values.Concat(step.Variables.Values).Prepend(step.Script ?? "")
        from name in Expansions(text)
        where EnvironmentReads.IsCredential(name) && IsFromHost(job.Variables, name) && IsFromHost(step.Variables, name)
        select new SecretReference(name, step.Location);

    private static bool IsFromHost(IReadOnlyDictionary<string, string> variables, string name) =>
        !variables.TryGetValue(name, out string? value) || value.StartsWith('$');

    /// <summary>Names in <c>$X</c>, <c>${X}</c> and <c>$(X)</c>.</summary>
    private static IEnumerable<string> Expansions(string text)
    {
        for (int at = text.IndexOf('$', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('$', at + 1))
        {
            int start = text[at + 1] is '{' or '(' ? at + 2 : at + 1;
            int length = text.AsSpan(start).IndexOfAnyExcept(NameCharacters);
            length = length < 0 ? text.Length - start : length;
            if (length > 0)
            {
                yield return text.Substring(start, length);
            }
        }
    }

    /// <summary>All entries of mappings and items of sequences, without recursion; an aliased node is seen once, so a bomb costs nothing.</summary>
    public static IEnumerable<DataEntry> Entries(DataNode? root)
    {
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        Stack<DataEntry> open = new();
        if (root is not null)
        {
            open.Push(new DataEntry("", root, root.Line, root.Column));
        }

        while (open.TryPop(out DataEntry? entry))
        {
            if (!seen.Add(entry.Value))
            {
                continue;
            }

            yield return entry;
            foreach (DataEntry child in entry.Value.Entries)
            {
                open.Push(child);
            }

            foreach (DataNode item in entry.Value.Items)
            {
                open.Push(new DataEntry(entry.Key, item, item.Line, item.Column));
            }
        }
    }
}
