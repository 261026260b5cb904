using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Folders and notebooks that a test names and executes while CI runs that test.</summary>
internal static class ExecutedNotebooks
{
    private static readonly string[] Runners = ["pytest", "python", "unittest"];

    /// <summary>Paths written as text in modules that CI runs and that import something that executes notebooks.</summary>
    /// <param name="documents">The snapshot's files.</param>
    /// <param name="commands">What CI runs.</param>
    /// <param name="executors">Import roots of what executes notebooks.</param>
    public static IReadOnlyList<string> Find(DocumentSet documents, CommandGraph commands, IReadOnlyCollection<string> executors)
    {
        HashSet<(string Directory, string Scope)> scopes = [];
        foreach (Execution execution in commands.Executions.Where(e => e.Executor == Executor.Ci && Runners.Contains(e.Name) && e.WorkingDirectory is not null))
        {
            string[] named = [.. execution.Arguments.Select(a => ExecutionScope.Named(documents.Snapshot, execution.WorkingDirectory!, a)).OfType<string>()];
            scopes.UnionWith((named.Length > 0 ? named : [execution.WorkingDirectory!]).Select(s => (execution.WorkingDirectory!, s)));
        }

        byte[][] roots = [.. executors.Select(Encoding.UTF8.GetBytes)];
        return
        [
            .. from file in documents.Snapshot.Files
               where file is { Extension: ".py", HasContent: true }
               let directories = scopes.Where(s => s.Scope == file.Path || (RepositoryPath.IsWithin(file.Path, s.Scope) && file.Name.Contains("test", StringComparison.Ordinal))).Select(s => s.Directory).Distinct().ToArray()
               where directories.Length > 0
               let source = documents.Bytes(file)
               where source is not null && Array.Exists(roots, r => source.AsSpan().IndexOf(r) >= 0)
                   && PythonModule.Of(documents, file)?.Imports.Any(i => executors.Contains(i.Target.Split('.')[0])) == true
               from text in Strings(source)
               from directory in directories
               let path = RepositoryPath.Combine(directory, text)
               where path is { Length: > 0 } && (documents.Snapshot.HasDirectory(path) || documents.Snapshot.Find(path) is { Extension: ".ipynb" })
               select path,
        ];
    }

    private static List<string> Strings(byte[] source)
    {
        List<string> strings = [];
        PythonLexer lexer = new(source, PythonSegments.WholeFile(source.Length));
        while (lexer.NextSegment())
        {
            while (lexer.ReadLine())
            {
                foreach (ref readonly Token token in lexer.Tokens)
                {
                    if (token.Kind == TokenKind.String && token.Length < 200)
                    {
                        strings.Add(StringLiteral.Decode(source.AsSpan(token.Start, token.Length)));
                    }
                }
            }
        }

        lexer.Release();
        return strings;
    }
}
