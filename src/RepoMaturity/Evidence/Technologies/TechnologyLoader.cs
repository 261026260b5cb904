using RepoMaturity.Documents.Data;

namespace RepoMaturity.Evidence.Technologies;

/// <summary>Reads <c>rules/technologies/*.yml</c>.</summary>
internal static class TechnologyLoader
{
    private static readonly string[] Keys =
        ["id", "name", "languages", "capabilities", "packages", "imports", "calls", "config", "commands", "actions", "hooks", "checks", "settings", "examples"];

    /// <summary>Reads one technology; where several keys or arguments mean the same, one entry may name them all.</summary>
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
            Calls = [.. (root["calls"]?.OneOrMany() ?? []).SelectMany(n => Call(path, n))],
            Configurations = [.. (root["config"]?.OneOrMany() ?? []).SelectMany(Configuration)],
            Executions =
            [
                .. (root["commands"]?.OneOrMany() ?? []).Select(n => Execution(path, n, ExecutionKind.Command, "run")),
                .. (root["actions"]?.OneOrMany() ?? []).Select(n => Execution(path, n, ExecutionKind.Action, "uses")),
                .. (root["hooks"]?.OneOrMany() ?? []).Select(n => Execution(path, n, ExecutionKind.Hook, "id")),
            ],
            Checks = [.. (root["checks"]?.OneOrMany() ?? []).Select(n => Check(path, n))],
            Settings = (root["settings"]?.Entries ?? []).ToDictionary(
                e => e.Key,
                e => (IReadOnlyList<SettingSignature>)[.. e.Value.OneOrMany().SelectMany(n => Setting(path, n))],
                StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<string> Texts(DataNode? node) => node is null ? [] : [.. node.OneOrMany().Select(n => n.Text ?? "")];

    private static IEnumerable<ConfigurationSignature> Configuration(DataNode node)
    {
        if (node.IsScalar)
        {
            return [new ConfigurationSignature([node.Text!], null, null, [])];
        }

        ConfigurationSignature signature = new(Texts(node["file"]), null, node.TextOf("matches"), Texts(node["capability"])) { Setting = node.TextOf("setting") };
        return node["key"] is { } keys ? Texts(keys).Select(k => signature with { Key = k }) : [signature];
    }

    private static IEnumerable<CallSignature> Call(string path, DataNode node) => node.IsScalar
        ? [new CallSignature(node.Text!, [], [])]
        : Texts(node["call"] ?? throw new FormatException($"{path}:{node.Line}: no 'call'")).Select(c => new CallSignature(c, Texts(node["with"]), Texts(node["capability"])));

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

    private static CheckSignature Check(string path, DataNode node) => new(
        node.TextOf("gives") ?? throw new FormatException($"{path}:{node.Line}: a check has 'gives'"),
        node.TextOf("by") ?? throw new FormatException($"{path}:{node.Line}: a check has 'by'"),
        Texts(node["when"]),
        node.TextOf("unless"));

    private static IEnumerable<SettingSignature> Setting(string path, DataNode node)
    {
        if (!node.IsMapping)
        {
            throw new FormatException($"{path}:{node.Line}: a setting is a mapping with file and key, argument, property, or package");
        }

        SettingSignature signature = new(Texts(node["file"]), null, null, node.TextOf("property"), node.TextOf("matches"), node.TextOf("of") is "tests")
        {
            Package = node["package"] is { Entries: [{ } package] } ? (package.Key, package.Value.Text ?? "") : null,
        };
        return node["key"] is { } keys ? Texts(keys).Select(k => signature with { Key = k })
            : node["argument"] is { } arguments ? Texts(arguments).Select(a => signature with { Argument = a })
            : [signature];
    }
}
