using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Data;

/// <summary>What a <see cref="DataNode"/> holds.</summary>
internal enum DataNodeKind
{
    /// <summary>Null, or nothing.</summary>
    Null,

    /// <summary>A string, number, boolean or date: text in <see cref="DataNode.Text"/>.</summary>
    Scalar,

    /// <summary>An ordered list of nodes.</summary>
    Sequence,

    /// <summary>An ordered list of keys and nodes.</summary>
    Mapping,
}

/// <summary>One key of a mapping with its value and the place of the key.</summary>
internal sealed record DataEntry(string Key, DataNode Value, int Line, int Column);

/// <summary>A node of a YAML, TOML, JSON, INI, Terraform or Bicep document with its place; one shape for all.</summary>
internal sealed class DataNode
{
    private static readonly DataEntry[] NoEntries = [];
    private static readonly DataNode[] NoItems = [];

    private DataEntry[]? _below;
    private ILookup<string, DataEntry>? _belowByKey;

    private DataNode(DataNodeKind kind, int line, int column)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    public DataNodeKind Kind { get; }

    /// <summary>First line of the value, from 1.</summary>
    public int Line { get; }

    /// <summary>First column of the value, from 1.</summary>
    public int Column { get; }

    /// <summary>A scalar's text as written, without quotes; booleans are <c>true</c> and <c>false</c> for TOML and JSON and as written for YAML.</summary>
    public string? Text { get; private init; }

    /// <summary>Line on which a block scalar's text starts; equals <see cref="Line"/> otherwise.</summary>
    public int TextLine { get; private init; }

    /// <summary>True when a scalar was quoted or a block, so that it is a string whatever it looks like.</summary>
    public bool IsQuoted { get; private init; }

    /// <summary>A YAML tag such as <c>!reference</c>; null for the plain ones.</summary>
    public string? Tag { get; private init; }

    /// <summary>A mapping's entries in the order of the file; empty for the other kinds.</summary>
    public IReadOnlyList<DataEntry> Entries { get; private init; } = NoEntries;

    /// <summary>A sequence's items; empty for the other kinds.</summary>
    public IReadOnlyList<DataNode> Items { get; private init; } = NoItems;

    public bool IsMapping => Kind == DataNodeKind.Mapping;

    public bool IsSequence => Kind == DataNodeKind.Sequence;

    public bool IsScalar => Kind == DataNodeKind.Scalar;

    /// <summary>True for the scalars that YAML 1.1, TOML and JSON read as true.</summary>
    public bool IsTrue => Text is "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "1";

    /// <summary>True for the scalars that YAML 1.1, TOML and JSON read as false.</summary>
    public bool IsFalse => Text is "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "0";

    /// <summary>The value of a key of this mapping, or null; keys compare in ordinal order.</summary>
    public DataNode? this[string key]
    {
        get
        {
            foreach (DataEntry entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The text of a scalar below this mapping, or null.</summary>
    public string? TextOf(string key) => this[key]?.Text;

    /// <summary>Follows keys one after the other: <c>At("tool", "ruff", "lint")</c>.</summary>
    public DataNode? At(params ReadOnlySpan<string> keys)
    {
        DataNode? node = this;
        foreach (string key in keys)
        {
            node = node?[key];
        }

        return node;
    }

    /// <summary>All entries at any depth with a key, or with one that begins so where <c>*</c> ends it; they are gathered once.</summary>
    public IEnumerable<DataEntry> EntriesBelow(string key)
    {
        _below ??= [.. KeyPath.Below(new DataEntry("", this, Line, Column)).SelectMany(e => e.Value.Entries)];
        _belowByKey ??= _below.ToLookup(e => e.Key, StringComparer.Ordinal);
        return key.EndsWith('*') ? _below.Where(e => e.Key.AsSpan().StartsWith(key.AsSpan(0, key.Length - 1))) : _belowByKey[key];
    }

    /// <summary>The items of a sequence, or this node itself when it is a scalar or mapping: for keys that take one or many.</summary>
    public IReadOnlyList<DataNode> OneOrMany() => Kind switch
    {
        DataNodeKind.Sequence => Items,
        DataNodeKind.Null => NoItems,
        _ => [this],
    };

    public Location In(SnapshotFile file) => new(file.Path, Line, Column);

    public static DataNode Null(int line, int column) => new(DataNodeKind.Null, line, column);

    public static DataNode Scalar(string text, int line, int column, bool quoted = false, int textLine = 0, string? tag = null) =>
        new(DataNodeKind.Scalar, line, column) { Text = text, IsQuoted = quoted, TextLine = textLine == 0 ? line : textLine, Tag = tag };

    public static DataNode Sequence(IReadOnlyList<DataNode> items, int line, int column, string? tag = null) =>
        new(DataNodeKind.Sequence, line, column) { Items = items, Tag = tag };

    public static DataNode Mapping(IReadOnlyList<DataEntry> entries, int line, int column, string? tag = null) =>
        new(DataNodeKind.Mapping, line, column) { Entries = entries, Tag = tag };

    public override string ToString() => Kind switch
    {
        DataNodeKind.Scalar => Text!,
        DataNodeKind.Sequence => $"[{Items.Count} items]",
        DataNodeKind.Mapping => $"{{{Entries.Count} keys}}",
        _ => "null",
    };
}

/// <summary>A parsed data file: its root nodes (several for a YAML stream) and what could not be read.</summary>
internal sealed record DataDocument(IReadOnlyList<DataNode> Roots, ParseProblem? Problem)
{
    /// <summary>Keys of YAML that repeat an earlier one of the same mapping, which they replace.</summary>
    public IReadOnlyList<DataEntry> Duplicates { get; init; } = [];

    /// <summary>The first root, or null when nothing could be read.</summary>
    public DataNode? Root => Roots.Count > 0 ? Roots[0] : null;
}
