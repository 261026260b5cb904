using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Data;

/// <summary>Chooses the loader of a data file by its name.</summary>
internal static class DataLoader
{
    public static DataDocument Load(SnapshotFile file, ReadOnlySpan<byte> bytes) => FormatOf(file) switch
    {
        // Several tools read JSON or YAML from a file without an extension.
        DataFormat.Yaml when file.Extension.Length == 0 && bytes.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] => JsonLoader.Load(bytes),
        DataFormat.Yaml => LoadYaml(SourceText.Decode(bytes)),
        DataFormat.Hcl => HclLoader.Load(SourceText.Decode(bytes)),
        DataFormat.Bicep => BicepLoader.Load(SourceText.Decode(bytes)),
        DataFormat.Toml => TomlLoader.Load(SourceText.Decode(bytes)),
        DataFormat.Json => JsonLoader.Load(bytes),
        DataFormat.Json5 => JsonLoader.LoadJson5(bytes),
        _ => IniLoader.Load(SourceText.Decode(bytes)),
    };

    /// <summary>What a generator still has to fill in, such as a chart's file, is often no YAML before that.</summary>
    private static DataDocument LoadYaml(string text)
    {
        DataDocument document = YamlLoader.Load(text);
        return document.Problem is not null && (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal))
            && YamlLoader.Load(TemplateText.Fill(text)) is { Problem: null } filled ? filled with { Duplicates = [] } : document;
    }

    /// <summary>Format by name; INI for what is not known, since rc and cfg files have no common extension. A template's suffix does not count.</summary>
    public static DataFormat FormatOf(SnapshotFile file) => file.Extension switch
    {
        ".tmpl" or ".template" or ".j2" or ".jinja" or ".jinja2" or ".example" or ".sample" or ".dist" or ".default" => FormatOf(file.Name[..^file.Extension.Length]),
        _ => FormatOf(file.Name),
    };

    private static DataFormat FormatOf(string name) => name switch
    {
        "Pipfile" or "poetry.lock" or "uv.lock" or "pdm.lock" or "Cargo.lock" or "Gopkg.lock" => DataFormat.Toml,
        "Pipfile.lock" or "composer.lock" or "flake.lock" or "deno.lock" or "bun.lock" or ".secrets.baseline" or ".all-contributorsrc" => DataFormat.Json,
        "dvc.lock" or "pixi.lock" or "Chart.lock" or "MLproject" or "MLmodel" or ".clang-format" or ".clang-tidy" or ".snyk" or ".condarc" or ".mambarc"
            or ".yamllint" or ".ansible-lint" or ".cfnlintrc" or ".prettierrc" or ".eslintrc" or ".stylelintrc" or ".babelrc" or ".swcrc" or ".nycrc" or ".mocharc"
            or ".releaserc" or ".lintstagedrc" or ".commitlintrc" or ".markdownlintrc" or ".textlintrc" or ".jshintrc" or ".remarkrc" => DataFormat.Yaml,
        _ => ByExtension(name),
    };

    private static DataFormat ByExtension(string name)
    {
        int dot = name.LastIndexOf('.');
        return (dot < 0 ? "" : name[dot..].ToLowerInvariant()) switch
        {
            ".json" or ".ipynb" or ".jsonc" or ".arb" or ".sarif" or ".geojson" or ".avsc" or ".webmanifest" or ".code-workspace" => DataFormat.Json,
            ".json5" => DataFormat.Json5,
            ".toml" => DataFormat.Toml,
            ".tf" => DataFormat.Hcl,
            ".bicep" => DataFormat.Bicep,
            ".yml" or ".yaml" or ".cff" or ".dvc" => DataFormat.Yaml,
            _ => DataFormat.Ini,
        };
    }
}

/// <summary>Formats that become <see cref="DataNode"/>s.</summary>
internal enum DataFormat
{
    Yaml,
    Toml,
    Json,
    Json5,
    Hcl,
    Bicep,
    Ini,
}
