using System.Buffers;
using System.Text.RegularExpressions;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A file that says of itself that it describes an HTTP API.</summary>
/// <param name="File">The file.</param>
/// <param name="Version">Version of OpenAPI or Swagger as written.</param>
/// <param name="Line">Line of the version.</param>
/// <param name="Problems">Why a tool would refuse it; empty when it is sound.</param>
internal sealed record OpenApiDocument(SnapshotFile File, string Version, int Line, IReadOnlyList<ParseProblem> Problems)
{
    public Location Location => new(File.Path, Line);
}

/// <summary>Finds descriptions of HTTP APIs: by a word of the path, then by the version that such a file must give, and only then by parsing.</summary>
internal static class OpenApiDocuments
{
    private const long MaxBytes = 8 * 1024 * 1024;
    private const long MaxBytesInAll = 128 * 1024 * 1024;
    private static readonly SearchValues<string> Words = SearchValues.Create(["api", "swagger", "oas", "spec"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The key of the version at the left edge of YAML, or anywhere in JSON.</summary>
    private static readonly Lazy<Regex> Mark = new(() => new Regex(
        """(?:^|["{,]|\n)(?<indent>\s*)["']?(?:openapi|swagger)["']?[ \t]*:\s*["']?(?<version>[23]\.\d[\w.-]*)""",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    /// <summary>Descriptions in files of the repository's own, those made by a generator included, in path order.</summary>
    public static IReadOnlyList<OpenApiDocument> Find(RepositoryEvidence evidence)
    {
        long left = MaxBytesInAll;
        return
        [
            .. evidence.Snapshot.Files
                .Where(f => f.HasContent && f.Size <= MaxBytes && f.Extension is ".yaml" or ".yml" or ".json" && f.Path.AsSpan().ContainsAny(Words))
                .Where(f => evidence.Trees.OriginOf(f) is FileOrigin.Own or FileOrigin.Generated && !evidence.Trees.IsTest(f))
                .TakeWhile(f => (left -= f.Size) >= 0)
                .Select(f => Read(evidence.Documents, f))
                .OfType<OpenApiDocument>(),
        ];
    }

    private static OpenApiDocument? Read(DocumentSet documents, SnapshotFile file)
    {
        ReadOnlySpan<byte> bytes = documents.Bytes(file);
        if (bytes.IndexOf("openapi"u8) < 0 && bytes.IndexOf("swagger"u8) < 0)
        {
            return null;
        }

        // A file with marks of a template is no document yet.
        string text = SourceText.Decode(bytes);
        Match mark = Mark.Value.Match(text);
        if (!mark.Success || (file.Extension != ".json" && mark.Groups["indent"].Value.Trim('\n', '\r').Length > 0) || text.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        int line = text.AsSpan(0, mark.Groups["version"].Index).Count('\n') + 1;
        string version = mark.Groups["version"].Value;
        DataDocument? data = documents.Data(file);
        if (data?.Problem is { } problem)
        {
            // What our own limits cut off is not broken.
            return problem.Message.StartsWith("invalid", StringComparison.Ordinal) ? new OpenApiDocument(file, version, line, [problem]) : null;
        }

        return data?.Root is { IsMapping: true } root && (root["openapi"] ?? root["swagger"]) is { IsScalar: true } stated
            ? new OpenApiDocument(file, stated.Text!, stated.Line, [.. Missing(root, stated)])
            : null;
    }

    /// <summary>What the specification requires: information with title and version, and paths; since 3.1 components or webhooks will do.</summary>
    private static IEnumerable<ParseProblem> Missing(DataNode root, DataNode version)
    {
        if (root["info"] is not { IsMapping: true } info)
        {
            yield return new ParseProblem("'info' is missing", version.Line);
        }
        else if ((info["title"] is null ? "title" : info["version"] is null ? "version" : null) is { } key)
        {
            yield return new ParseProblem($"'info' has no '{key}'", info.Line);
        }

        bool pathsOptional = !version.Text!.StartsWith('2') && !version.Text.StartsWith("3.0", StringComparison.Ordinal);
        if (root["paths"] is not { IsMapping: true } && !(pathsOptional && (root["components"] ?? root["webhooks"]) is { IsMapping: true }))
        {
            yield return new ParseProblem("'paths' is missing", version.Line);
        }
    }
}
