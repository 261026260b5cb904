using System.Text;
using System.Text.Json;

namespace RepoMaturity.Documents.Notebooks;

/// <summary>Reads a notebook straight from its bytes, so that each source line keeps its line in the file.</summary>
internal ref struct NotebookReader
{
    private const int MaxDepth = 200;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<NotebookCell> _cells = [];
    private Utf8JsonReader _json;
    private int _countedTo;
    private int _line = 1;
    private int _format;
    private int _formatMinor;
    private string? _kernelName;
    private string? _language;
    private string? _kernelLanguage;
    private string? _languageVersion;

    public NotebookReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Why reading stopped before the end, or null.</summary>
    public ParseProblem? Problem { get; private set; }

    public void Read()
    {
        try
        {
            if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            {
                Problem = new ParseProblem("not a notebook", 1);
                return;
            }

            ReadRoot();
            _json.Read();
        }
        catch (JsonException e)
        {
            Problem = new ParseProblem("invalid JSON", (int)Math.Min(e.LineNumber ?? 0, int.MaxValue - 1) + 1);
        }
        catch (InvalidOperationException)
        {
            // A property name with half a surrogate pair.
            Problem = new ParseProblem("invalid text in JSON", CurrentLine());
        }
    }

    public readonly Notebook ToNotebook() => new()
    {
        Cells = _cells,
        Format = _format,
        FormatMinor = _formatMinor,
        KernelName = _kernelName,
        Language = (_language ?? _kernelLanguage)?.ToLowerInvariant(),
        LanguageVersion = _languageVersion,
        Problem = Problem,
    };

    private void ReadRoot()
    {
        while (NextProperty())
        {
            if (Is("cells"u8))
            {
                ReadCells();
            }
            else if (Is("worksheets"u8))
            {
                ReadWorksheets();
            }
            else if (Is("metadata"u8))
            {
                ReadMetadata();
            }
            else if (Is("nbformat"u8))
            {
                _format = ReadNumber() ?? 0;
            }
            else if (Is("nbformat_minor"u8))
            {
                _formatMinor = ReadNumber() ?? 0;
            }
            else
            {
                SkipValue();
            }
        }
    }

    private void ReadWorksheets()
    {
        if (!EnterArray())
        {
            return;
        }

        while (NextItem())
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                _json.Skip();
                continue;
            }

            while (NextProperty())
            {
                if (Is("cells"u8))
                {
                    ReadCells();
                }
                else
                {
                    SkipValue();
                }
            }
        }
    }

    private void ReadCells()
    {
        if (!EnterArray())
        {
            return;
        }

        while (NextItem())
        {
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ReadCell();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadCell()
    {
        int line = CurrentLine();
        NotebookCellKind kind = NotebookCellKind.Raw;
        StringBuilder source = new();
        List<int> lines = [];
        int? executionCount = null;
        IReadOnlyList<string> tags = [];
        NotebookOutputs outputs = default;
        while (NextProperty())
        {
            if (Is("cell_type"u8))
            {
                kind = ReadText() switch
                {
                    "code" => NotebookCellKind.Code,
                    "markdown" or "heading" or "html" => NotebookCellKind.Markdown,
                    _ => NotebookCellKind.Raw,
                };
            }
            else if (Is("source"u8) || Is("input"u8))
            {
                ReadSource(source, lines);
            }
            else if (Is("execution_count"u8) || Is("prompt_number"u8))
            {
                executionCount = ReadNumber();
            }
            else if (Is("language"u8))
            {
                string? language = ReadText();
                _kernelLanguage ??= language;
            }
            else if (Is("metadata"u8))
            {
                tags = ReadTags();
            }
            else if (Is("outputs"u8))
            {
                outputs = ReadOutputs();
            }
            else
            {
                SkipValue();
            }
        }

        _cells.Add(new NotebookCell(kind, source.ToString(), lines.Count == 0 ? [line] : lines)
        {
            ExecutionCount = executionCount,
            Tags = tags,
            Outputs = outputs,
        });
    }

    /// <summary>Reads a string or an array of strings, with the file's line of each line.</summary>
    private void ReadSource(StringBuilder source, List<int> lines)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            AddSource(source, lines);
        }
        else if (_json.TokenType == JsonTokenType.StartArray)
        {
            while (NextItem())
            {
                if (_json.TokenType == JsonTokenType.String)
                {
                    AddSource(source, lines);
                }
                else
                {
                    _json.Skip();
                }
            }
        }
        else
        {
            _json.Skip();
        }
    }

    private void AddSource(StringBuilder source, List<int> lines)
    {
        string text = CurrentText();
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }

        int line = CurrentLine();
        for (int i = 0; i < text.Length; i++)
        {
            if ((i == 0 && (source.Length == 0 || source[^1] == '\n')) || (i > 0 && text[i - 1] == '\n'))
            {
                lines.Add(line);
            }
        }

        source.Append(text);
    }

    private NotebookOutputs ReadOutputs()
    {
        if (!EnterArray())
        {
            return default;
        }

        int line = CurrentLine();
        long start = _json.TokenStartIndex;
        int count = 0;
        OutputSummary summary = default;
        while (NextItem())
        {
            count++;
            ReadOutput(ref summary);
        }

        return count == 0 ? default : new NotebookOutputs(count, _json.BytesConsumed - start, summary.Text, summary.HasImage, summary.ErrorName, line);
    }

    private struct OutputSummary
    {
        public long Text;
        public bool HasImage;
        public string? ErrorName;
    }

    /// <summary>Reads an output, and its <c>data</c> bundle where format 4 has one.</summary>
    private void ReadOutput(ref OutputSummary summary)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (NextProperty())
        {
            if (Is("data"u8))
            {
                _json.Read();
                if (_json.TokenType == JsonTokenType.StartObject)
                {
                    while (NextProperty())
                    {
                        ReadPayload(ref summary);
                    }
                }
                else
                {
                    _json.Skip();
                }
            }
            else
            {
                ReadPayload(ref summary);
            }
        }
    }

    private void ReadPayload(ref OutputSummary summary)
    {
        if (Is("ename"u8))
        {
            string? name = ReadText();
            summary.ErrorName ??= name;
        }
        else if (_json.ValueTextEquals("png"u8) || Is("jpeg"u8) || Is("svg"u8) || _json.ValueSpan.StartsWith("image/"u8))
        {
            summary.HasImage = true;
            SkipValue();
        }
        else if (Is("text"u8) || Is("html"u8) || _json.ValueSpan.StartsWith("text/"u8))
        {
            _json.Read();
            summary.Text += TextBytes();
        }
        else
        {
            SkipValue();
        }
    }

    /// <summary>Bytes of a string or of the strings of an array, as escaped.</summary>
    private long TextBytes()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            return _json.ValueSpan.Length;
        }

        long bytes = 0;
        if (_json.TokenType == JsonTokenType.StartArray)
        {
            while (NextItem())
            {
                bytes += _json.TokenType == JsonTokenType.String ? _json.ValueSpan.Length : 0;
                _json.Skip();
            }
        }
        else
        {
            _json.Skip();
        }

        return bytes;
    }

    private IReadOnlyList<string> ReadTags()
    {
        List<string> tags = [];
        if (!EnterObject())
        {
            return tags;
        }

        while (NextProperty())
        {
            if (!Is("tags"u8))
            {
                SkipValue();
            }
            else if (EnterArray())
            {
                while (NextItem())
                {
                    if (_json.TokenType == JsonTokenType.String)
                    {
                        tags.Add(CurrentText());
                    }

                    _json.Skip();
                }
            }
        }

        return tags;
    }

    private void ReadMetadata()
    {
        if (!EnterObject())
        {
            return;
        }

        while (NextProperty())
        {
            bool isKernel = Is("kernelspec"u8);
            if (!isKernel && !Is("language_info"u8))
            {
                SkipValue();
                continue;
            }

            if (!EnterObject())
            {
                continue;
            }

            while (NextProperty())
            {
                if (Is("name"u8))
                {
                    string? name = ReadText();
                    (_kernelName, _language) = isKernel ? (name, _language) : (_kernelName, name);
                }
                else if (isKernel && Is("language"u8))
                {
                    _kernelLanguage = ReadText();
                }
                else if (!isKernel && Is("version"u8))
                {
                    _languageVersion = ReadText();
                }
                else
                {
                    SkipValue();
                }
            }
        }
    }

    /// <summary>Moves to the next property of the current object; false at its end.</summary>
    private bool NextProperty() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next item of the current array; false at its end.</summary>
    private bool NextItem() => _json.Read() && _json.TokenType != JsonTokenType.EndArray;

    private readonly bool Is(ReadOnlySpan<byte> property) => _json.ValueTextEquals(property);

    private bool EnterArray() => Enter(JsonTokenType.StartArray);

    private bool EnterObject() => Enter(JsonTokenType.StartObject);

    private bool Enter(JsonTokenType type)
    {
        _json.Read();
        if (_json.TokenType == type)
        {
            return true;
        }

        _json.Skip();
        return false;
    }

    private void SkipValue()
    {
        _json.Read();
        _json.Skip();
    }

    private string? ReadText()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            return CurrentText();
        }

        _json.Skip();
        return null;
    }

    private int? ReadNumber()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Number)
        {
            return _json.TryGetInt32(out int number) ? number : null;
        }

        _json.Skip();
        return null;
    }

    private readonly string CurrentText()
    {
        try
        {
            return _json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8: the text as escaped.
            return Encoding.UTF8.GetString(_json.ValueSpan);
        }
    }

    /// <summary>Line of the current token; tokens only move on, so each byte is counted once.</summary>
    private int CurrentLine()
    {
        int position = (int)_json.TokenStartIndex;
        _line += _bytes[_countedTo..position].Count((byte)'\n');
        _countedTo = position;
        return _line;
    }
}
