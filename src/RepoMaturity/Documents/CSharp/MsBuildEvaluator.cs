using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>
/// Evaluates one project as MSBuild would, as far as the repository alone can tell: Directory.Build.props, the project with its
/// imports in place, Directory.Build.targets; properties first, then items.
/// </summary>
internal sealed class MsBuildEvaluator(SnapshotFile project, Func<string, MsBuildProject?> find)
{
    private const int MaxImportDepth = 32;
    private const int MaxSteps = 200_000;
    private const int MaxValueLength = 8_192;
    private const int MaxExpansionDepth = 8;

    // Given by the caller of the build, so a value in a file is only a default.
    private static readonly HashSet<string> Outside = new(StringComparer.OrdinalIgnoreCase) { "Configuration", "Platform", "TargetFramework", "OS" };

    private readonly Dictionary<string, MsBuildProperty> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(SnapshotFile File, MsBuildItemStatement Statement, IReadOnlyList<string> Outer)> _pending = [];
    private readonly List<MsBuildItem> _items = [];
    private readonly List<SnapshotFile> _files = [];
    private readonly List<MsBuildExternalImport> _external = [];
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private int _steps;

    public EvaluatedProject Evaluate(MsBuildProject source)
    {
        ImportAbove("Directory.Build.props");
        ImportAbove("Directory.Packages.props");
        Run(source, [], 0);
        ImportAbove("Directory.Build.targets");
        foreach ((SnapshotFile file, MsBuildItemStatement statement, IReadOnlyList<string> outer) in _pending)
        {
            ApplyItem(file, statement, outer);
        }

        return new EvaluatedProject(source, _properties, _items, _files, _external);
    }

    /// <summary>Index of the parenthesis that closes the one at <paramref name="open"/>, or -1.</summary>
    internal static int ClosingParenthesis(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A path of an evaluated file to one of the repository; null when it is not known or lies outside.</summary>
    internal static string? Resolve(string directory, string path)
    {
        string forward = path.Replace('\\', '/');
        return forward.Length == 0 || forward.Contains("$(", StringComparison.Ordinal) ? null
            : forward.StartsWith('/') ? RepositoryPath.Combine("", forward.TrimStart('/'))
            : RepositoryPath.Combine(directory, forward);
    }

    private void ImportAbove(string name)
    {
        if (FindAbove(project.Directory, name) is { } path && find(path) is { } found)
        {
            Run(found, [], 0);
        }
    }

    private string? FindAbove(string? directory, string name)
    {
        for (; directory is not null; directory = RepositoryPath.Parent(directory))
        {
            if (RepositoryPath.Combine(directory, name) is { } path && find(path) is { } found)
            {
                return found.File.Path;
            }
        }

        return null;
    }

    private void Run(MsBuildProject source, IReadOnlyList<string> outer, int depth)
    {
        // MSBuild, too, ignores a second import of the same file.
        if (depth > MaxImportDepth || !_visited.Add(source.File.Path))
        {
            return;
        }

        _files.Add(source.File);
        foreach (MsBuildStatement statement in source.Statements)
        {
            if (++_steps > MaxSteps)
            {
                return;
            }

            switch (statement)
            {
                case MsBuildPropertyStatement property:
                    ApplyProperty(source.File, property, outer);
                    break;
                case MsBuildItemStatement item:
                    _pending.Add((source.File, item, outer));
                    break;
                case MsBuildImportStatement import:
                    ApplyImport(source.File, import, outer, depth);
                    break;
            }
        }
    }

    private void ApplyProperty(SnapshotFile file, MsBuildPropertyStatement statement, IReadOnlyList<string> outer)
    {
        if (!Applies(file, statement, outer, statement.Name, out string? condition))
        {
            return;
        }

        MsBuildProperty old = _properties.GetValueOrDefault(statement.Name) ?? new MsBuildProperty(statement.Name, null, []);
        MsBuildValue value = new(Expand(file, statement.Value, statement.Name), new Location(file.Path, statement.Line), condition);
        bool appends = statement.Value.Contains($"$({statement.Name})", StringComparison.OrdinalIgnoreCase);
        _properties[statement.Name] = condition is not null
            ? old with { Conditional = [.. old.Conditional, value] }
            : old with { Always = value, Conditional = appends ? old.Conditional : [] };
    }

    private void ApplyImport(SnapshotFile file, MsBuildImportStatement statement, IReadOnlyList<string> outer, int depth)
    {
        if (!Applies(file, statement, outer, null, out string? condition))
        {
            return;
        }

        string path = Expand(file, statement.Project, null);
        if (statement.Sdk is null && Resolve(file.Directory, path) is { } inside && find(inside) is { } found)
        {
            Run(found, condition is null ? outer : [.. outer, .. statement.Conditions], depth + 1);
        }
        else
        {
            _external.Add(new MsBuildExternalImport(statement.Sdk is null ? statement.Project : $"{statement.Sdk}/{statement.Project}", new Location(file.Path, statement.Line)));
        }
    }

    private void ApplyItem(SnapshotFile file, MsBuildItemStatement statement, IReadOnlyList<string> outer)
    {
        if (!Applies(file, statement, outer, null, out string? condition))
        {
            return;
        }

        string identity = Expand(file, statement.Identity, null);
        switch (statement.Action)
        {
            case MsBuildItemAction.Include:
                _items.Add(new MsBuildItem(statement.Type, identity, new Location(file.Path, statement.Line), condition)
                {
                    Metadata = [.. statement.Metadata.Select(m => KeyValuePair.Create(m.Key, Expand(file, m.Value, null)))],
                });
                break;
            case MsBuildItemAction.Update:
                for (int i = 0; i < _items.Count && ++_steps <= MaxSteps; i++)
                {
                    if (Matches(_items[i], statement.Type, identity))
                    {
                        _items[i] = _items[i] with
                        {
                            Metadata = [.. statement.Metadata.Select(m => KeyValuePair.Create(m.Key, Expand(file, m.Value, null))), .. _items[i].Metadata],
                        };
                    }
                }

                break;
            case MsBuildItemAction.Remove when condition is null && (_steps += _items.Count) <= MaxSteps:
                _items.RemoveAll(i => Matches(i, statement.Type, identity));
                break;
        }
    }

    private static bool Matches(MsBuildItem item, string type, string identity) =>
        string.Equals(item.Type, type, StringComparison.OrdinalIgnoreCase) && string.Equals(item.Identity, identity, StringComparison.OrdinalIgnoreCase);

    /// <summary>False when a condition is known to fail; the conditions that cannot be decided come back as text.</summary>
    private bool Applies(SnapshotFile file, MsBuildStatement statement, IReadOnlyList<string> outer, string? own, out string? condition)
    {
        List<string> open = [.. outer];
        foreach (string one in statement.Conditions)
        {
            switch (MsBuildCondition.Decide(one, text => Expand(file, text, own, strict: true)))
            {
                case false:
                    condition = null;
                    return false;
                case null:
                    open.Add(one);
                    break;
            }
        }

        condition = open.Count == 0 ? null : string.Join(" and ", open);
        return true;
    }

    /// <summary>Replaces the properties that are known; the others stay as written.</summary>
    /// <param name="file">The file that holds the text.</param>
    /// <param name="text">Text with properties.</param>
    /// <param name="own">The property being set: unset, it reads as empty.</param>
    /// <param name="strict">For conditions: a property that has conditional values, too, is not known.</param>
    /// <param name="depth">Nesting of functions.</param>
    private string Expand(SnapshotFile file, string text, string? own, bool strict = false, int depth = 0)
    {
        int start = text.IndexOf("$(", StringComparison.Ordinal);
        if (start < 0 || depth > MaxExpansionDepth || text.Length > MaxValueLength)
        {
            return text;
        }

        StringBuilder result = new();
        int at = 0;
        while (start >= 0)
        {
            int end = ClosingParenthesis(text, start + 1);
            if (end < 0)
            {
                break;
            }

            string name = text[(start + 2)..end];
            string? value = name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
                ? Value(file, name, own, strict)
                : Function(file, name, own, strict, depth);
            result.Append(text, at, start - at).Append(value ?? text[start..(end + 1)]);
            if (result.Length > MaxValueLength)
            {
                return text;
            }

            at = end + 1;
            start = text.IndexOf("$(", at, StringComparison.Ordinal);
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private string? Value(SnapshotFile file, string name, string? own, bool strict)
    {
        switch (name)
        {
            case "MSBuildThisFileDirectory":
                return Rooted(file.Directory);
            case "MSBuildThisFile":
                return file.Name;
            case "MSBuildProjectDirectory":
                return Rooted(project.Directory).TrimEnd('/');
            case "MSBuildProjectFile":
                return project.Name;
            case "MSBuildProjectExtension":
                return project.Extension;
            case "MSBuildProjectName":
                return project.Name[..^project.Extension.Length];
        }

        bool isOwn = string.Equals(name, own, StringComparison.OrdinalIgnoreCase);
        if (!_properties.TryGetValue(name, out MsBuildProperty? property))
        {
            return isOwn ? "" : null;
        }

        if (strict && (property.Conditional.Count > 0 || (!isOwn && Outside.Contains(name))))
        {
            return null;
        }

        return property.Always?.Value ?? (isOwn && !strict ? "" : null);
    }

    /// <summary>The functions that imports need; null for all others.</summary>
    private string? Function(SnapshotFile file, string call, string? own, bool strict, int depth)
    {
        int open = call.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !call.EndsWith(')'))
        {
            return null;
        }

        string[] arguments = [.. call[(open + 1)..^1].Split(',').Select(a => Expand(file, a.Trim().Trim('\'', '"', '`'), own, strict, depth + 1))];
        switch (call[..open].Trim())
        {
            case "[MSBuild]::GetPathOfFileAbove":
                string? from = arguments.Length > 1 ? Resolve(file.Directory, arguments[1]) : file.Directory;
                return from is not null && FindAbove(from, arguments[0]) is { } path ? "/" + path : null;
            case "[MSBuild]::GetDirectoryNameOfFileAbove" when arguments.Length == 2:
                return Resolve(file.Directory, arguments[0]) is { } below && FindAbove(below, arguments[1]) is { } found
                    ? Rooted(RepositoryPath.Parent(found)!).TrimEnd('/')
                    : null;
            case "[MSBuild]::NormalizePath" or "[System.IO.Path]::Combine":
                return Resolve(file.Directory, string.Join('/', arguments)) is { } joined ? "/" + joined : null;
            case "[MSBuild]::NormalizeDirectory":
                return Resolve(file.Directory, string.Join('/', arguments)) is { } directory ? Rooted(directory) : null;
            default:
                return null;
        }
    }

    /// <summary>The repository's root stands as <c>/</c>, so that absolute paths of a build can be told from relative ones.</summary>
    private static string Rooted(string directory) => directory.Length == 0 ? "/" : $"/{directory}/";
}
