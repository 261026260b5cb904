using System.Globalization;
using System.Text;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Documents.Data;

/// <summary>Writes a tree with its places, so that a test can expect all of it at once.</summary>
internal static class Places
{
    /// <summary>One line per entry or item: <c>path=text @line:column</c>.</summary>
    public static string[] Of(DataNode? node)
    {
        List<string> lines = [];
        if (node is not null)
        {
            Walk(node, "", lines);
        }

        return [.. lines];
    }

    public static SnapshotFile File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    public static SnapshotFile File(string path, byte[] bytes) => new(path, bytes.Length, null, SnapshotFileMode.Regular, () => bytes);

    private static void Walk(DataNode node, string path, List<string> lines)
    {
        foreach (DataEntry entry in node.Entries)
        {
            string below = path.Length == 0 ? entry.Key : path + "." + entry.Key;
            lines.Add($"{below}@{entry.Line}:{entry.Column}={Shown(entry.Value)}");
            Walk(entry.Value, below, lines);
        }

        for (int i = 0; i < node.Items.Count; i++)
        {
            string below = path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]";
            lines.Add($"{below}={Shown(node.Items[i])}");
            Walk(node.Items[i], below, lines);
        }
    }

    private static string Shown(DataNode node) => $"{node} @{node.Line}:{node.Column}";
}
