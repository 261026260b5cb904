using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;

namespace RepoMaturity.Reports;

/// <summary>The Markdown report for people: pull requests, wikis and the summaries of pipelines.</summary>
public static class MarkdownReport
{
    /// <summary>Hosts cut long summaries, so the lists end somewhere and say so.</summary>
    private const int MostRows = 200;

    /// <summary>Writes the report; lines end with a line feed on every system.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="assessment">What to write.</param>
    /// <param name="toolVersion">Version of the tool that scanned.</param>
    public static void Write(TextWriter writer, Assessment assessment, string toolVersion)
    {
        Line(writer, $"# Maturity of {MarkdownText.Prose(assessment.Repository)}");
        Line(writer);
        Line(writer, string.Join(" · ", Origin(assessment, toolVersion)));
        foreach (ProjectAssessment project in assessment.Projects)
        {
            if (project.Path.Length > 0)
            {
                Line(writer);
                Line(writer, $"Project {MarkdownText.Code(project.Path, inTable: false)}");
            }

            if (project.Traits.Count > 0)
            {
                Line(writer);
                Line(writer, $"Traits: {string.Join(", ", project.Traits.Select(t => MarkdownText.Prose(t.Name)))}");
            }

            WriteDimension(writer, project.Components);
            foreach (ComponentAssessment component in project.Components.Where(c => c.IsApplicable))
            {
                WriteComponent(writer, component);
            }
        }

        WriteMeasurements(writer, assessment.Measurements);
        WriteDefects(writer, [.. assessment.Findings.Where(f => f is { Kind: ResultKind.Fail, Rule.IsDefect: true } && f.Severity != Severity.None)]);
        WriteExclusions(writer, assessment.Excluded);
        WritePolicy(writer, assessment.PolicyEffects);
        WriteNotes(writer, assessment.Notes);
    }

    private static IEnumerable<string> Origin(Assessment assessment, string toolVersion)
    {
        if (assessment.Commit is { } commit)
        {
            string branch = commit.Branch is null ? "" : $" on {MarkdownText.Code(commit.Branch, inTable: false)}";
            yield return $"Commit `{ShortId(commit.Id)}`{branch}";
        }

        yield return assessment.FileCount == 1 ? "1 file" : $"{assessment.FileCount} files";
        yield return $"as of {assessment.AsOf:yyyy-MM-dd}";
        yield return $"RepoMaturity {toolVersion}";
    }

    private static string ShortId(string id) => id.Length > 7 ? id[..7] : id;

    private static void WriteDimension(TextWriter writer, IReadOnlyList<ComponentAssessment> components)
    {
        if (components.Count < 2)
        {
            return;
        }

        DimensionAssessment dimension = DimensionAssessment.Of(components);
        Line(writer);
        Line(writer, $"## Technology & Operations: level {dimension.Level}");
        Line(writer);
        Line(writer, "| Component | Level | Verified | Attested | Possible |");
        Line(writer, "|---|---|---|---|---|");
        foreach (ComponentAssessment component in components.Where(c => !c.IsApplicable))
        {
            Line(writer, $"| {component.Id} {MarkdownText.Prose(component.Name)} | does not apply | | | |");
        }

        foreach (ComponentAssessment component in components.Where(c => c.IsApplicable))
        {
            Line(writer, $"| {component.Id} {MarkdownText.Prose(component.Name)} | {Ladder(component.Level)} | {ReportText.Score(component.Verified)} | {ReportText.Score(component.Attested)} | {ReportText.Score(component.Possible)} |");
        }

        Line(writer, $"| **All** | | {ReportText.Score(dimension.Verified)} | {ReportText.Score(dimension.Attested)} | {ReportText.Score(dimension.Possible)} |");
    }

    private static void WriteComponent(TextWriter writer, ComponentAssessment component)
    {
        Line(writer);
        Line(writer, $"## Component {component.Id}: {MarkdownText.Prose(component.Name)}");
        Line(writer);
        string attested = component.Attested > component.Verified ? $", attested {ReportText.Score(component.Attested)}" : "";
        string provisional = component.Provisional is null ? "" : $" ({component.Provisional})";
        Line(writer, $"**Level {component.Level} of 5**: verified {ReportText.Score(component.Verified)}{attested}, possible {ReportText.Score(component.Possible)}{provisional}");
        PracticeAssessment[] assessed = [.. component.Practices.Where(p => p.Level is not null)];
        if (assessed.Length > 0)
        {
            Line(writer);
            Line(writer, "| Practice | Level | Proof |");
            Line(writer, "|---|---|---|");
            foreach (PracticeAssessment practice in assessed)
            {
                Line(writer, $"| {practice.Id} {MarkdownText.Prose(practice.Name)} | {Ladder(practice.Level!.Value)} | {Proof(practice)} |");
            }
        }

        foreach (IGrouping<string, PracticeAssessment> group in component.Practices.Where(p => p.Level is null).GroupBy(p => p.NotAssessed ?? "not assessed").OrderBy(g => g.Key == "not assessed"))
        {
            Line(writer);
            Line(writer, $"{char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}: {string.Join(", ", group.Select(p => MarkdownText.Prose(p.Name)))}");
        }

        WriteWayUp(writer, component);
    }

    private static string Ladder(int level) => $"{new string('■', level)}{new string('□', 5 - level)} {level}";

    private static string Proof(PracticeAssessment practice) => practice.Proof is not { } proof ? ""
        : proof is { Kind: ResultKind.Pass, Trail: [_, .., _] or [{ Text.Length: > 0 }] } ? MarkdownText.Trail(proof.Trail)
        : MarkdownText.Prose(proof.Message);

    private static void WriteWayUp(TextWriter writer, ComponentAssessment component)
    {
        if (component.Blockers.Count > 0)
        {
            Line(writer);
            Line(writer, $"### What blocks level {component.Level + 1}");
            Line(writer);
            Line(writer, "| Rule | What is missing | Gain |");
            Line(writer, "|---|---|---|");
            foreach (StepUp step in component.Blockers)
            {
                string gain = step.IsRequired ? "required" : $"+{step.Gain:0.00}";
                Line(writer, $"| {step.Finding.Rule.Id} | {MarkdownText.Prose(step.Finding.Message)} | {gain} |");
            }
        }

        if (component.CheapestStep is { } cheapest)
        {
            Line(writer);
            Line(writer, $"Cheapest step up: **{cheapest.Finding.Rule.Id}** {MarkdownText.Prose(cheapest.Finding.Message)} (+{cheapest.Gain:0.00})");
        }
    }

    private static void WriteMeasurements(TextWriter writer, IReadOnlyList<Measurement> measurements)
    {
        if (measurements.Count == 0)
        {
            return;
        }

        Line(writer);
        Line(writer, "## Measured");
        Line(writer);
        Line(writer, "| What | Result | Source |");
        Line(writer, "|---|---|---|");
        foreach (Measurement measurement in measurements)
        {
            Line(writer, $"| {measurement.Name} | {MarkdownText.Prose(measurement.Text)} | {MarkdownText.Prose(measurement.Source)} |");
        }
    }

    private static void WriteDefects(TextWriter writer, IReadOnlyList<Finding> defects)
    {
        if (defects.Count == 0)
        {
            return;
        }

        Line(writer);
        Line(writer, $"## Defects ({defects.Count})");
        Line(writer);
        Line(writer, "| Place | Severity | Defect | Rule |");
        Line(writer, "|---|---|---|---|");
        foreach (Finding finding in defects
            .OrderBy(f => f.Location.Path, StringComparer.Ordinal)
            .ThenBy(f => f.Location.Line)
            .ThenBy(f => f.Location.Column)
            .Take(MostRows))
        {
            string place = finding.Location.Path.Length == 0 ? "repository" : MarkdownText.Link(finding.Location);
            Line(writer, $"| {place} | {finding.Severity.ToString().ToLowerInvariant()} | {MarkdownText.Prose(finding.Message)} | {finding.Rule.Id} |");
        }

        WriteMore(writer, defects.Count);
    }

    private static void WriteExclusions(TextWriter writer, IReadOnlyList<Exclusion> excluded)
    {
        if (excluded.Count == 0)
        {
            return;
        }

        Line(writer);
        Line(writer, "## Left out");
        Line(writer);
        Line(writer, "| Path | Files | Why |");
        Line(writer, "|---|---|---|");
        foreach (Exclusion exclusion in excluded.Take(MostRows))
        {
            Line(writer, $"| {MarkdownText.Code(exclusion.Path)} | {exclusion.FileCount} | {MarkdownText.Prose(exclusion.Reason)} |");
        }

        WriteMore(writer, excluded.Count);
    }

    private static void WritePolicy(TextWriter writer, IReadOnlyList<PolicyEffect> effects)
    {
        if (effects.Count == 0)
        {
            return;
        }

        Line(writer);
        Line(writer, "## Decided by the configuration");
        Line(writer);
        foreach (PolicyEffect effect in effects)
        {
            Line(writer, $"- {MarkdownText.Prose(effect.Subject)}: {MarkdownText.Prose(effect.What)}: {MarkdownText.Prose(effect.Reason)}");
        }
    }

    private static void WriteNotes(TextWriter writer, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
        {
            return;
        }

        Line(writer);
        Line(writer, "## Notes");
        Line(writer);
        foreach (string note in notes)
        {
            Line(writer, $"- {MarkdownText.Prose(note)}");
        }
    }

    private static void WriteMore(TextWriter writer, int count)
    {
        if (count > MostRows)
        {
            Line(writer);
            Line(writer, $"… and {count - MostRows} more; the JSON report has all.");
        }
    }

    private static void Line(TextWriter writer, string text = "")
    {
        writer.Write(text);
        writer.Write('\n');
    }
}
