namespace RepoMaturity.Snapshots;

/// <summary>A place in a file: path relative to the repository's root, with lines and columns that start at 1.</summary>
/// <param name="Path">Path relative to the root, with forward slashes; empty for the repository as a whole.</param>
/// <param name="Line">First line, from 1; 0 when the whole file is meant.</param>
/// <param name="Column">First column, from 1; 0 when the whole line is meant.</param>
/// <param name="EndLine">Last line; 0 when it equals <paramref name="Line"/>.</param>
/// <param name="EndColumn">Column after the last character; 0 when unknown.</param>
public readonly record struct Location(string Path, int Line = 0, int Column = 0, int EndLine = 0, int EndColumn = 0)
{
    /// <summary>Path relative to the root, with forward slashes; empty for the repository as a whole.</summary>
    public string Path { get => field ?? ""; init; } = Path;

    /// <summary><c>path:line</c>, or only the path when no line is known.</summary>
    public override string ToString() => Line > 0 ? $"{Path}:{Line}" : Path;
}

/// <summary>One step of the chain that proves a fact.</summary>
/// <param name="Location">Where the step is written.</param>
/// <param name="Text">What stands there, shortened; never a secret.</param>
public sealed record TrailStep(Location Location, string Text)
{
    /// <summary><c>path:line text</c>.</summary>
    public override string ToString() => Text.Length == 0 ? Location.ToString() : Location.Path.Length == 0 ? Text : $"{Location} {Text}";
}
