using System.Text;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>
/// <c>setup.py</c>: the arguments of <c>setup(…)</c> as far as they are literals, lists and dictionaries of literals, sums of them,
/// or names of such values at module level. Nothing is executed; what is computed is not seen.
/// </summary>
internal static class SetupPyManifest
{
    private const int MaxTokens = 200_000;
    private const int MaxWork = 5_000_000;
    private const int MaxPieces = 1_000;

    public static DependencyManifest? Read(SnapshotFile file, string text)
    {
        Scan scan = new(Tokens(text));
        if (scan.Call("setup") is not { } call)
        {
            return null;
        }

        ManifestBuilder manifest = new(file);
        AddAll(manifest, scan.Strings(scan.Argument(call, "install_requires")), DependencyGroup.Runtime);
        AddAll(manifest, scan.Strings(scan.Argument(call, "setup_requires")), DependencyGroup.Build);
        AddAll(manifest, scan.Strings(scan.Argument(call, "tests_require")), DependencyGroup.Test);
        foreach ((string extra, int at) in scan.Keys(scan.Argument(call, "extras_require")))
        {
            AddAll(manifest, scan.Strings(at), DependencyGroup.Of(extra));
        }

        string? One(string name) => scan.Strings(scan.Argument(call, name)).FirstOrDefault().Text;
        manifest.Package = new PackageMetadata
        {
            Name = One("name"),
            Version = One("version"),
            IsDistributable = true,
            License = One("license"),
            Requires = One("python_requires"),
            IsTyped = scan.Keys(scan.Argument(call, "package_data")).SelectMany(k => scan.Strings(k.At)).Any(s => s.Text.EndsWith("py.typed", StringComparison.Ordinal)),
            Scripts =
            [
                .. scan.Keys(scan.Argument(call, "entry_points")).Where(k => k.Key == "console_scripts").SelectMany(k => scan.Strings(k.At))
                    .Select(s => s.Text.Split('=', 2, StringSplitOptions.TrimEntries)).Where(p => p.Length == 2).Select(p => KeyValuePair.Create(p[0], p[1])),
            ],
            Location = manifest.At(scan.LineOf(call)),
        };
        return manifest.Build();
    }

    private static void AddAll(ManifestBuilder manifest, IEnumerable<(string Text, int Line)> requirements, string group)
    {
        foreach ((string text, int line) in requirements)
        {
            manifest.AddPython(text, group, line);
        }
    }

    private enum Kind
    {
        Name,
        Text,
        Sign,
    }

    private readonly record struct Token(Kind Kind, string Text, int Line, int Column);

    /// <summary>Names, strings and signs; numbers are left out. A string with fields is a sign, since its value is not known.</summary>
    private static List<Token> Tokens(string text)
    {
        byte[] source = Encoding.UTF8.GetBytes(text);
        PythonLexer lexer = new(source, PythonSegments.WholeFile(source.Length));
        List<Token> tokens = [];
        while (lexer.NextSegment())
        {
            while (lexer.ReadLine() && tokens.Count < MaxTokens)
            {
                int fields = 0;
                foreach (ref readonly Python.Token token in lexer.Tokens)
                {
                    fields += token.Kind switch { TokenKind.FStringStart => 1, TokenKind.FStringEnd => -1, _ => 0 };
                    bool isInside = fields > (token.Kind == TokenKind.FStringStart ? 1 : 0) || token.Kind is TokenKind.FStringEnd or TokenKind.Number;
                    if (!isInside)
                    {
                        tokens.Add(Of(token, source));
                    }
                }
            }
        }

        lexer.Release();
        return tokens;
    }

    private static Token Of(Python.Token token, ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> bytes = source.Slice(token.Start, token.Length);
        return token.Kind == TokenKind.String
            ? new Token(Kind.Text, StringLiteral.Decode(bytes), token.Line, token.Column + 1)
            : new Token(token.Kind is TokenKind.Name or >= TokenKind.And ? Kind.Name : Kind.Sign, Encoding.UTF8.GetString(bytes), token.Line, token.Column + 1);
    }

    /// <summary>Looks things up among the tokens; a position of -1 stands for what is not there.</summary>
    private sealed class Scan(List<Token> tokens)
    {
        private readonly Dictionary<string, int> _values = Assignments(tokens);
        private int _work;

        /// <summary>Position of a call's name.</summary>
        public int? Call(string name)
        {
            for (int i = 0; i + 1 < tokens.Count; i++)
            {
                if (tokens[i] is { Kind: Kind.Name } token && token.Text == name && IsSign(i + 1, '(') && !(i > 0 && tokens[i - 1].Text == "def"))
                {
                    return i;
                }
            }

            return null;
        }

        public int LineOf(int at) => tokens[at].Line;

        /// <summary>Position of a named argument's value, also in a dictionary that the call unpacks.</summary>
        public int Argument(int call, string name)
        {
            foreach (int at in Children(call + 1))
            {
                if (tokens[at] is { Kind: Kind.Name } token && token.Text == name && IsSign(at + 1, '='))
                {
                    return at + 2;
                }

                if (tokens[at] is { Kind: Kind.Sign, Text: "**" })
                {
                    foreach ((string key, int value) in Keys(at + 1))
                    {
                        if (key == name)
                        {
                            return value;
                        }
                    }
                }
            }

            return -1;
        }

        /// <summary>Keys of a dictionary with the positions of their values.</summary>
        public IEnumerable<(string Key, int At)> Keys(int at)
        {
            at = Resolve(at);
            if (!IsSign(at, '{'))
            {
                yield break;
            }

            foreach (int child in Children(at))
            {
                if (tokens[child].Kind == Kind.Text && IsSign(child + 1, ':'))
                {
                    yield return (tokens[child].Text, child + 2);
                }
            }
        }

        /// <summary>The strings of an expression: one, or those of lists, sums and known names.</summary>
        public List<(string Text, int Line)> Strings(int at)
        {
            List<(string, int)> found = [];
            Collect(at, found, 0);
            return found;
        }

        private void Collect(int at, List<(string Text, int Line)> found, int depth)
        {
            while (at >= 0 && at < tokens.Count && depth < 16 && ++_work < MaxWork)
            {
                Token token = tokens[at];
                if (token.Kind == Kind.Text)
                {
                    string text = token.Text;
                    for (int pieces = 0; pieces < MaxPieces && at + 1 < tokens.Count && tokens[at + 1].Kind == Kind.Text; at++, pieces++)
                    {
                        text += tokens[at + 1].Text;
                    }

                    // A formatted or joined string is not the text that stands there.
                    if (!IsSign(at + 1, '.') && !IsSign(at + 1, '%'))
                    {
                        found.Add((text, token.Line));
                    }

                    at++;
                }
                else if (IsSign(at, '[') || IsSign(at, '('))
                {
                    List<int> children = Children(at, out int end);
                    foreach (int child in children)
                    {
                        if (!IsComprehension(child, end))
                        {
                            Collect(child, found, depth + 1);
                        }
                    }

                    at = end + 1;
                }
                else if (token.Kind == Kind.Name && _values.TryGetValue(token.Text, out int value) && !IsSign(at + 1, '(') && !IsSign(at + 1, '.') && !IsSign(at + 1, '['))
                {
                    Collect(value, found, depth + 1);
                    at++;
                }
                else if (IsSign(at, '*'))
                {
                    at++;
                    continue;
                }
                else
                {
                    return;
                }

                if (!IsSign(at, '+'))
                {
                    return;
                }

                at++;
            }
        }

        private int Resolve(int at)
        {
            for (int i = 0; i < 8 && at >= 0 && at < tokens.Count && tokens[at].Kind == Kind.Name && _values.TryGetValue(tokens[at].Text, out int value); i++)
            {
                at = value;
            }

            return at;
        }

        private bool IsComprehension(int at, int end)
        {
            int depth = 0;
            for (int i = at; i < end; i++)
            {
                depth += tokens[i].Kind == Kind.Sign ? Step(tokens[i].Text[0]) : 0;
                if (depth == 0 && (IsSign(i, ',') || depth < 0))
                {
                    return false;
                }

                if (depth == 0 && tokens[i] is { Kind: Kind.Name, Text: "for" })
                {
                    return true;
                }
            }

            return false;
        }

        private List<int> Children(int open) => Children(open, out _);

        /// <summary>Starts of the parts between commas inside a bracket.</summary>
        private List<int> Children(int open, out int end)
        {
            List<int> starts = [];
            int depth = 0;
            for (end = open; end < tokens.Count; end++)
            {
                int step = tokens[end].Kind == Kind.Sign ? Step(tokens[end].Text[0]) : 0;
                depth += step;
                if (depth <= 0)
                {
                    break;
                }

                bool isStart = depth == 1 && (step == 1 || IsSign(end, ','));
                if (isStart && end + 1 < tokens.Count && !(IsSign(end + 1, ']') || IsSign(end + 1, ')') || IsSign(end + 1, '}')))
                {
                    starts.Add(end + 1);
                }
            }

            _work += end - open;
            return starts;
        }

        private bool IsSign(int at, char sign) => at >= 0 && at < tokens.Count && tokens[at].Kind == Kind.Sign && tokens[at].Text is [var only] && only == sign;

        private static int Step(char sign) => sign switch
        {
            '(' or '[' or '{' => 1,
            ')' or ']' or '}' => -1,
            _ => 0,
        };

        /// <summary>Names that are set once at the start of a line, with the position of the value.</summary>
        private static Dictionary<string, int> Assignments(List<Token> tokens)
        {
            Dictionary<string, int> values = new(StringComparer.Ordinal);
            for (int i = 0; i + 2 < tokens.Count; i++)
            {
                if (tokens[i] is { Kind: Kind.Name, Column: 1 } && tokens[i + 1] is { Kind: Kind.Sign, Text: "=" })
                {
                    values[tokens[i].Text] = i + 2;
                }
            }

            return values;
        }
    }
}
