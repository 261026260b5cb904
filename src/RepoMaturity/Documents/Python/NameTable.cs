using System.Text;

namespace RepoMaturity.Documents.Python;

/// <summary>One string per different name of a source, so that a name costs an allocation only once.</summary>
internal ref struct NameTable
{
    /// <summary>Entries looked at before a name is simply allocated, so that crafted collisions cost nothing.</summary>
    private const int MaxProbes = 32;

    private readonly ReadOnlySpan<byte> _source;
    private int[] _buckets = new int[128];
    private Entry[] _entries = new Entry[64];
    private int _count;

    public NameTable(ReadOnlySpan<byte> source) => _source = source;

    private readonly record struct Entry(uint Hash, int Start, int Length, bool IsTrailing, string Text, int Next);

    /// <summary>The text of a range of the source, with <c>?.</c> before it when it hangs on something without a name.</summary>
    public string Get(int start, int length, bool isTrailing = false)
    {
        ReadOnlySpan<byte> name = _source.Slice(start, length);
        uint hash = isTrailing ? 17u : 2166136261;
        foreach (byte b in name)
        {
            hash = (hash ^ b) * 16777619;
        }

        int probes = 0;
        for (int i = _buckets[hash & (uint)(_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            ref readonly Entry entry = ref _entries[i];
            if (entry.Hash == hash && entry.Length == length && entry.IsTrailing == isTrailing && name.SequenceEqual(_source.Slice(entry.Start, length)))
            {
                return entry.Text;
            }

            if (++probes == MaxProbes)
            {
                break;
            }
        }

        string text = Encoding.UTF8.GetString(name);
        text = isTrailing ? "?." + text : text;
        if (probes < MaxProbes)
        {
            Add(hash, start, length, isTrailing, text);
        }

        return text;
    }

    private void Add(uint hash, int start, int length, bool isTrailing, string text)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            _buckets = new int[_buckets.Length * 2];
            for (int i = 0; i < _count; i++)
            {
                ref int head = ref _buckets[_entries[i].Hash & (uint)(_buckets.Length - 1)];
                _entries[i] = _entries[i] with { Next = head - 1 };
                head = i + 1;
            }
        }

        ref int bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _entries[_count] = new Entry(hash, start, length, isTrailing, text, bucket - 1);
        bucket = ++_count;
    }
}
