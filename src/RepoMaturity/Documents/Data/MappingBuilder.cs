namespace RepoMaturity.Documents.Data;

/// <summary>Collects a mapping's entries in the order of the file; a repeated key keeps its first place in the order and its last value.</summary>
internal sealed class MappingBuilder(int line, int column)
{
    private const int IndexedFrom = 16;
    private readonly List<DataEntry> _entries = [];
    private Dictionary<string, int>? _index;

    public int Count => _entries.Count;

    public void Add(string key, DataNode value, int keyLine, int keyColumn)
    {
        DataEntry entry = new(key, value, keyLine, keyColumn);
        int old = Find(key);
        if (old >= 0)
        {
            _entries[old] = entry;
            return;
        }

        _index?.Add(key, _entries.Count);
        _entries.Add(entry);
    }

    public DataNode ToNode() => DataNode.Mapping(_entries, line, column);

    private int Find(string key)
    {
        if (_index is null && _entries.Count >= IndexedFrom)
        {
            _index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < _entries.Count; i++)
            {
                _index.Add(_entries[i].Key, i);
            }
        }

        return _index is null ? _entries.FindIndex(e => e.Key == key) : _index.GetValueOrDefault(key, -1);
    }
}
