using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>What an item element does to the list of its type.</summary>
internal enum MsBuildItemAction
{
    Include,
    Update,
    Remove,
}

/// <summary>An element of an MSBuild file that counts when the project is evaluated; what stands inside targets does not.</summary>
/// <param name="Line">Line from 1.</param>
/// <param name="Conditions">Conditions of the element and of those around it, outermost first; empty when it always applies.</param>
internal abstract record MsBuildStatement(int Line, IReadOnlyList<string> Conditions);

/// <summary>A property as written: <c>&lt;Nullable&gt;enable&lt;/Nullable&gt;</c>.</summary>
internal sealed record MsBuildPropertyStatement(string Name, string Value, int Line, IReadOnlyList<string> Conditions)
    : MsBuildStatement(Line, Conditions);

/// <summary>An item as written: <c>&lt;PackageReference Include="xunit" Version="2.9.3"/&gt;</c>.</summary>
internal sealed record MsBuildItemStatement(
    string Type,
    MsBuildItemAction Action,
    string Identity,
    IReadOnlyList<KeyValuePair<string, string>> Metadata,
    int Line,
    IReadOnlyList<string> Conditions)
    : MsBuildStatement(Line, Conditions);

/// <summary>An import as written.</summary>
/// <param name="Project">Path, with properties.</param>
/// <param name="Sdk">The SDK that holds the file; null for a plain path.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Conditions">As in <see cref="MsBuildStatement"/>.</param>
internal sealed record MsBuildImportStatement(string Project, string? Sdk, int Line, IReadOnlyList<string> Conditions)
    : MsBuildStatement(Line, Conditions);

/// <summary>A project, props or targets file as written, not evaluated.</summary>
/// <param name="File">The file.</param>
/// <param name="Sdks">SDKs of the root element, without versions.</param>
/// <param name="Statements">In the order of the file.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
internal sealed record MsBuildProject(
    SnapshotFile File,
    IReadOnlyList<string> Sdks,
    IReadOnlyList<MsBuildStatement> Statements,
    ParseProblem? Problem);
