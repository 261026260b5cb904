using System.Text;

namespace RepoMaturity.Documents.Prose;

/// <summary>
/// A light reader for reStructuredText, AsciiDoc and plain text: headings by underline or by leading <c>=</c>, links, pictures,
/// code blocks and paragraphs. No library reads reStructuredText; what rules ask of it is little.
/// </summary>
internal static class PlainTextReader
{
    private const int MaxLinkedLength = 4_096;
    private const string Adornments = "=-~^\"'`#*+.:_<>";

    public static ProseDocument Read(string text, bool isAsciiDoc = false)
    {
        ProseBuilder builder = new();
        if (text.Length > ProseDocument.MaxLength)
        {
            builder.Problem = new ParseProblem($"text longer than {ProseDocument.MaxLength} characters, read in part");
            text = text[..ProseDocument.MaxLength];
        }

        string[] lines = text.Split('\n');
        new Reader([.. lines.Select(l => l.TrimEnd())], builder, isAsciiDoc).Run();
        return builder.Build(lines.Length);
    }

    private sealed class Reader(string[] lines, ProseBuilder builder, bool isAsciiDoc)
    {
        private readonly List<(char Sign, bool Over)> _levels = [];
        private readonly StringBuilder _paragraph = new();
        private int _paragraphLine;

        public void Run()
        {
            for (int i = 0; i < lines.Length;)
            {
                i = ReadAt(i);
            }

            EndParagraph();
        }

        /// <summary>Reads what starts at a line and returns the line behind it.</summary>
        private int ReadAt(int i)
        {
            string line = lines[i];
            string content = line.TrimStart();
            if (content.Length == 0)
            {
                EndParagraph();
                return i + 1;
            }

            if (isAsciiDoc && (AsciiDocLevel(line) > 0 || line is "----" or "...." || line is ['[', .., ']']))
            {
                return ReadAsciiDoc(i);
            }

            if (IsAdornment(line) && i + 2 < lines.Length && lines[i + 2] == line && lines[i + 1].Trim().Length > 0 && !IsAdornment(lines[i + 1]))
            {
                AddHeading(line[0], over: true, lines[i + 1], i + 2);
                return i + 3;
            }

            if (line == content && i + 1 < lines.Length && _paragraph.Length == 0 && Underlines(lines[i + 1], line))
            {
                AddHeading(lines[i + 1][0], over: false, line, i + 1);
                return i + 2;
            }


            if (content.StartsWith(".. ", StringComparison.Ordinal) || content == "..")
            {
                EndParagraph();
                return ReadExplicit(i, content.Length > 3 ? content[3..] : "");
            }

            AddInlineLinks(line, i + 1);
            if (_paragraph.Length == 0)
            {
                _paragraphLine = i + 1;
            }

            bool opensCode = content.EndsWith("::", StringComparison.Ordinal);
            _paragraph.Append(PlainOf(opensCode ? content[..^1] : content)).Append('\n');
            if (opensCode)
            {
                EndParagraph();
                return ReadIndented(i + 1, Indent(line), "");
            }

            return i + 1;
        }

        /// <summary>A directive, a link target or a comment behind two dots.</summary>
        private int ReadExplicit(int i, string body)
        {
            int indent = Indent(lines[i]);
            int marker = body.IndexOf("::", StringComparison.Ordinal);
            if (body.StartsWith('_') && body.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                builder.AddLink(body[(colon + 2)..], body[1..colon].Trim('`'), i + 1, indent + 1, isImage: false);
                return i + 1;
            }

            if (body.StartsWith('|'))
            {
                // A substitution: |name| image:: address
                int end = body.IndexOf('|', 1);
                body = end < 0 ? body : body[(end + 1)..].TrimStart();
                marker = body.IndexOf("::", StringComparison.Ordinal);
            }

            string name = marker > 0 && !body.AsSpan(0, marker).Contains(' ') ? body[..marker].ToLowerInvariant() : "";
            string argument = marker > 0 ? body[(marker + 2)..].Trim() : "";
            switch (name)
            {
                case "code-block" or "code" or "sourcecode" or "highlight" or "prompt":
                    return ReadIndented(i + 1, indent, argument);
                case "image" or "figure":
                    ReadImage(i, indent, argument);
                    return i + 1;
                case "" or "raw":
                    for (i++; i < lines.Length && (lines[i].Length == 0 || Indent(lines[i]) > indent); i++)
                    {
                    }

                    return i;
                default:
                    // The text of notes and their kin counts.
                    builder.AddText(argument, i + 1);
                    return i + 1;
            }
        }

        private void ReadImage(int i, int indent, string address)
        {
            string alt = "";
            for (int j = i + 1; j < lines.Length && j < i + 10 && Indent(lines[j]) > indent && lines[j].Length > 0; j++)
            {
                string option = lines[j].Trim();
                if (option.StartsWith(":alt:", StringComparison.Ordinal))
                {
                    alt = option[5..];
                }
                else if (option.StartsWith(":target:", StringComparison.Ordinal))
                {
                    builder.AddLink(option[8..], alt, j + 1, Indent(lines[j]) + 1, isImage: false);
                    lines[j] = "";
                }
            }

            builder.AddLink(address, alt, i + 1, indent + 1, isImage: true);
        }

        private int ReadIndented(int i, int indent, string language)
        {
            while (i < lines.Length && (lines[i].Length == 0 || (Indent(lines[i]) > indent && lines[i].TrimStart().StartsWith(':'))))
            {
                i++;
            }

            int start = i;
            while (i < lines.Length && (lines[i].Length == 0 || Indent(lines[i]) > indent))
            {
                i++;
            }

            int end = i;
            while (end > start && lines[end - 1].Length == 0)
            {
                end--;
            }

            if (end > start)
            {
                int margin = lines[start..end].Where(l => l.Length > 0).Min(Indent);
                builder.AddCode(language, string.Join('\n', lines[start..end].Select(l => l.Length > margin ? l[margin..] : "")), start + 1);
            }

            return Math.Max(i, start);
        }

        /// <summary>AsciiDoc's headings, attribute lines and listings between two equal fences; a lone fence is nothing.</summary>
        private int ReadAsciiDoc(int i)
        {
            EndParagraph();
            int level = AsciiDocLevel(lines[i]);
            if (level > 0)
            {
                builder.AddHeading(level, lines[i][(level + 1)..], i + 1);
                return i + 1;
            }

            int close = lines[i][0] == '[' ? -1 : Array.IndexOf(lines, lines[i], i + 1);
            if (close < 0)
            {
                return i + 1;
            }

            string before = i > 0 ? lines[i - 1] : "";
            string language = before.StartsWith("[source,", StringComparison.Ordinal) ? before[8..].TrimEnd(']').Split(',')[0] : "";
            builder.AddCode(language, string.Join('\n', lines[(i + 1)..close]), i + 2);
            return close + 1;
        }

        private void AddHeading(char sign, bool over, string text, int line)
        {
            EndParagraph();
            int level = _levels.IndexOf((sign, over));
            if (level < 0)
            {
                level = _levels.Count;
                _levels.Add((sign, over));
            }

            builder.AddHeading(level + 1, PlainOf(text.Trim()), line);
        }

        private void EndParagraph()
        {
            builder.AddText(_paragraph.ToString(), _paragraphLine);
            _paragraph.Clear();
        }

        /// <summary>Bare addresses, <c>`text &lt;address&gt;`_</c>, and AsciiDoc's <c>link:</c> and <c>image:</c>.</summary>
        private void AddInlineLinks(string line, int number)
        {
            line = line.Length > MaxLinkedLength ? line[..MaxLinkedLength] : line;
            for (int i = 0; i < line.Length;)
            {
                ReadOnlySpan<char> rest = line.AsSpan(i);
                int angle = rest[0] == '`' ? rest.IndexOf(" <", StringComparison.Ordinal) : -1;
                int close = angle < 0 ? -1 : rest[angle..].IndexOf(">`_", StringComparison.Ordinal);
                if (close > 0 && !rest[1..angle].Contains('`'))
                {
                    builder.AddLink(rest.Slice(angle + 2, close - 2).ToString(), rest[1..angle].ToString(), number, i + 1, isImage: false);
                    i += angle + close + 3;
                    continue;
                }

                bool isImage = rest.StartsWith("image:", StringComparison.Ordinal);
                bool isLink = rest.StartsWith("link:", StringComparison.Ordinal);
                bool isAddress = rest.StartsWith("http://", StringComparison.Ordinal) || rest.StartsWith("https://", StringComparison.Ordinal);
                int skip = isImage ? 6 : isLink ? 5 : 0;
                if (isAddress || ((isImage || isLink) && rest.Length > skip && !char.IsWhiteSpace(rest[skip])))
                {
                    int end = skip;
                    while (end < rest.Length && !char.IsWhiteSpace(rest[end]) && rest[end] is not ('[' or '<' or '>' or '`' or '"' or ')'))
                    {
                        end++;
                    }

                    bool hasLabel = end < rest.Length && rest[end] == '[';
                    int labelEnd = hasLabel ? rest[end..].IndexOf(']') : -1;
                    if (isAddress || labelEnd > 0)
                    {
                        string target = rest[skip..end].TrimStart(':').TrimEnd(".,;:").ToString();
                        builder.AddLink(target, labelEnd > 0 ? rest.Slice(end + 1, labelEnd - 1).ToString() : target, number, i + 1, isImage);
                    }

                    i += Math.Max(end, 1);
                    continue;
                }

                i++;
            }
        }

        private static int Indent(string line) => line.Length - line.TrimStart().Length;

        /// <summary>A line of one repeated sign.</summary>
        private static bool IsAdornment(string line) =>
            line.Length >= 2 && Adornments.Contains(line[0], StringComparison.Ordinal) && !line.AsSpan().ContainsAnyExcept(line[0]);

        /// <summary>As docutils has it: at least as long as the title, or four signs.</summary>
        private static bool Underlines(string line, string title) =>
            IsAdornment(line) && !IsAdornment(title) && line.Length >= Math.Min(4, title.Length) && !title.StartsWith(".. ", StringComparison.Ordinal);

        private static int AsciiDocLevel(string line)
        {
            int level = line.AsSpan().IndexOfAnyExcept('=');
            return level is > 0 and <= 6 && line[level] == ' ' ? level : 0;
        }

        /// <summary>Without the signs of emphasis, roles and references.</summary>
        private static string PlainOf(string text)
        {
            StringBuilder plain = new(text.Length);
            for (int i = 0; i < text.Length; i++)
            {
                bool isReference = text[i] == '_' && i > 0 && text[i - 1] == '`';
                if (text[i] is not ('`' or '*' or '|') && !isReference)
                {
                    plain.Append(text[i]);
                }
            }

            return plain.ToString();
        }
    }
}
