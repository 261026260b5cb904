using System.CommandLine;
using RepoMaturity.Reports;
using RepoMaturity.Rules;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>rules docs</c>: writes the generated pages of a rules folder, or says which are stale.</summary>
internal static class RulesDocsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string?> folder = new("FOLDER") { Description = "The rules folder. [default: the nearest rules/ here or above]", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> check = new("--check") { Description = "Write nothing; fail when a page is stale." };
        ToolCommand command = new("docs", "Write the pages of a rules folder.", ("rules docs rules --check", "fail in CI when a page was not written again")) { folder, check };
        command.SetAction(result => Run(RuleFolder.Find(result.GetValue(folder)), result.GetValue(check)));
        return command;
    }

    private static int Run(string folder, bool check)
    {
        int stale = 0;
        foreach ((string path, string text) in Pages(RuleFolder.Load(folder)))
        {
            string file = Path.Combine(folder, path);
            if (File.Exists(file) && File.ReadAllText(file) == text)
            {
                continue;
            }

            stale++;
            Console.Error.WriteLine($"{(check ? "stale" : "wrote")} {path}");
            if (!check)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text);
            }
        }

        return check && stale > 0 ? ExitCodes.GateFailed : ExitCodes.Success;
    }

    /// <summary>All generated pages by their path in the folder.</summary>
    internal static IEnumerable<(string Path, string Text)> Pages(RuleCatalog catalog) =>
        catalog.Rules.Select(rule => (PathOf(rule), RulePage.Create(rule, catalog)))
            .Prepend(("criteria.md", RulePage.CreateCriteria(catalog, PathOf)))
            .Prepend(("README.md", RulePage.CreateIndex(catalog, PathOf)));

    private static string PathOf(RuleDescriptor rule) => $"pages/{rule.Practice}/{rule.Id}.md";
}
