using System.Text;
using RepoMaturity.Rules;

namespace RepoMaturity.Reports;

/// <summary>The generated Markdown of the catalogue: one page a rule and one list of all.</summary>
public static class RulePage
{
    /// <summary>The page of one rule.</summary>
    public static string Create(RuleDescriptor rule, RuleCatalog catalog)
    {
        GuideComponent? component = catalog.Components.FirstOrDefault(c => c.Id == rule.Component);
        string practice = component?.Practices.FirstOrDefault(p => p.Id == rule.Practice)?.Name ?? "";
        StringBuilder page = new();
        page.Append($"# {rule.Id}: {rule.Title}\n\n");
        page.Append("| | |\n|---|---|\n");
        page.Append($"| Practice | {rule.Practice} {practice} |\n");
        page.Append($"| Level | {rule.MaturityLevel}{(rule.IsDefect ? ", a defect: each place is reported" : "")} |\n");
        page.Append($"| Severity | {rule.DefaultSeverity.ToString().ToLowerInvariant()} |\n");
        page.Append($"| Effort | {EffortName(rule.Effort)} |\n");
        page.Append($"| Concerns | {Concerns(rule)} |\n");
        page.Append($"| Guide criteria | {(rule.Criteria.Count == 0 ? "" : string.Join(", ", rule.Criteria))} |\n\n");
        page.Append($"{rule.Message.Replace(" ({match})", "", StringComparison.Ordinal).Replace("{match}", "…", StringComparison.Ordinal)}\n\n");
        page.Append($"## Why it matters\n\n{rule.Rationale}\n\n## How to mend it\n\n{rule.Remedy}\n\n## How it is decided\n\n");
        if (rule.AnalyzerName is not null)
        {
            page.Append($"By the analyzer `{rule.AnalyzerName}`.");
        }
        else
        {
            page.Append($"```yaml\n{rule.QueryText}\n```");
        }

        page.Append(rule.Absence == AbsenceMeaning.Open ? "\n\nWhat cannot be seen here is Open, not a Fail.\n" : "\n");
        page.Append("\n## Examples\n");
        foreach (RuleExample example in rule.Examples)
        {
            page.Append($"\n### {example.Name}: {Word(example.Expect)}\n");
            foreach ((string path, string content) in ExampleText.Of(example))
            {
                string fence = content.Contains("```", StringComparison.Ordinal) ? "````" : "```";
                page.Append($"\n`{path}`\n\n{fence}{LanguageOf(path)}\n{content}\n{fence}\n");
            }

            foreach (ExampleCommits commits in example.History)
            {
                page.Append($"\n{ExampleText.Of(commits)}\n");
            }

            if (example.At.Count > 0)
            {
                page.Append($"\nReported at {string.Join(", ", example.At.Select(a => $"`{a}`"))}.\n");
            }
        }

        return page.ToString();
    }

    /// <summary>The list of all rules by practice, with links to their pages.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="pathOf">Path of a rule's page relative to the list.</param>
    public static string CreateIndex(RuleCatalog catalog, Func<RuleDescriptor, string> pathOf)
    {
        StringBuilder page = new();
        page.Append("# Rules\n\nGenerated from the YAML beside each page; change that, then run `dotnet run --project src/RepoMaturity.Tool -- rules docs rules`.\n");
        foreach (GuideComponent component in catalog.Components)
        {
            RuleDescriptor[] rules = [.. catalog.Rules.Where(r => r.Component == component.Id)];
            page.Append($"\n## Component {component.Id}: {component.Name}\n\n{rules.Length} rules.\n");
            foreach (Practice practice in component.Practices)
            {
                RuleDescriptor[] own = [.. rules.Where(r => r.Practice == practice.Id).OrderBy(r => r.MaturityLevel).ThenBy(r => r.Id, StringComparer.Ordinal)];
                if (own.Length == 0)
                {
                    continue;
                }

                page.Append($"\n### {practice.Id} {practice.Name}\n\n| rule | level | it finds |\n|---|---|---|\n");
                foreach (RuleDescriptor rule in own)
                {
                    page.Append($"| [{rule.Id}]({pathOf(rule)}) | {rule.MaturityLevel}{(rule.IsDefect ? " defect" : "")} | {rule.Title} |\n");
                }
            }
        }

        return page.ToString();
    }

    /// <summary>The guide's criteria, each with what decides it.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="pathOf">Path of a rule's page relative to this one.</param>
    public static string CreateCriteria(RuleCatalog catalog, Func<RuleDescriptor, string> pathOf)
    {
        StringBuilder page = new();
        page.Append("# Criteria\n\nEach criterion of the guide, in its order and our words, with what decides it. Generated as the rules' pages are.\n");
        page.Append("A rule's page names the criteria that it decides.\n");
        foreach (IGrouping<string, Criterion> section in catalog.Criteria.GroupBy(c => c.Id[..c.Id.IndexOf('.', StringComparison.Ordinal)]))
        {
            page.Append($"\n## {section.Key}\n\n| criterion | asks | decided by |\n|---|---|---|\n");
            foreach (Criterion criterion in section)
            {
                string weakness = criterion.IsWeakness ? "none of " : "";
                page.Append($"| {criterion.Id} | {criterion.Asks} | {weakness}{string.Join("; ", Deciding(criterion, catalog, pathOf))} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>Rules that decide a criterion in a practice: those that name it up to its rung, else the ladder's own on the rung.</summary>
    internal static IReadOnlyList<RuleDescriptor> RulesOf(string criterion, PracticeNeed need, RuleCatalog catalog)
    {
        RuleDescriptor[] ladder = [.. catalog.Rules.Where(r => r.Practice == need.Practice && !r.IsDefect && r.MaturityLevel <= need.Level)];
        RuleDescriptor[] named = [.. ladder.Where(r => r.Criteria.Contains(criterion))];
        return named.Length > 0 ? named : [.. ladder.Where(r => r.MaturityLevel == need.Level)];
    }

    private static IEnumerable<string> Deciding(Criterion criterion, RuleCatalog catalog, Func<RuleDescriptor, string> pathOf)
    {
        if (criterion.Context is { } why)
        {
            yield return $"context: {why}";
        }

        foreach (ComponentNeed need in criterion.Components)
        {
            yield return $"level {need.Level} of component {need.Component}";
        }

        foreach (PracticeNeed need in criterion.Practices)
        {
            IEnumerable<string> rules = RulesOf(criterion.Id, need, catalog).Select(r => $"[{r.Id}]({pathOf(r)})");
            yield return $"{need.Practice} rung {need.Level} ({string.Join(", ", rules)})";
        }

        if (criterion.Measure is { } measure)
        {
            yield return $"measured `{string.Join("` or `", measure.Metrics)}`{(measure.Above is { } above ? $" above {above}" : "")}";
        }

        foreach (AttestationNeed need in criterion.Attestations)
        {
            yield return $"attested `{need.Key}`{(need.Figure is { } figure ? $" ({figure})" : "")}";
        }
    }

    private static string Concerns(RuleDescriptor rule)
    {
        string applies = rule.Applies.Count == 0 ? "every repository" : "repositories with " + string.Join(" or ", rule.Applies);
        return rule.Unless.Count == 0 ? applies : $"{applies}, unless {string.Join(" or ", rule.Unless)}";
    }

    private static string EffortName(int effort) => effort switch
    {
        1 => "minutes",
        2 => "hours",
        _ => "days",
    };

    private static string Word(ResultKind kind) => kind == ResultKind.NotApplicable ? "not applicable" : kind.ToString().ToLowerInvariant();

    private static string LanguageOf(string path) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "py" => "python",
        "yml" or "yaml" => "yaml",
        "toml" => "toml",
        "json" or "ipynb" => "json",
        "cs" => "csharp",
        "csproj" or "props" => "xml",
        "sh" => "sh",
        "cfg" or "ini" => "ini",
        "md" => "markdown",
        _ => "",
    };
}
