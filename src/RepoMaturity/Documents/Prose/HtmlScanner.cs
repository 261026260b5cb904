using System.Net;
using System.Text;

namespace RepoMaturity.Documents.Prose;

/// <summary>Headings, links, pictures and text of HTML inside Markdown; comments, scripts and styles are passed over.</summary>
internal static class HtmlScanner
{
    /// <summary>Reads the piece of a document between two offsets; the text of a link may go on behind it.</summary>
    public static void Scan(string html, int start, int stop, LineMap map, ProseBuilder builder)
    {
        StringBuilder text = new();
        int textAt = start;
        int headingLevel = 0;
        for (int i = start; i < stop;)
        {
            if (html[i] != '<')
            {
                text.Append(html[i++]);
                continue;
            }

            if (html.AsSpan(i).StartsWith("<!--", StringComparison.Ordinal))
            {
                int close = html.IndexOf("-->", i, StringComparison.Ordinal);
                i = close < 0 ? html.Length : close + 3;
                continue;
            }

            int end = EndOfTag(html, i);
            string name = NameOf(html, i);
            if (name is "script" or "style")
            {
                int close = html.IndexOf("</" + name, end, StringComparison.OrdinalIgnoreCase);
                i = close < 0 ? html.Length : close;
                continue;
            }

            (int line, int column) = map.At(i);
            bool isImage = name is "img" or "source" or "video";
            if (isImage || name == "a")
            {
                string target = Attribute(html, i, end, isImage ? "src" : "href");
                string label = isImage ? Attribute(html, i, end, "alt") : TextUpTo(html, end, "</a");
                builder.AddLink(target, label, line, column, isImage);
            }

            bool isHeading = name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6';
            bool isBlock = isHeading || name is "p" or "div" or "br" or "li" or "td" or "th" or "tr" or "table" or "ul" or "ol" or "details" or "summary" or "center";
            if (isBlock)
            {
                Flush(headingLevel);
                bool isClosing = i + 1 < html.Length && html[i + 1] == '/';
                headingLevel = isHeading && !isClosing ? name[1] - '0' : isHeading ? 0 : headingLevel;
                textAt = end;
            }

            i = end;
        }

        Flush(headingLevel);

        void Flush(int level)
        {
            string content = WebUtility.HtmlDecode(text.ToString());
            text.Clear();
            int line = map.At(Math.Min(textAt, html.Length)).Line;
            if (level > 0)
            {
                builder.AddHeading(level, content, line);
            }
            else
            {
                builder.AddText(content, line);
            }
        }
    }

    private static string NameOf(string html, int at)
    {
        int start = at + 1 < html.Length && html[at + 1] == '/' ? at + 2 : at + 1;
        int end = start;
        while (end < html.Length && char.IsAsciiLetterOrDigit(html[end]) && end - start < 16)
        {
            end++;
        }

        return html[start..end].ToLowerInvariant();
    }

    /// <summary>Offset behind the tag's closing bracket, quotes minded.</summary>
    private static int EndOfTag(string html, int at)
    {
        char quote = '\0';
        for (int i = at + 1; i < html.Length; i++)
        {
            char c = html[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '>')
            {
                return i + 1;
            }
        }

        return html.Length;
    }

    private static string Attribute(string html, int start, int end, string name)
    {
        ReadOnlySpan<char> tag = html.AsSpan(start, end - start);
        for (int at = IndexOfName(tag, name, 0); at > 0; at = IndexOfName(tag, name, at + 1))
        {
            ReadOnlySpan<char> rest = tag[(at + name.Length)..].TrimStart();
            if (!char.IsWhiteSpace(tag[at - 1]) || rest is not ['=', ..])
            {
                continue;
            }

            rest = rest[1..].TrimStart();
            if (rest is ['"' or '\'', ..])
            {
                int close = rest[1..].IndexOf(rest[0]);
                return close < 0 ? "" : WebUtility.HtmlDecode(rest.Slice(1, close).ToString());
            }

            int space = rest.IndexOfAny(' ', '>', '\n');
            return WebUtility.HtmlDecode((space < 0 ? rest : rest[..space]).ToString());
        }

        return "";
    }

    private static int IndexOfName(ReadOnlySpan<char> tag, string name, int from)
    {
        int at = from >= tag.Length ? -1 : tag[from..].IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? -1 : from + at;
    }

    /// <summary>Text between tags up to a closing one, at most 400 characters away.</summary>
    private static string TextUpTo(string html, int from, string close)
    {
        ReadOnlySpan<char> near = html.AsSpan(from, Math.Min(400, html.Length - from));
        int end = near.IndexOf(close, StringComparison.OrdinalIgnoreCase);
        StringBuilder text = new();
        bool inTag = false;
        foreach (char c in end < 0 ? [] : near[..end])
        {
            inTag = c == '<' || (inTag && c != '>');
            text.Append(inTag || c == '>' ? "" : c);
        }

        return WebUtility.HtmlDecode(text.ToString());
    }
}
