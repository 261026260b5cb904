using System.CommandLine;
using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Stores;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>explain RM50102</c>: a rule's page in the terminal.</summary>
internal static class ExplainCommand
{
    private const int MostExamples = 12;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> id = new("RULE") { HelpName = "RULE", Description = "Id of a rule, such as RM50103." };
        id.CompletionSources.Add(static _ => BuiltInRules.RuleIds.Select(i => new System.CommandLine.Completions.CompletionItem(i)));
        ToolCommand command = new("explain", "Show what a rule wants, why, and how to mend it.", ("explain RM50103", "show the page of a rule")) { id };
        command.SetAction(result => Run(result.GetValue(id)!));
        return command;
    }

    /// <summary>Shows the page of a rule.</summary>
    /// <exception cref="UsageException">There is no such rule.</exception>
    public static int Run(string text)
    {
        string id = text.Length == 5 && text.All(char.IsAsciiDigit) ? "RM" + text : text.ToUpperInvariant();
        RuleCatalog catalog = BuiltInRules.LoadOne(id);
        if (catalog.Find(id) is not { } rule)
        {
            IReadOnlyList<string> near = Nearest.Find(id, BuiltInRules.RuleIds);
            string hint = near.Count > 0 ? $"; did you mean {string.Join(" or ", near)}?" : "";
            throw new UsageException($"there is no rule {text}{hint}\n'{ToolInfo.Command} rules' lists all.");
        }

        StringWriter page = new();
        Write(TerminalSettings.ForStandardOutput(ColorMode.Auto).CreatePage(page), rule, catalog);
        Console.Out.Write(page.ToString());
        return ExitCodes.Success;
    }

    /// <summary>Writes the page.</summary>
    internal static void Write(Page page, RuleDescriptor rule, RuleCatalog catalog)
    {
        GuideComponent? component = catalog.Components.FirstOrDefault(c => c.Id == rule.Component);
        string practice = component?.Practices.FirstOrDefault(p => p.Id == rule.Practice)?.Name ?? "";
        page.Wrapped([new Part(rule.Id, Page.Accent), "  "], rule.Title, Page.Bold);
        page.Line(new Part(
            string.Join(page.Glyphs.Dot, $"{rule.Practice} {practice}", $"level {rule.MaturityLevel}{(rule.IsDefect ? ", defect" : "")}", rule.DefaultSeverity.ToString().ToLowerInvariant()),
            Page.Dim));
        page.Line();
        page.Wrapped(["  "], ReportText.OneLine(rule.Message.Replace(" ({match})", "", StringComparison.Ordinal).Replace("{match}", page.Glyphs.Ellipsis, StringComparison.Ordinal)));
        page.Heading("Why it matters");
        MarkdownPage.Write(page, rule.Rationale);
        page.Heading("How to mend it");
        MarkdownPage.Write(page, rule.Remedy);
        if (rule.Absence == AbsenceMeaning.Open)
        {
            page.Line();
            page.Wrapped(["  "], "What cannot be seen in the repository is open: it counts neither as pass nor as fail.", Page.Dim);
        }

        if (rule.Examples.Count > 0)
        {
            page.Heading("Examples");
            foreach (RuleExample example in rule.Examples.Take(MostExamples))
            {
                WriteExample(page, example, example == rule.Examples[0]);
            }

            if (rule.Examples.Count > MostExamples)
            {
                page.Line(new Part($"  {page.Glyphs.Ellipsis} {rule.Examples.Count - MostExamples} more on the rule's page", Page.Dim));
            }
        }
    }

    /// <summary>The first example is shown whole; the others are small edits of it, so their names say enough.</summary>
    private static void WriteExample(Page page, RuleExample example, bool whole)
    {
        (string word, Spectre.Console.Style style) = example.Expect switch
        {
            ResultKind.Pass => ("pass", Page.Good),
            ResultKind.Fail => ("fail", Page.Missing),
            ResultKind.Open => ("open", Page.Dim),
            _ => ("n/a ", Page.Dim),
        };
        page.Wrapped(["  ", new Part(word, style), "  "], example.Name);
        if (!whole)
        {
            return;
        }

        foreach ((string path, string content) in example.Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            page.Line("        ", new Part(path, Page.Dim));
            foreach (string line in content.TrimEnd('\n').Split('\n'))
            {
                MarkdownPage.WriteCode(page, line, "        ");
            }
        }
    }
}
