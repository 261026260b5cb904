using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Data;

/// <summary>Chooses the loader of a data file by its name.</summary>
internal static class DataLoader
{
    public static DataDocument Load(SnapshotFile file, ReadOnlySpan<byte> bytes) => FormatOf(file) switch
    {
        DataFormat.Yaml => YamlLoader.Load(SourceText.Decode(bytes)),
        DataFormat f => new DataDocument([], new ParseProblem($"no loader for {f}")),
    };

    /// <summary>Format by name: JSON for <c>.json</c>, TOML for <c>.toml</c> and lock files in TOML, INI for <c>.cfg</c>, <c>.ini</c> and rc files.</summary>
    public static DataFormat FormatOf(SnapshotFile file) => file.Extension switch
    {
        ".json" or ".ipynb" or ".jsonc" or ".arb" => DataFormat.Json,
        ".toml" => DataFormat.Toml,
        ".yml" or ".yaml" or ".cff" => DataFormat.Yaml,
        _ => file.Name is "Pipfile" or "poetry.lock" or "uv.lock" or "pdm.lock" ? DataFormat.Toml
            : file.Name is "Pipfile.lock" ? DataFormat.Json
            : file.Name is "dvc.lock" or ".clang-format" ? DataFormat.Yaml
            : DataFormat.Ini,
    };
}

/// <summary>Formats that become <see cref="DataNode"/>s.</summary>
internal enum DataFormat
{
    Yaml,
    Toml,
    Json,
    Ini,
}
