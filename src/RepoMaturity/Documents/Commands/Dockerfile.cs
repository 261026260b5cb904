using System.Text.Json;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Keyword">In upper case: <c>RUN</c>, <c>FROM</c>.</param>
/// <param name="Arguments">The rest with continuations joined by newlines, flags taken off, comments inside left out; the body of a here-document for <c>RUN</c>.</param>
/// <param name="Line">Line of the keyword, from 1.</param>
/// <param name="ScriptLine">Line on which <paramref name="Arguments"/> starts, from 1.</param>
internal sealed record DockerInstruction(string Keyword, string Arguments, int Line, int ScriptLine)
{
    /// <summary>Flags such as <c>--from=build</c>, as written.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The items of the JSON form <c>["a", "b"]</c>; null for the shell form.</summary>
    public IReadOnlyList<string>? Json { get; init; }
}

/// <summary>A stage: <c>FROM image AS name</c> and the instructions after it.</summary>
internal sealed record DockerStage(string Image, string? Name, int Line, IReadOnlyList<DockerInstruction> Instructions);

/// <summary>A parsed Dockerfile; instructions before the first <c>FROM</c> are in <see cref="Globals"/>.</summary>
internal sealed record Dockerfile(IReadOnlyList<DockerInstruction> Globals, IReadOnlyList<DockerStage> Stages)
{
    private const int MaxInstructions = 10_000;

    private static readonly string[] Keywords =
    [
        "FROM", "RUN", "CMD", "ENTRYPOINT", "COPY", "ADD", "USER", "ENV", "ARG", "WORKDIR", "EXPOSE", "LABEL", "VOLUME", "HEALTHCHECK", "SHELL", "ONBUILD", "STOPSIGNAL", "MAINTAINER",
    ];

    public IEnumerable<DockerInstruction> Instructions => Globals.Concat(Stages.SelectMany(s => s.Instructions));

    /// <summary>True for <c>Dockerfile</c>, <c>Dockerfile.cpu</c>, <c>BaseDockerfile</c>, <c>train.Dockerfile</c>, <c>Containerfile</c>; not for source code called so.</summary>
    public static bool IsDockerfile(SnapshotFile file) =>
        file.Name == "Containerfile"
        || file.Name.EndsWith("Dockerfile", StringComparison.OrdinalIgnoreCase)
        || (file.Name.Length > 10 && file.Name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase) && file.Name[10] is ('.' or '-' or '_')
            && file.Extension is not (".dockerignore" or ".md" or ".cs" or ".py" or ".go" or ".ts" or ".js"));

    /// <summary>The parsed file, or null when it cannot be read.</summary>
    public static Dockerfile? Of(DocumentSet documents, SnapshotFile file) => documents.Get(file, static (_, bytes) => Parse(SourceText.Decode(bytes)));

    public static Dockerfile Parse(string text)
    {
        List<DockerInstruction> globals = [];
        List<DockerStage> stages = [];
        List<DockerInstruction> current = globals;
        string[] lines = text.Split('\n');
        int count = 0;
        for (int i = 0; i < lines.Length && count < MaxInstructions; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int first = i;
            List<string> parts = [];
            while (true)
            {
                string part = lines[i].TrimEnd();
                bool goesOn = part.EndsWith('\\') || (part.EndsWith('`') && parts.Count == 0 && text.StartsWith("# escape=`", StringComparison.Ordinal));
                string content = goesOn ? part[..^1] : part;
                parts.Add(content.TrimStart().StartsWith('#') ? "" : content);
                if (!(goesOn || part.TrimStart().StartsWith('#') || part.Length == 0) || i + 1 >= lines.Length)
                {
                    break;
                }

                i++;
            }

            if (Instruction(parts, first, lines, ref i) is not { } instruction)
            {
                continue;
            }

            count++;
            if (instruction.Keyword == "FROM")
            {
                string[] words = instruction.Arguments.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
                current = [];
                stages.Add(new DockerStage(
                    words.Length > 0 ? words[0] : "",
                    words.Length > 2 && words[1].Equals("as", StringComparison.OrdinalIgnoreCase) ? words[2] : null,
                    instruction.Line,
                    current));
            }
            else
            {
                current.Add(instruction);
            }
        }

        return new Dockerfile(globals, stages);
    }

    private static DockerInstruction? Instruction(List<string> parts, int first, string[] lines, ref int i)
    {
        string head = parts[0].TrimStart();
        int space = head.AsSpan().IndexOfAny(' ', '\t');
        string keyword = (space < 0 ? head : head[..space]).ToUpperInvariant();
        if (!Keywords.Contains(keyword))
        {
            return null;
        }

        // Lines stay lines, so that a command in the middle keeps its place; the shell sees its own continuations.
        parts[0] = space < 0 ? "" : head[space..];
        string arguments = string.Join("\\\n", parts);
        List<string> flags = [];
        while (arguments.TrimStart(' ', '\t', '\\', '\n') is ['-', '-', ..] && keyword is not ("CMD" or "ENTRYPOINT" or "ENV" or "LABEL"))
        {
            int start = arguments.IndexOf("--", StringComparison.Ordinal);
            int end = arguments.AsSpan(start).IndexOfAny(" \t\\") is >= 0 and int length ? start + length : arguments.Length;
            flags.Add(arguments[start..end]);
            arguments = arguments[..start] + arguments[end..];
        }

        int script = first + 1;
        string trimmed = arguments.TrimStart(' ', '\t');
        if (keyword == "RUN" && trimmed.StartsWith("<<", StringComparison.Ordinal))
        {
            string delimiter = trimmed[2..].TrimStart('-').Trim().Split(' ')[0].Trim('"', '\'');
            List<string> body = [];
            while (++i < lines.Length && lines[i].Trim() != delimiter)
            {
                body.Add(lines[i]);
            }

            return new DockerInstruction(keyword, string.Join('\n', body), first + 1, first + 2) { Flags = flags };
        }

        return new DockerInstruction(keyword, keyword == "RUN" ? arguments : arguments.Replace("\\\n", "\n", StringComparison.Ordinal).Trim(), first + 1, script)
        {
            Flags = flags,
            Json = trimmed.StartsWith('[') ? JsonItems(arguments.Replace("\\\n", " ", StringComparison.Ordinal).Trim()) : null,
        };
    }

    private static string[]? JsonItems(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.EnumerateArray().All(static e => e.ValueKind == JsonValueKind.String)
                ? [.. document.RootElement.EnumerateArray().Select(static e => e.GetString()!)]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
