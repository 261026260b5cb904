using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>Reads tasks that are Python functions: sessions of nox, tasks of invoke.</summary>
internal static class PythonTasks
{
    private const int MaxTargets = 500;

    /// <summary>Sessions and the arguments of <c>session.run(…)</c>, <c>$*</c> for those that are no literals; with the name <c>nox.options.sessions</c> unread, all are defaults.</summary>
    public static TaskFile? Nox(DocumentSet documents, SnapshotFile file) =>
        Read(documents, file, "nox", d => d is "nox.session" or "session", c => c is "run" or "run_always" or "install_and_run", asWords: true);

    /// <summary>Tasks and the literal command of <c>c.run("…")</c>.</summary>
    public static TaskFile? Invoke(DocumentSet documents, SnapshotFile file) =>
        Read(documents, file, "invoke", d => d is "invoke.task" or "task" or "invoke.tasks.task", c => c is "run" or "sudo", asWords: false);

    private static TaskFile? Read(DocumentSet documents, SnapshotFile file, string tool, Func<string, bool> isDecorator, Func<string, bool> isRun, bool asWords)
    {
        if (PythonModule.Of(documents, file) is not { } module)
        {
            return null;
        }

        ILookup<string, WordList> lists = (asWords ? Lists(documents.Bytes(file) ?? []) : []).ToLookup(l => l.Name, StringComparer.Ordinal);
        ILookup<PythonDefinition, PythonCall> calls = module.Calls.Where(c => Outermost(c.Enclosing) is not null).ToLookup(c => Outermost(c.Enclosing)!);
        List<TaskTarget> targets = [];
        foreach (PythonDefinition definition in module.Definitions.Where(d => d.Parent is null && d.Decorators.Any(n => isDecorator(n.Target))).Take(MaxTargets))
        {
            List<TaskCommand> commands = [];
            foreach (PythonCall call in calls[definition])
            {
                int dot = call.Target.LastIndexOf('.');
                List<string> words = [.. call.Arguments.Where(a => a.Name is null).TakeWhile(a => a.Kind is PythonArgumentKind.String or PythonArgumentKind.Expression or PythonArgumentKind.Formatted or PythonArgumentKind.Name or PythonArgumentKind.Unpacked or PythonArgumentKind.Number)
                    .SelectMany(a => a.Kind is PythonArgumentKind.String or PythonArgumentKind.Number ? [a.Value ?? ""]
                        : a.Kind == PythonArgumentKind.Unpacked && lists[a.Value ?? ""].Where(l => l.Line >= definition.Line && l.Line <= call.Line).ToArray() is [var list] ? list.Words
                        : (IReadOnlyList<string>)["$*"])];
                if (dot > 0 && isRun(call.Target[(dot + 1)..]) && words.Count > 0 && words[0] != "$*" && call.Arguments[0].Kind is PythonArgumentKind.String or PythonArgumentKind.Unpacked)
                {
                    commands.Add(new TaskCommand(asWords ? string.Join(' ', words) : words[0], new Location(file.Path, call.Line))
                    {
                        Words = asWords ? words : null,
                        FailureIgnored = call.Keyword("warn") is { Value: "True" } ? "warn=True" : call.Keyword("success_codes") is not null ? "success_codes" : null,
                    });
                }
            }

            string name = NameOf(module, definition, isDecorator);
            targets.Add(new TaskTarget(tool == "invoke" ? name.Replace('_', '-') : name, new Location(file.Path, definition.Line)) { Commands = commands });
        }

        return targets.Count == 0 ? null : new TaskFile(file, tool, targets) { Defaults = [.. targets.Select(t => t.Name)] };
    }

    /// <summary>Lists of words that a name is given: <c>args = ["-W"]</c>, <c>args = session.posargs or ["-W"]</c>; the parser keeps none.</summary>
    private static List<WordList> Lists(byte[] source)
    {
        List<WordList> lists = [];
        PythonLexer lexer = new(source, PythonSegments.WholeFile(source.Length));
        while (lexer.NextSegment())
        {
            while (lexer.ReadLine() && lists.Count < MaxTargets)
            {
                ReadOnlySpan<Token> tokens = lexer.Tokens;
                int open = tokens.Length - 1;
                while (open > 0 && tokens[open].Kind != TokenKind.SquareOpen)
                {
                    open--;
                }

                if (open > 1 && tokens[0].Kind == TokenKind.Name && tokens[1].Kind == TokenKind.Assign && tokens[^1].Kind == TokenKind.SquareClose && tokens[open - 1].Kind is TokenKind.Assign or TokenKind.Or)
                {
                    lists.Add(new WordList(Text(source, tokens[0]), tokens[0].Line, Words(source, tokens[(open + 1)..^1])));
                }
            }
        }

        lexer.Release();
        return lists;
    }

    /// <summary>The strings between commas, <c>$*</c> for another expression.</summary>
    private static List<string> Words(byte[] source, ReadOnlySpan<Token> tokens)
    {
        List<string> words = [];
        int depth = 0;
        for (int i = 0, start = 0; i <= tokens.Length; i++)
        {
            if (i == tokens.Length || (depth == 0 && tokens[i].Kind == TokenKind.Comma))
            {
                if (i > start)
                {
                    words.Add(i == start + 1 && tokens[start].Kind == TokenKind.String ? StringLiteral.Decode(source.AsSpan(tokens[start].Start, tokens[start].Length)) : "$*");
                }

                start = i + 1;
            }
            else
            {
                depth += tokens[i].Kind is TokenKind.ParenOpen or TokenKind.BraceOpen or TokenKind.FieldOpen ? 1 : tokens[i].Kind is TokenKind.ParenClose or TokenKind.BraceClose or TokenKind.FieldClose ? -1 : 0;
            }
        }

        return words;
    }

    private static string Text(byte[] source, in Token token) => System.Text.Encoding.UTF8.GetString(source, token.Start, token.Length);

    /// <summary>The function's own name, or the <c>name=</c> of its decorator, which stands in the lines just above it.</summary>
    private static string NameOf(PythonModule module, PythonDefinition definition, Func<string, bool> isDecorator)
    {
        PythonCall? decorator = module.Calls.LastOrDefault(c => c.Enclosing is null && isDecorator(c.Target) && c.Line <= definition.Line && c.Line >= definition.Line - 12
            && !module.Definitions.Any(d => d.Line > c.Line && d.Line < definition.Line));
        return decorator?.Keyword("name") is { Kind: PythonArgumentKind.String, Value: { } given } ? given : definition.Name;
    }

    private sealed record WordList(string Name, int Line, IReadOnlyList<string> Words);

    private static PythonDefinition? Outermost(PythonDefinition? definition)
    {
        while (definition?.Parent is { } parent)
        {
            definition = parent;
        }

        return definition;
    }
}
