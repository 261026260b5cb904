using System.Text;

namespace RepoMaturity.Documents;

/// <summary>Makes YAML or Python of a file that a generator (Go templates, Jinja) still has to fill in.</summary>
internal static class TemplateText
{
    /// <summary>Stands for what the generator fills in.</summary>
    internal const string Placeholder = "template_value";

    /// <summary>
    /// Lines that hold nothing but directives become empty, so that all branches stand; directives within a line become a placeholder.
    /// Line numbers stay. The expressions <c>${{ }}</c> of the CI hosts are kept.
    /// </summary>
    public static string Fill(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            AppendLine(result, line);
            result.Append('\n');
        }

        return result.ToString();
    }

    private static void AppendLine(StringBuilder result, ReadOnlySpan<char> line)
    {
        int start = result.Length;
        bool only = true;
        bool any = false;
        for (int i = 0; i < line.Length; i++)
        {
            // Go templates keep text that holds braces in strings.
            if ((line[i..].StartsWith("{{`") || line[i..].StartsWith("{{\"")) && line[(i + 3)..].IndexOf([line[i + 2], '}', '}']) is >= 0 and int raw)
            {
                only = false;
                result.Append(line.Slice(i + 3, raw));
                i += raw + 5;
                continue;
            }

            bool host = line[i] == '$' && line[(i + 1)..].StartsWith("{{");
            bool directive = line[i..].StartsWith("{{") || line[i..].StartsWith("{%") || line[i..].StartsWith("{#");
            int end = host || directive ? CloseOf(line, i + (host ? 1 : 0)) : -1;
            if (end < 0)
            {
                only &= char.IsWhiteSpace(line[i]);
                result.Append(line[i]);
            }
            else
            {
                any |= directive;
                only &= directive;
                result.Append(host ? line[i..end] : Placeholder);
                i = end - 1;
            }
        }

        if (any && only)
        {
            result.Length = start;
        }
    }

    private static int CloseOf(ReadOnlySpan<char> line, int open)
    {
        string close = line[open + 1] switch { '{' => "}}", '%' => "%}", _ => "#}" };
        int at = line[(open + 2)..].IndexOf(close);
        return at < 0 ? -1 : open + 2 + at + 2;
    }
}
