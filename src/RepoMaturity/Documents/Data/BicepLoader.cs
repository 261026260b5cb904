namespace RepoMaturity.Documents.Data;

/// <summary>
/// The resources of a Bicep file in the shape of the template it becomes: <c>resources.*.type</c>. Read by line as its formatter writes them;
/// expressions stay text, and what is only referred to (<c>existing</c>) is left out.
/// </summary>
internal sealed class BicepLoader
{
    private const int MaxDepth = 50;
    private const int MaxLength = 1 << 20;

    private readonly string[] _lines;
    private readonly List<DataNode> _resources = [];
    private int _at;

    private BicepLoader(string text) => _lines = (text.Length > MaxLength ? text[..MaxLength] : text).Split('\n');

    public static DataDocument Load(string text)
    {
        BicepLoader reader = new(text);
        reader.ReadBody([], ' ', 0);
        return new DataDocument([DataNode.Mapping([new DataEntry("resources", DataNode.Sequence(reader._resources, 1, 1), 1, 1)], 1, 1)], null);
    }

    /// <summary>Reads lines up to the bracket that closes them.</summary>
    private void ReadBody(List<DataEntry> entries, char close, int depth)
    {
        while (_at < _lines.Length)
        {
            string line = _lines[_at++].Trim();
            int number = _at;
            if (line.Length > 0 && line[0] == close)
            {
                return;
            }

            bool opens = line.Length > 0 && line[^1] is '{' or '[' && !line.StartsWith("//", StringComparison.Ordinal) && depth < MaxDepth;
            if (line.StartsWith("resource ", StringComparison.Ordinal) && line.Split('\'') is [_, var type, var rest, ..])
            {
                List<DataEntry> body = [new DataEntry("type", DataNode.Scalar(type.Split('@')[0], number, 1), number, 1)];
                ReadInner(body, opens, depth);
                if (!rest.Contains("existing", StringComparison.Ordinal))
                {
                    _resources.Add(DataNode.Mapping(body, number, 1));
                }

                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string key = colon > 0 ? line[..colon].Trim('\'') : "";
            bool isKey = key.Length > 0 && key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.');
            if (opens)
            {
                List<DataEntry> inner = [];
                ReadInner(inner, true, depth);
                entries.Add(new DataEntry(isKey ? key : "", DataNode.Mapping(inner, number, 1), number, 1));
            }
            else if (isKey)
            {
                entries.Add(new DataEntry(key, DataNode.Scalar(line[(colon + 1)..].Split("//")[0].Trim().Trim('\''), number, 1), number, 1));
            }
        }
    }

    private void ReadInner(List<DataEntry> entries, bool opens, int depth)
    {
        if (opens)
        {
            ReadBody(entries, _lines[_at - 1].TrimEnd()[^1] == '[' ? ']' : '}', depth + 1);
        }
    }
}
