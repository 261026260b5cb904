using System.Text;

namespace RepoMaturity.Evidence;

/// <summary>
/// What a text must hold for a regular expression to match it: in <c>^FROM\s+\S*(slim|alpine)</c> "FROM", and "slim" or "alpine". Most texts hold
/// none of it, and need no regular expression then.
/// </summary>
internal static class NeededWords
{
    /// <summary>Sets of words of each of which one stands in every match; empty where nothing is sure.</summary>
    public static List<string[]> Of(string pattern)
    {
        int at = 0;
        return IsSimple(pattern) ? Alternatives(pattern, ref at) : [];
    }

    /// <summary>False of lookarounds and options, of sets inside sets, and of escapes that take more characters.</summary>
    private static bool IsSimple(string pattern)
    {
        for (int i = 0; i < pattern.Length - 1; i++)
        {
            switch (pattern[i], pattern[i + 1])
            {
                case ('(', '?') when !pattern.AsSpan(i + 2).StartsWith(":"):
                case ('-', '[') or ('[', ']') or ('^', ']'):
                case ('\\', not ('b' or 'B' or 'd' or 'D' or 's' or 'S' or 'w' or 'W')) when char.IsAsciiLetterOrDigit(pattern[i + 1]):
                    return false;
                case ('\\', _):
                    i++;
                    break;
            }
        }

        return true;
    }

    /// <summary>Reads up to the bracket that closes a group, or the end.</summary>
    private static List<string[]> Alternatives(string pattern, ref int at)
    {
        List<List<string[]>> all = [Sequence(pattern, ref at)];
        while (at < pattern.Length && pattern[at] == '|')
        {
            at++;
            all.Add(Sequence(pattern, ref at));
        }

        // Of several alternatives one word of each will do.
        return all.Count == 1 ? all[0]
            : all.TrueForAll(s => s.Count > 0) ? [[.. all.SelectMany(s => s.MaxBy(w => w.Min(t => t.Length))!)]]
            : [];
    }

    private static List<string[]> Sequence(string pattern, ref int at)
    {
        List<string[]> needed = [];
        StringBuilder word = new();
        void EndWord()
        {
            if (word.Length > 0)
            {
                needed.Add([word.ToString()]);
                word.Clear();
            }
        }

        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            char c = pattern[at++];
            List<string[]> group = [];
            bool isLetter = false;
            if (c == '(')
            {
                at += pattern.AsSpan(at).StartsWith("?:") ? 2 : 0;
                group = Alternatives(pattern, ref at);
                at++;
            }
            else if (c == '[')
            {
                while (at < pattern.Length && pattern[at] != ']')
                {
                    at += pattern[at] == '\\' ? 2 : 1;
                }

                at++;
            }
            else if (c == '\\' && at < pattern.Length)
            {
                c = pattern[at++];
                isLetter = !char.IsAsciiLetterOrDigit(c);
            }
            else
            {
                isLetter = c is not ('.' or '^' or '$');
            }

            char repeat = at < pattern.Length ? pattern[at] : ' ';
            bool mayMiss = repeat is '*' or '?' or '{';
            if (isLetter && !mayMiss)
            {
                word.Append(c);
            }
            else
            {
                EndWord();
            }

            if (!mayMiss)
            {
                needed.AddRange(group);
            }

            if (mayMiss || repeat == '+')
            {
                EndWord();
                at = repeat == '{' ? Math.Max(at, pattern.IndexOf('}', at)) + 1 : at + 1;
                at += at < pattern.Length && pattern[at] == '?' ? 1 : 0;
            }
        }

        EndWord();
        return needed;
    }
}
