using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>pip's requirements and constraints files.</summary>
internal static class RequirementsFile
{
    private static readonly string[] Hints = ["require", "constraint", "reqs", "deps", "pip", "package", "env", "lock", "install"];

    /// <summary>True when a file's name says that it may be one; its content decides.</summary>
    public static bool MayBe(SnapshotFile file)
    {
        if (file.Size > 1024 * 1024 || !(TextNameOf(file) is { } name))
        {
            return false;
        }

        return IsInOwnFolder(file) || Hints.Any(h => name.Contains(h, StringComparison.Ordinal));
    }

    /// <summary>Reads the file; null when its lines are no requirements.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="isIncluded">True when another manifest takes it in, so that its name and content need not prove anything.</param>
    public static DependencyManifest? Read(SnapshotFile file, string text, bool isIncluded = false)
    {
        bool isConstraints = file.Name.Contains("constraint", StringComparison.OrdinalIgnoreCase);
        ManifestBuilder manifest = new(file, isConstraints ? ManifestKind.Constraints : ManifestKind.Manifest);
        string group = DependencyGroup.OfPath(file);
        int good = 0;
        int bad = 0;
        int versions = 0;
        foreach ((string line, int number) in LogicalLines(text, manifest))
        {
            if (AddLine(manifest, line, group, number))
            {
                good++;
                versions += line.AsSpan().IndexOfAny("=<>@") >= 0 || line[0] == '-' ? 1 : 0;
            }
            else if (!line.StartsWith('{'))
            {
                bad++;
            }
        }

        bool isNamed = IsInOwnFolder(file) || (TextNameOf(file) is { } name && name.Contains("require", StringComparison.Ordinal));
        bool proves = isIncluded || (isNamed ? good >= bad : bad == 0 && versions > 0);
        return good > 0 && proves ? manifest.Build() : null;
    }

    /// <summary>Adds one line as tox's <c>deps</c> and requirements files have it; false when it is neither requirement nor option.</summary>
    public static bool AddLine(ManifestBuilder manifest, string line, string group, int number)
    {
        if (line[0] == '-')
        {
            return AddOption(manifest, line, group, number);
        }

        int options = line.IndexOf(" --", StringComparison.Ordinal);
        string requirement = options < 0 ? line : line[..options];
        bool hasHash = options >= 0 && line.AsSpan(options).Contains("--hash", StringComparison.Ordinal);
        return manifest.AddPython(requirement, group, number, hasHash: hasHash) || requirement[0] is '.' or '/';
    }

    private static bool AddOption(ManifestBuilder manifest, string line, string group, int number)
    {
        int end = line.AsSpan().IndexOfAny(' ', '=', '\t');
        string option = end < 0 ? line : line[..end];
        string value = end < 0 ? "" : line[(end + 1)..].Trim();
        if (option.Length > 2 && option[1] != '-')
        {
            // -rother.txt
            value = option[2..];
            option = option[..2];
        }

        switch (option)
        {
            case "-r" or "--requirement" or "-c" or "--constraint":
                manifest.Include(value.Trim('"', '\''));
                return value.Length > 0;
            case "-e" or "--editable":
                manifest.AddPython(value, group, number);
                return value.Length > 0;
            default:
                return option is "-i" or "-f" || option.StartsWith("--", StringComparison.Ordinal);
        }
    }

    /// <summary>Lines without comments, with those that end in a backslash joined; notes a compiler's header.</summary>
    private static IEnumerable<(string Text, int Line)> LogicalLines(string text, ManifestBuilder manifest)
    {
        string pending = "";
        int start = 0;
        int number = 0;
        using StringReader reader = new(text);
        while (reader.ReadLine() is { } raw)
        {
            number++;
            if (number < 10 && raw.StartsWith('#') && IsCompilerHeader(raw) && manifest.Kind == ManifestKind.Manifest)
            {
                manifest.Kind = ManifestKind.Lock;
            }

            string line = WithoutComment(raw).Trim();
            start = pending.Length == 0 ? number : start;
            if (line.EndsWith('\\') && pending.Length < 64 * 1024)
            {
                pending += line[..^1].TrimEnd() + " ";
                continue;
            }

            line = (pending + line).Trim();
            pending = "";
            if (line.Length > 0)
            {
                yield return (line, start);
            }
        }

        if (pending.Trim() is { Length: > 0 } last)
        {
            yield return (last, start);
        }
    }

    private static bool IsInOwnFolder(SnapshotFile file) =>
        file.Directory[(file.Directory.LastIndexOf('/') + 1)..].ToLowerInvariant() is "requirements" or "reqs" or "requires";

    private static bool IsCompilerHeader(string line) =>
        line.Contains("pip-compile", StringComparison.Ordinal)
        || line.Contains("uv pip compile", StringComparison.Ordinal)
        || line.Contains("uv export", StringComparison.Ordinal);

    private static string WithoutComment(string line)
    {
        for (int at = line.IndexOf('#', StringComparison.Ordinal); at >= 0; at = line.IndexOf('#', at + 1))
        {
            if (at == 0 || line[at - 1] is ' ' or '\t')
            {
                return line[..at];
            }
        }

        return line;
    }

    /// <summary>Lower-case name of a <c>.txt</c> or <c>.in</c> file or of a template of one; null for the others.</summary>
    private static string? TextNameOf(SnapshotFile file)
    {
        string name = file.Name.ToLowerInvariant();
        foreach (string suffix in (ReadOnlySpan<string>)[".tmpl", ".j2", ".jinja", ".template"])
        {
            name = name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
        }

        return name.EndsWith(".txt", StringComparison.Ordinal) || (name.EndsWith(".in", StringComparison.Ordinal) && name != "manifest.in") ? name : null;
    }
}
