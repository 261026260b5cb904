using Microsoft.CodeAnalysis;
using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;

namespace RepoMaturity.Tests.Documents.CSharp;

public class EditorConfigFileTests
{
    private static EditorConfigFile Read(string text)
    {
        DocumentSet documents = Repository.Of((".editorconfig", text));
        return EditorConfigFile.Of(documents, documents.Snapshot.Files[0])!;
    }

    [Fact]
    public void Whitespace_alone_configures_no_analyzer()
    {
        EditorConfigFile file = Read("root = true\n[*]\nindent_style = space\nindent_size = 4\n[*.cs]\ndotnet_sort_system_directives_first = true\ncsharp_new_line_before_open_brace = all\n");
        Assert.Empty(file.Severities);
        Assert.False(file.ConfiguresAnalyzers);
    }

    [Fact]
    public void Suggestions_are_kept_and_do_not_reach_the_build() =>
        Assert.False(Read("[*.cs]\ndotnet_style_qualification_for_field = false:suggestion\n") is { ConfiguresAnalyzers: true } or { Severities.Count: not 1 });

    [Fact]
    public void Severities_have_a_section_and_a_line()
    {
        EditorConfigFile file = Read("""
            [*.cs]
            # comment
            dotnet_diagnostic.CA2007.severity = Error # always
            csharp_style_var_elsewhere = true:warning
            dotnet_analyzer_diagnostic.category-Security.severity = warning
            dotnet_diagnostic.IDE0005.severity = none
            """);
        Assert.Equal(
            ["[*.cs] dotnet_diagnostic.ca2007.severity error .editorconfig:3", "[*.cs] csharp_style_var_elsewhere warning .editorconfig:4",
             "[*.cs] dotnet_analyzer_diagnostic.category-security.severity warning .editorconfig:5", "[*.cs] dotnet_diagnostic.ide0005.severity none .editorconfig:6"],
            file.Severities.Select(s => $"[{s.Section}] {s.Key} {s.Severity} {s.Location}"));
        Assert.True(file.ConfiguresAnalyzers);
    }

    [Fact]
    public void Nearer_files_override_for_a_path()
    {
        AnalyzerConfigSet set = EditorConfigFile.Combine(Repository.Of(
            (".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CA1000.severity = error\n"),
            ("test/.editorconfig", "[*.cs]\ndotnet_diagnostic.CA1000.severity = none\n")));
        Assert.Equal(ReportDiagnostic.Error, set.GetOptionsForSourcePath("/src/a.cs").TreeOptions["ca1000"]);
        Assert.Equal(ReportDiagnostic.Suppress, set.GetOptionsForSourcePath("/test/a.cs").TreeOptions["ca1000"]);
    }
}
