using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>The report for people at a terminal: verdicts first, then what to do, then the details.</summary>
/// <param name="page">Where to.</param>
/// <param name="verbose">True to show every finding, every step of its trail, and lists to their end.</param>
internal sealed class ConsoleReport(Page page, bool verbose)
{
    private const int BarWidth = 40;
    private const int MostNameCells = 24;
    private const int LeastProofCells = 28;

    private static readonly string[] Efforts = ["", "minutes", "hours", "days"];

    private readonly DefectList _defects = new(page, verbose);

    /// <summary>Writes the whole report.</summary>
    public void Write(Assessment assessment)
    {
        WriteOrigin(assessment);
        foreach (ProjectAssessment project in assessment.Projects)
        {
            if (project.Path.Length > 0)
            {
                page.Heading($"Project {ReportText.Visible(project.Path)}");
            }

            WriteTraits(project.Traits);
            WriteDimension(project.Components);
            foreach (ComponentAssessment component in project.Components.Where(c => c.IsApplicable))
            {
                WriteComponent(component);
                WritePractices(component);
                WriteWayUp(component);
            }
        }

        WriteMeasurements(assessment.Measurements);
        if (verbose)
        {
            WriteFindings(assessment);
        }

        _defects.Write(assessment.Findings);
        WriteExclusions(assessment.Excluded);
        WritePolicy(assessment.PolicyEffects);
        WriteNotes(assessment);
    }

    /// <summary>Writes one line per component.</summary>
    public void WriteVerdict(Assessment assessment)
    {
        foreach (ComponentAssessment component in assessment.Projects.SelectMany(p => p.Components))
        {
            if (!component.IsApplicable)
            {
                page.Line($"Component {component.Id}: not applicable");
                continue;
            }

            page.Line(
                $"Component {component.Id}: ",
                new Part($"level {component.Level}", Page.Bold),
                $" (verified {ReportText.Score(component.Verified)}, possible {ReportText.Score(component.Possible)})");
        }
    }

    private void WriteOrigin(Assessment assessment)
    {
        List<string> facts = [];
        if (assessment.Commit is { } commit)
        {
            facts.Add((commit.Id.Length > 7 ? commit.Id[..7] : commit.Id) + (commit.Branch is null ? "" : $" on {ReportText.Visible(commit.Branch)}"));
        }

        facts.Add(Count(assessment.FileCount, "file"));
        facts.Add($"as of {assessment.AsOf:yyyy-MM-dd}");
        page.Line(new Part(ReportText.Visible(assessment.Repository), Page.Bold));
        page.Line(new Part(string.Join(page.Glyphs.Dot, facts), Page.Dim));
    }

    private void WriteTraits(IReadOnlyList<Trait> traits)
    {
        if (traits.Count == 0)
        {
            return;
        }

        if (!verbose)
        {
            page.Wrapped([new Part("Traits ", Page.Dim)], string.Join(", ", traits.Select(t => ReportText.Visible(t.Name))));
            return;
        }

        foreach (Trait trait in traits)
        {
            page.Line(new Part("Trait ", Page.Dim), ReportText.Visible(trait.Name));
            WriteTrail(trait.Trail, "      ");
        }
    }

    private void WriteDimension(IReadOnlyList<ComponentAssessment> components)
    {
        if (components.Count < 2)
        {
            return;
        }

        DimensionAssessment dimension = DimensionAssessment.Of(components);
        page.Heading($"Technology & Operations{page.Glyphs.Dot}level {dimension.Level}", $"verified {ReportText.Score(dimension.Verified)}, possible {ReportText.Score(dimension.Possible)}");
        int names = Math.Min(components.Max(c => c.Name.Length), page.Width - 30);
        foreach (ComponentAssessment component in components)
        {
            string name = $"  {component.Id} {TextLayout.Fit(component.Name, names, page.Glyphs.Ellipsis).PadRight(names)}  ";
            if (!component.IsApplicable)
            {
                page.Line(name, new Part("does not apply", Page.Dim));
                continue;
            }

            string attested = component.Attested > component.Verified ? $", attested {ReportText.Score(component.Attested)}" : "";
            page.Line(
                name,
                new Part(page.Glyphs.Ladder(component.Level), component.Level > 1 ? Page.Good : Page.Missing),
                $" {component.Level}  ",
                new Part($"{ReportText.Score(component.Verified)}{attested}", Page.Dim));
        }
    }

    private void WriteComponent(ComponentAssessment component)
    {
        page.Heading($"Component {component.Id}{page.Glyphs.Dot}{component.Name}");
        string label = $"  Level {component.Level}  ";
        string indent = new(' ', label.Length);
        (string verified, string possible, string rest) = page.Glyphs.Bar(component.Verified, component.Possible, Math.Min(BarWidth, page.Width - label.Length - 8));
        page.Line(new Part(label, Page.Bold), new Part(verified, Page.Good), new Part(possible, Page.Missing), new Part(rest, Page.Dim), new Part(" of 5", Page.Dim));
        page.Line(indent, "verified ", new Part(ReportText.Score(component.Verified), Page.Bold), new Part("  proven by this repository", Page.Dim));
        if (component.Attested > component.Verified)
        {
            page.Line(indent, "attested ", new Part(ReportText.Score(component.Attested), Page.Bold), new Part("  with what its owners attest", Page.Dim));
        }

        page.Line(indent, "possible ", new Part(ReportText.Score(component.Possible), Page.Bold), new Part("  if all that cannot be seen here were met", Page.Dim));
        if (component.Provisional is { } provisional)
        {
            page.Line(indent, new Part(provisional, Page.Dim));
        }

        foreach (LevelCoverage level in verbose ? component.Levels : [])
        {
            string covered = level.Coverage is { } coverage ? $"{coverage * 100:0} % covered, {level.Threshold * 100:0} % needed" : "nothing applies";
            string state = level.Reached ? ", reached" : level.Coverage >= level.Threshold ? ", held back by what is required" : "";
            page.Line(indent, new Part($"level {level.Level}  {covered}{state}", Page.Dim));
        }
    }

    private void WritePractices(ComponentAssessment component)
    {
        PracticeAssessment[] assessed = [.. component.Practices.Where(p => p.Level is not null)];
        page.Heading("Practices");
        int names = Math.Min(assessed.Select(p => p.Name.Length).DefaultIfEmpty(0).Max(), MostNameCells);
        foreach (PracticeAssessment practice in assessed)
        {
            WritePractice(practice, names);
        }

        foreach (IGrouping<string, PracticeAssessment> group in component.Practices.Where(p => p.Level is null).GroupBy(p => p.NotAssessed ?? "not assessed").OrderBy(g => g.Key == "not assessed"))
        {
            string others = string.Join(", ", group.Select(p => p.Name));
            string prefix = $"  {char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}: ";
            page.Wrapped([new Part(prefix, Page.Dim)], others, Page.Dim);
        }
    }

    private void WritePractice(PracticeAssessment practice, int nameCells)
    {
        int level = practice.Level!.Value;
        string name = TextLayout.Fit(practice.Name, nameCells, page.Glyphs.Ellipsis).PadRight(nameCells);
        string before = $"  {practice.Id} {name}  ";
        string after = $" {level}  ";
        int room = page.Width - before.Length - 5 - after.Length;
        bool beside = room >= LeastProofCells;
        string proof = ProofOf(practice, 2 * (beside ? room : page.Width - 7));
        Part ladder = new(page.Glyphs.Ladder(level), level > 1 ? Page.Good : Page.Missing);
        if (proof.Length == 0 || !beside)
        {
            page.Line(before, ladder, after.TrimEnd());
        }

        if (proof.Length > 0)
        {
            page.Wrapped(beside ? [before, ladder, after] : ["       "], proof, Page.Dim);
        }
    }

    /// <summary>What proves a practice: of a trail as much as fits two lines, of a message all.</summary>
    private string ProofOf(PracticeAssessment practice, int width) => practice.Proof switch
    {
        null => "",
        { Kind: ResultKind.Pass, Trail: [_, .., _] or [{ Text.Length: > 0 }] } proof => TextLayout.FitTrail(proof.Trail, width, page.Glyphs),
        { } proof => ReportText.OneLine(proof.Message),
    };

    private void WriteWayUp(ComponentAssessment component)
    {
        if (component.Blockers.Count > 0)
        {
            page.Heading($"What blocks level {component.Level + 1}");
            foreach (StepUp step in component.Blockers)
            {
                WriteStep(step, step.IsRequired ? "required" : $"+{step.Gain:0.00}");
            }
        }

        if (component.CheapestStep is { } cheapest)
        {
            page.Heading("Cheapest step up");
            WriteStep(cheapest, $"+{cheapest.Gain:0.00}, {Efforts[Math.Clamp(cheapest.Finding.Rule.Effort, 1, 3)]}");
            page.Line(new Part($"  {ToolInfo.Command} explain {cheapest.Finding.Rule.Id}", Page.Accent));
        }
    }

    private void WriteStep(StepUp step, string worth)
    {
        string open = step.Finding.Kind == ResultKind.Open ? "cannot be seen: " : "";
        page.Wrapped(
            ["  ", new Part(step.Finding.Rule.Id, Page.Accent), "  "],
            open + ReportText.OneLine(step.Finding.Message),
            suffix: new Part($"({worth})", Page.Dim));
    }

    private void WriteMeasurements(IReadOnlyList<Measurement> measurements)
    {
        if (measurements.Count == 0)
        {
            return;
        }

        page.Heading("Measured");
        int names = measurements.Max(m => m.Name.Length);
        foreach (Measurement measurement in measurements)
        {
            string source = measurement.Source == Measurement.OwnCode ? "" : $"({ReportText.OneLine(measurement.Source)})";
            page.Wrapped([$"  {measurement.Name.PadRight(names)}  "], ReportText.OneLine(measurement.Text), suffix: new Part(source, Page.Dim));
        }
    }

    private void WriteFindings(Assessment assessment)
    {
        Dictionary<string, string> names = assessment.Projects
            .SelectMany(p => p.Components)
            .SelectMany(c => c.Practices)
            .DistinctBy(p => p.Id)
            .ToDictionary(p => p.Id, p => p.Name, StringComparer.Ordinal);
        page.Heading("Every finding");
        foreach (IGrouping<string, Finding> practice in assessment.Findings.Where(f => f.Rule.Component > 0).GroupBy(f => f.Rule.Practice))
        {
            page.Line($"  {practice.Key} {names.GetValueOrDefault(practice.Key)}");
            foreach (Finding finding in practice)
            {
                (string word, Style style) = finding.Kind switch
                {
                    ResultKind.Pass => ("pass", Page.Good),
                    ResultKind.Fail => ("fail", finding.Severity == Severity.Error ? Page.Bad : Page.Missing),
                    ResultKind.Open => ("open", Page.Dim),
                    _ => ("n/a ", Page.Dim),
                };
                page.Wrapped(
                    ["    ", new Part(word, style), " ", new Part(finding.Rule.Id, Page.Accent), $" level {finding.Rule.MaturityLevel}  "],
                    ReportText.OneLine(finding.Message));
                if (finding.Trail.Count > 0)
                {
                    WriteTrail(finding.Trail, "         ");
                }
                else if (finding.Location.Path.Length > 0)
                {
                    page.Line("         ", new Part(ReportText.Visible(finding.Location.ToString()), Page.Dim));
                }
            }
        }
    }

    private void WriteTrail(IReadOnlyList<TrailStep> trail, string indent)
    {
        string arrow = page.Glyphs.Arrow.TrimStart();
        for (int i = 0; i < trail.Count; i++)
        {
            page.Wrapped([indent, new Part(i == 0 ? "" : arrow, Page.Dim)], ReportText.Step(trail[i], wholePath: true), Page.Dim);
        }
    }

    private void WriteExclusions(IReadOnlyList<Exclusion> excluded)
    {
        if (excluded.Count == 0)
        {
            return;
        }

        page.Heading($"Left out as not own code: {Count(excluded.Sum(e => e.FileCount), "file")}");
        Exclusion[] shown = [.. excluded.Take(verbose ? int.MaxValue : 6)];
        int paths = Math.Min(shown.Max(e => ReportText.Visible(e.Path).Length), page.Width / 2);
        foreach (Exclusion exclusion in shown)
        {
            string path = TextLayout.FitEnd(ReportText.Visible(exclusion.Path), paths, page.Glyphs.Ellipsis);
            page.Wrapped(["  ", path.PadRight(paths), "  "], $"{ReportText.OneLine(exclusion.Reason)}, {Count(exclusion.FileCount, "file")}");
        }

        WriteMore(excluded.Count - shown.Length);
    }

    private void WritePolicy(IReadOnlyList<PolicyEffect> effects)
    {
        if (effects.Count == 0)
        {
            return;
        }

        page.Heading("Decided by the configuration");
        foreach (PolicyEffect effect in effects)
        {
            page.Wrapped(["  ", new Part(ReportText.Visible(effect.Subject), Page.Accent), "  "], ReportText.OneLine($"{effect.What}: {effect.Reason}"));
        }
    }

    private void WriteNotes(Assessment assessment)
    {
        string[] notes =
        [
            .. assessment.Notes.Select(ReportText.OneLine),
            .. assessment.Findings
                .Where(f => f is { Rule.Component: 0, Kind: ResultKind.Open or ResultKind.Fail })
                .Where(f => !assessment.Notes.Any(n => n.StartsWith($"{f.Location}: ", StringComparison.Ordinal)))
                .Select(f => $"{ReportText.Visible(f.Location.ToString())}: {ReportText.OneLine(f.Message)} ({f.Rule.Id})"),
        ];
        if (notes.Length == 0)
        {
            return;
        }

        page.Heading("Notes");
        string[] shown = [.. notes.Take(verbose ? int.MaxValue : 5)];
        foreach (string note in shown)
        {
            page.Wrapped([$"  {page.Glyphs.Bullet} "], note);
        }

        WriteMore(notes.Length - shown.Length);
    }

    private void WriteMore(int count)
    {
        if (count > 0)
        {
            page.Line(new Part($"  {page.Glyphs.Ellipsis} {count} more (--verbose)", Page.Dim));
        }
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
