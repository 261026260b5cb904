using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;
using RepoMaturity.Tool.Commands;

namespace RepoMaturity.Tool.Tests;

/// <summary>Laws of this repository itself, read from its files.</summary>
public class HouseLawTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Generated_rule_pages_are_fresh()
    {
        string rules = Path.Combine(Root, "rules");
        (string Path, string Text)[] pages = [.. RulesDocsCommand.Pages(RuleFolder.Load(rules))];
        Assert.NotEmpty(pages);
        string[] stale = [.. pages.Where(p => !File.Exists(Path.Combine(rules, p.Path)) || File.ReadAllText(Path.Combine(rules, p.Path)) != p.Text).Select(p => p.Path)];
        Assert.True(stale.Length == 0, $"run `dotnet run --project src/RepoMaturity.Tool -- rules docs rules`; stale: {string.Join(", ", stale)}");
        string[] left = [.. Directory.EnumerateFiles(Path.Combine(rules, "pages"), "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(rules, f).Replace('\\', '/')).Except(pages.Select(p => p.Path))];
        Assert.True(left.Length == 0, $"pages of rules that are gone: {string.Join(", ", left)}");
    }

    [Fact]
    public void This_repository_holds_its_own_level()
    {
        using RepositorySnapshot snapshot = SnapshotReader.Open(Root);
        Assessment assessment = RepositoryScanner.Scan(snapshot, BuiltInRules.Load(), new ScanOptions { AsOf = new DateOnly(2026, 11, 24) }, TestContext.Current.CancellationToken);
        Assert.Empty(assessment.Findings.Where(f => f.Severity == Severity.Error).Select(f => $"{f.Location} {f.Message}"));
        ComponentAssessment standards = assessment.Projects[0].Components.Single(c => c.Id == 5);
        Assert.True(standards.Verified >= 3.5, $"verified {standards.Verified:0.00}: {string.Join(", ", standards.Blockers.Select(b => b.Finding.Rule.Id))}");
    }

    [Fact]
    public void A_rule_file_bears_its_id_in_the_folder_of_its_practice()
    {
        foreach (string file in RuleFiles())
        {
            string id = Path.GetFileNameWithoutExtension(file);
            string folder = Path.GetFileName(Path.GetDirectoryName(file)!);
            Assert.StartsWith($"id: {id}", File.ReadAllText(file));
            Assert.Equal(id[3..5], folder[..2]);
        }
    }

    [Fact]
    public void A_rule_has_at_most_sixty_lines_without_its_examples() =>
        Assert.DoesNotContain(RuleFiles(), f => File.ReadLines(f).TakeWhile(l => l != "examples:").Count() > 60);

    [Fact]
    public void An_analyzer_has_eighty_lines_in_the_median_and_the_engine_a_hundred_and_fifty()
    {
        int[] lines = [.. Directory.EnumerateFiles(Path.Combine(Root, "src/RepoMaturity/Rules/Analyzers"), "*.cs", SearchOption.AllDirectories).Select(f => File.ReadLines(f).Count()).Order()];
        Assert.InRange(lines[lines.Length / 2], 1, 80);
        Assert.InRange(File.ReadLines(Path.Combine(Root, "src/RepoMaturity/Rules/RuleEngine.cs")).Count(), 1, 150);
    }

    [Fact]
    public void A_folder_of_code_has_at_most_thirty_files_and_lies_at_most_four_deep()
    {
        string src = Path.Combine(Root, "src");
        IEnumerable<string> folders = Directory.EnumerateDirectories(src, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(src, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(p => p is "bin" or "obj"));
        foreach (string folder in folders)
        {
            Assert.InRange(folder.Split('/').Length, 1, 4);
            Assert.InRange(Directory.EnumerateFiles(Path.Combine(src, folder), "*.cs").Count(), 0, 30);
        }
    }

    private static IEnumerable<string> RuleFiles() => Directory.EnumerateFiles(Path.Combine(Root, "rules"), "RM*.yml", SearchOption.AllDirectories);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RepoMaturity.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run inside a clone");
    }
}
