using System.Globalization;
using System.Text;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Prose;

/// <summary>Collects a document while its text is read from top to bottom.</summary>
internal sealed class ProseBuilder
{
    private const int MaxLevel = 6;

    private readonly List<Heading> _headings = [];
    private readonly List<Link> _links = [];
    private readonly List<CodeBlock> _code = [];
    private readonly List<(int Line, string Text)> _texts = [];
    private readonly List<(string Name, string Value, int Line, bool IsItem)> _fields = [];
    private readonly HashSet<string> _slugs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    public DataNode? FrontMatter { get; set; }

    public ParseProblem? Problem { get; set; }

    public void AddHeading(int level, string text, int line)
    {
        text = Flat(text);
        if (text.Length > 0)
        {
            _headings.Add(new Heading(level, text, line, Unique(Slug(text))));
            AddText(text, line);
        }
    }

    public void AddLink(string? target, string text, int line, int column, bool isImage)
    {
        if (target?.Trim() is { Length: > 0 } known)
        {
            _links.Add(new Link(known, Flat(text), line, column, isImage));
        }
    }

    public void AddCode(string language, string text, int line) => _code.Add(new CodeBlock(language.Trim().ToLowerInvariant(), text, line));

    public void AddText(string text, int line)
    {
        text = text.Trim();
        if (text.Length > 0)
        {
            _texts.Add((line, text));
        }
    }

    /// <summary>A key with its value; that of a list item ends with it, any other heads what follows.</summary>
    public void AddField(string name, string value, int line, bool isItem) => _fields.Add((Flat(name), value.Trim(), line, isItem));

    public ProseDocument Build(int lines) => new()
    {
        FrontMatter = FrontMatter,
        Problem = Problem,
        Headings = _headings,
        Links = [.. _links.OrderBy(l => l.Line).ThenBy(l => l.Column)],
        CodeBlocks = _code,
        Sections = Sections(lines),
        Fields = [.. _fields.Select(f => FieldOf(f, lines))],
        Text = string.Join('\n', _texts.Select(t => t.Text)),
    };

    /// <summary>GitHub's anchor: lower case, letters, digits, dashes and underscores kept, spaces to dashes.</summary>
    internal static string Slug(string text)
    {
        StringBuilder slug = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (Rune.IsLetterOrDigit(rune) || isMark || rune.Value is '-' or '_')
            {
                slug.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (rune.Value == ' ')
            {
                slug.Append('-');
            }
        }

        return slug.ToString();
    }

    private string Unique(string slug)
    {
        string candidate = slug;
        while (!_slugs.Add(candidate))
        {
            int n = _repeats[slug] = _repeats.GetValueOrDefault(slug) + 1;
            candidate = slug + "-" + n.ToString(CultureInfo.InvariantCulture);
        }

        return candidate;
    }

    private Section[] Sections(int lines)
    {
        Section[] sections = new Section[_headings.Count];
        List<int> open = [];
        for (int i = 0; i <= _headings.Count; i++)
        {
            int level = i < _headings.Count ? _headings[i].Level : 0;
            while (open.Count > 0 && _headings[open[^1]].Level >= level)
            {
                int endLine = i < _headings.Count ? _headings[i].Line - 1 : lines;
                sections[open[^1]] = SectionOf(_headings[open[^1]], endLine);
                open.RemoveAt(open.Count - 1);
            }

            open.Add(i);
        }

        return sections;
    }

    private Section SectionOf(Heading heading, int endLine)
    {
        int first = FirstAfter(heading.Line);
        int end = FirstAfter(endLine);
        string text = string.Join('\n', _texts[first..Math.Max(first, end)].Select(t => t.Text));
        return new Section(heading, text, WordsOf(text), Math.Max(heading.Line, endLine));
    }

    private Section FieldOf((string Name, string Value, int Line, bool IsItem) field, int lines)
    {
        int next = _headings.Select(h => h.Line).Concat(_fields.Where(f => !f.IsItem).Select(f => f.Line)).Where(l => l > field.Line).DefaultIfEmpty(lines + 1).Min();
        int end = field.IsItem ? field.Line : next - 1;
        Section rest = SectionOf(new Heading(MaxLevel + 1, field.Name, field.Line, ""), end);
        string text = (field.Value + "\n" + rest.Text).Trim();
        return rest with { Text = text, Words = WordsOf(text) };
    }

    private int FirstAfter(int line)
    {
        int low = 0;
        int high = _texts.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _texts[middle].Line <= line ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int WordsOf(string text)
    {
        int words = 0;
        bool inWord = false;
        foreach (char c in text)
        {
            bool isPart = char.IsLetterOrDigit(c) || (inWord && c is '\'' or '-' or '_' or '.');
            words += isPart && !inWord ? 1 : 0;
            inWord = isPart;
        }

        return words;
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Turns offsets of a text into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly List<int> _starts = [0];

    public LineMap(string text)
    {
        for (int at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            _starts.Add(at + 1);
        }
    }

    public int Lines => _starts.Count;

    public (int Line, int Column) At(int offset)
    {
        int index = _starts.BinarySearch(offset);
        index = index < 0 ? ~index - 1 : index;
        return (index + 1, offset - _starts[index] + 1);
    }
}
