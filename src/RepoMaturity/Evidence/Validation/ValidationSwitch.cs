using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Settings that turn the validation of models off, or let its outcome pass: <c>run_mode: dry_run</c> of a validation step, <c>skip_model_validation: true</c>.</summary>
internal static class ValidationSwitch
{
    private const int MaxBytes = 1 << 18;
    private const int MaxDepth = 32;
    private static readonly string[] Off = ["disabled", "dry_run", "dry-run", "dryrun", "off", "skip"];

    public static IEnumerable<TrailStep> FindOff(RepositoryEvidence evidence) =>
        from file in evidence.Snapshot.Files
        where file.HasContent && file.Size <= MaxBytes && DataLoader.FormatOf(file) is DataFormat.Yaml && file.Extension is ".yml" or ".yaml" && evidence.Trees.IsOwn(file)
            && evidence.Documents.Text(file) is { } text && text.Contains("validat", StringComparison.OrdinalIgnoreCase) && text.Contains("model", StringComparison.OrdinalIgnoreCase)
        from root in evidence.Documents.Data(file)?.Roots ?? []
        from entry in Walk(root, isValidation: false, 0)
        select new TrailStep(new Location(file.Path, entry.Line, entry.Column), $"{entry.Key}: {entry.Value.Text}");

    /// <param name="node">Where to look.</param>
    /// <param name="isValidation">True inside a step that something names a validation of models.</param>
    /// <param name="depth">How deep it stands.</param>
    private static IEnumerable<DataEntry> Walk(DataNode node, bool isValidation, int depth)
    {
        if (depth > MaxDepth)
        {
            yield break;
        }

        bool named = isValidation || node.Entries.Any(e => e.Value.Text is { Length: < 300 } text && IsValidation(text));
        foreach (DataEntry entry in node.Entries)
        {
            if (IsOff(entry, named))
            {
                yield return entry;
            }

            foreach (DataEntry inner in Walk(entry.Value, named || IsValidation(entry.Key), depth + 1))
            {
                yield return inner;
            }
        }

        // A step is named by its own entries, not by its neighbours.
        foreach (DataEntry inner in node.Items.SelectMany(i => Walk(i, isValidation: false, depth + 1)))
        {
            yield return inner;
        }
    }

    private static bool IsOff(DataEntry entry, bool isValidation)
    {
        string[] words = TestKinds.Words(entry.Key);
        bool off = entry.Value.IsFalse || (entry.Value.Text is { } text && Off.Contains(text, StringComparer.OrdinalIgnoreCase));
        return IsValidation(entry.Key)
            ? words.Any(w => w is "skip" or "disable" or "disabled") ? entry.Value.IsTrue : words.Any(w => w is "enable" or "enabled" or "mode" or "run") && off
            : isValidation && (words.Contains("mode") ? off && !entry.Value.IsFalse : words is ["dry", "run"] && entry.Value.IsTrue);
    }

    private static bool IsValidation(string text)
    {
        string[] words = TestKinds.Words(text);
        int at = Array.FindIndex(words, w => w.StartsWith("validat", StringComparison.Ordinal));
        return at > 0 && words[at - 1] is "model" or "models" || (at >= 0 && at + 1 < words.Length && words[at + 1] is "model" or "models");
    }
}
