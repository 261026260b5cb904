using RepoMaturity.Documents.Data;

namespace RepoMaturity.Evidence.Technologies;

/// <summary>Reads <c>rules/technologies/*.yml</c>.</summary>
internal static class TechnologyLoader
{
    private static readonly string[] Keys =
        ["id", "name", "languages", "capabilities", "packages", "imports", "config", "commands", "actions", "hooks", "settings"];

    /// <summary>Reads one technology.</summary>
    /// <exception cref="FormatException">The file says something this loader does not know; names the line.</exception>
    public static Technology Load(string path, DataNode root)
    {
        foreach (DataEntry entry in root.Entries)
        {
            if (!Keys.Contains(entry.Key))
            {
                throw new FormatException($"{path}:{entry.Line}: unknown key '{entry.Key}' (known: {string.Join(", ", Keys)})");
            }
        }

        string id = root.TextOf("id") ?? throw new FormatException($"{path}: no id");
        return new Technology(id, root.TextOf("name") ?? throw new FormatException($"{path}: no name"))
        {
            Capabilities = Texts(root["capabilities"]),
            Languages = Texts(root["languages"]),
            Packages = [.. (root["packages"]?.Entries ?? []).SelectMany(e => Texts(e.Value).Select(n => (e.Key, n)))],
            Imports = Texts(root["imports"]),
            Configurations = [.. (root["config"]?.OneOrMany() ?? []).Select(Configuration)],
            Executions =
            [
                .. (root["commands"]?.OneOrMany() ?? []).Select(n => Execution(path, n, ExecutionKind.Command, "run")),
                .. (root["actions"]?.OneOrMany() ?? []).Select(n => Execution(path, n, ExecutionKind.Action, "uses")),
                .. (root["hooks"]?.OneOrMany() ?? []).Select(n => Execution(path, n, ExecutionKind.Hook, "id")),
            ],
            Settings = (root["settings"]?.Entries ?? []).ToDictionary(
                e => e.Key,
                e => (IReadOnlyList<SettingSignature>)[.. e.Value.OneOrMany().Select(n => Setting(path, n))],
                StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<string> Texts(DataNode? node) => node is null ? [] : [.. node.OneOrMany().Select(n => n.Text ?? "")];

    private static ConfigurationSignature Configuration(DataNode node) => node.IsScalar
        ? new ConfigurationSignature([node.Text!], null, null, [])
        : new ConfigurationSignature(Texts(node["file"]), node.TextOf("key"), node.TextOf("matches"), Texts(node["capability"]));

    private static ExecutionSignature Execution(string path, DataNode node, ExecutionKind kind, string nameKey)
    {
        string text = node.IsScalar ? node.Text! : node.TextOf(nameKey) ?? throw new FormatException($"{path}:{node.Line}: no '{nameKey}'");
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ExecutionSignature(
            kind,
            words[0],
            words[1..],
            Texts(node["with"]),
            Texts(node["without"]),
            Texts(node["cannot-fail"]),
            Texts(node["fails-with"]),
            node.TextOf("needs-setting"),
            Texts(node["capability"]));
    }

    private static SettingSignature Setting(string path, DataNode node)
    {
        if (!node.IsMapping)
        {
            throw new FormatException($"{path}:{node.Line}: a setting is a mapping with file and key, argument, or property");
        }

        return new SettingSignature(Texts(node["file"]), node.TextOf("key"), node.TextOf("argument"), node.TextOf("property"), node.TextOf("matches"), node.TextOf("of") is "tests");
    }
}
