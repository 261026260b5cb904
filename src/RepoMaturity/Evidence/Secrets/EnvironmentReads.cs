using System.Text;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Finds where own code reads a variable of its environment.</summary>
internal static class EnvironmentReads
{
    private static readonly string[] Functions = ["os.getenv", "os.environ.get", "os.environ.pop", "getenv", "environ.get"];

    /// <summary>Reads of variables whose names promise a credential; <c>RANK</c> and its kin are none. Tests are left out.</summary>
    public static IEnumerable<TrailStep> OfCredentials(RepositoryEvidence evidence) =>
        All(evidence).Where(r => IsCredential(r.Name)).Select(r => new TrailStep(r.Location, $"reads {r.Name} from the environment"));

    /// <summary>True for the name of a password, key or token.</summary>
    public static bool IsCredential(string name) =>
        SecretName.Classify(Encoding.UTF8.GetBytes(name)) is SecretNameKind.Password or SecretNameKind.Key
        || name.EndsWith("CONNECTION_STRING", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Name, Location Location)> All(RepositoryEvidence evidence)
    {
        IEnumerable<(string Name, Location Location)> modules =
            from source in evidence.Code.Python
            where !source.IsTest
            from read in OfCalls(source.Document.Calls).Concat(OfSubscripts(evidence.Documents.Bytes(source.File) ?? []))
            select (read.Name, source.At(read.Line));
        IEnumerable<(string Name, Location Location)> notebooks =
            from source in evidence.Code.Notebooks
            where source.Document.Module is not null
            from read in OfCalls(source.Document.Module!.Calls)
            select (read.Name, source.At(read.Line));
        IEnumerable<(string Name, Location Location)> csharp =
            from source in evidence.Code.CSharp
            where !source.IsTest
            from call in source.Document.Calls
            where call.SimpleName is "GetEnvironmentVariable" && call.Arguments.Count > 0 && call.Arguments[0] is { IsLiteral: true, Value: not null }
            select (call.Arguments[0].Value!, source.At(call.Line));
        return modules.Concat(notebooks).Concat(csharp).Concat(OfSettings(evidence));
    }

    /// <summary>What settings libraries are asked for by name in the files that import them, and the fields of their settings classes.</summary>
    private static IEnumerable<(string Name, Location Location)> OfSettings(RepositoryEvidence evidence)
    {
        HashSet<string> importing = [.. evidence.Technologies.WithCapability("environment-settings").SelectMany(t => evidence.Technologies.UsesOf(t)).Select(s => s.Location.Path)];
        IEnumerable<(string Name, Location Location)> python =
            from source in evidence.Code.Python
            where !source.IsTest && importing.Contains(source.File.Path)
            from read in source.Document.Calls.Where(c => c.Arguments is [{ Name: null, Kind: PythonArgumentKind.String }, ..]).Select(c => (Name: c.Arguments[0].Value!, c.Line))
                .Concat(OfFields(source.Document, evidence.Documents.Text(source.File) ?? ""))
            select (read.Name, source.At(read.Line));
        IEnumerable<(string Name, Location Location)> csharp =
            from source in evidence.Code.CSharp
            where !source.IsTest && importing.Contains(source.File.Path)
            from call in source.Document.Calls
            where call.SimpleName.StartsWith("Get", StringComparison.Ordinal) && call.Arguments is [{ IsLiteral: true, Value: not null }, ..]
            select (call.Arguments[0].Value!, source.At(call.Line));
        return python.Concat(csharp);
    }

    /// <summary><c>api_key: str</c> in a class of settings, which pydantic fills from the environment; the parser keeps no annotations.</summary>
    private static IEnumerable<(string Name, int Line)> OfFields(PythonModule module, string text)
    {
        PythonDefinition[] classes = [.. module.Definitions.Where(d => d.Bases.Any(b => b.EndsWith("BaseSettings", StringComparison.Ordinal)))];
        return classes.Length == 0 ? []
            : from line in text.Split('\n').Index()
              let colon = line.Item.IndexOf(':', StringComparison.Ordinal)
              where colon > 0 && classes.Any(c => line.Index + 1 > c.Line && line.Index + 1 <= c.EndLine)
              let name = line.Item[..colon].Trim()
              where name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
              select (name, line.Index + 1);
    }

    private static IEnumerable<(string Name, int Line)> OfCalls(IReadOnlyList<PythonCall> calls) =>
        from call in calls
        where Functions.Contains(call.Target) && call.Arguments.Count > 0 && call.Arguments[0].Kind == PythonArgumentKind.String
        select (call.Arguments[0].Value!, call.Line);

    /// <summary><c>os.environ["X"]</c> that is not assigned to; the parser keeps no subscripts, so the tokens are read.</summary>
    private static List<(string Name, int Line)> OfSubscripts(byte[] source)
    {
        List<(string Name, int Line)> found = [];
        if (source.AsSpan().IndexOf("environ["u8) < 0)
        {
            return found;
        }

        PythonLexer lexer = new(source, PythonSegments.WholeFile(source.Length));
        while (lexer.NextSegment())
        {
            while (lexer.ReadLine())
            {
                ReadOnlySpan<Token> tokens = lexer.Tokens;
                for (int i = 0; i + 3 < tokens.Length; i++)
                {
                    if (tokens[i].Kind == TokenKind.Name && source.AsSpan(tokens[i].Start, tokens[i].Length).SequenceEqual("environ"u8)
                        && tokens[i + 1].Kind == TokenKind.SquareOpen && tokens[i + 2].Kind == TokenKind.String && tokens[i + 3].Kind == TokenKind.SquareClose
                        && (i + 4 == tokens.Length || tokens[i + 4].Kind != TokenKind.Assign))
                    {
                        found.Add((StringLiteral.Decode(source.AsSpan(tokens[i + 2].Start, tokens[i + 2].Length)), tokens[i].Line));
                    }
                }
            }
        }

        lexer.Release();
        return found;
    }
}
