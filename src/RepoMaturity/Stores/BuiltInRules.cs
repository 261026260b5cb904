using System.Text;
using RepoMaturity.Rules;

namespace RepoMaturity.Stores;

/// <summary>The rules that ship inside the library.</summary>
public static class BuiltInRules
{
    /// <summary>Loads all of them without their examples, which a scan does not need and which are most of their text.</summary>
    public static RuleCatalog Load() => RuleCatalog.Load(Files(static _ => true), withExamples: false);

    /// <summary>Loads all of them with their examples.</summary>
    public static RuleCatalog LoadWithExamples() => RuleCatalog.Load(Files(static _ => true));

    /// <summary>Loads the guide and the one rule with this id, which is much faster; the catalogue has no rule when the id is unknown.</summary>
    public static RuleCatalog LoadOne(string ruleId) => RuleCatalog.Load(
        Files(path => path.StartsWith("guide/", StringComparison.Ordinal) || path.EndsWith($"/{ruleId}.yml", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Ids of all built-in rules, without reading them.</summary>
    public static IReadOnlyList<string> RuleIds { get; } = ReadIds();

    private static string[] ReadIds()
    {
        using BinaryReader bundle = Open();
        return [.. Entries(bundle).Select(e => Path.GetFileNameWithoutExtension(e.Path)).Where(n => n.StartsWith("RM", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Path, string Text)> Files(Func<string, bool> wanted)
    {
        using BinaryReader bundle = Open();
        foreach ((string path, int length) in Entries(bundle).Where(e => wanted(e.Path)))
        {
            yield return (path, Encoding.UTF8.GetString(bundle.ReadBytes(length)));
        }
    }

    private static BinaryReader Open() => new(typeof(BuiltInRules).Assembly.GetManifestResourceStream("rules.bundle")!);

    /// <summary>Paths and lengths in ordinal order; what is not read of a file is passed over.</summary>
    private static IEnumerable<(string Path, int Length)> Entries(BinaryReader bundle)
    {
        for (int left = bundle.ReadInt32(); left > 0; left--)
        {
            string path = bundle.ReadString();
            int length = bundle.ReadInt32();
            long next = bundle.BaseStream.Position + length;
            yield return (path, length);
            bundle.BaseStream.Position = next;
        }
    }
}
