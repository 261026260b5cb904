using System.Reflection;
using RepoMaturity.Rules;

namespace RepoMaturity.Stores;

/// <summary>The rules that ship inside the library.</summary>
public static class BuiltInRules
{
    private const string Prefix = "rules/";

    /// <summary>Loads all of them without their examples, which a scan does not need and which are most of their text.</summary>
    public static RuleCatalog Load() => RuleCatalog.Load(Files(static _ => true), withExamples: false);

    /// <summary>Loads all of them with their examples.</summary>
    public static RuleCatalog LoadWithExamples() => RuleCatalog.Load(Files(static _ => true));

    /// <summary>Loads the guide and the one rule with this id, which is much faster; the catalogue has no rule when the id is unknown.</summary>
    public static RuleCatalog LoadOne(string ruleId) => RuleCatalog.Load(
        Files(path => path.StartsWith("guide/", StringComparison.Ordinal) || path.EndsWith($"/{ruleId}.yml", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Ids of all built-in rules, without reading them.</summary>
    public static IReadOnlyList<string> RuleIds { get; } =
        [.. Names().Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(n => n.StartsWith("RM", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static Assembly Source => typeof(BuiltInRules).Assembly;

    private static IEnumerable<string> Names() =>
        Source.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..].Replace('\\', '/'));

    private static IEnumerable<(string Path, string Text)> Files(Func<string, bool> wanted)
    {
        foreach (string path in Names().Where(wanted).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(Source.GetManifestResourceStream(Prefix + path)!);
            yield return (path, reader.ReadToEnd());
        }
    }
}
