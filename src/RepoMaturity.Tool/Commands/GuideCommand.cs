using System.CommandLine;
using System.Text;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary>A report in the three forms that every command of the guide gives.</summary>
/// <param name="Blocks">For people.</param>
/// <param name="WriteJson">For programs.</param>
/// <param name="AsTasks">True when its Markdown is a checklist.</param>
internal sealed record GuideOutput(IEnumerable<ReportBlock> Blocks, Action<Stream> WriteJson, bool AsTasks = false);

/// <summary><c>answers</c>, <c>roadmap</c>, <c>attest</c> and <c>aggregate</c>: what the guide says of an assessment.</summary>
internal static class GuideCommand
{
    /// <summary><c>answers</c>.</summary>
    public static Command CreateAnswers()
    {
        Option<bool> views = new("--views") { Description = "Show other frameworks' views too: the ML Test Score, Microsoft's and Google's MLOps levels." };
        ToolCommand command = new(
            "answers",
            "Answer the guide's questions 7 to 9, with evidence and what contradicts it.",
            ("answers", "the questionnaire, filled in by proof"),
            ("answers --views", "with the ML Test Score and others' MLOps levels"),
            ("answers --format json --output answers.json", "every criterion of the guide, for a program"))
        {
            views,
        };
        return OfAssessment(command, (assessment, catalog, result) =>
        {
            GuideAnswers answers = GuideAnswers.Of(assessment, catalog);
            IEnumerable<ReportBlock> others = result.GetValue(views) ? GuideReport.Views(answers.Views) : [];
            return new GuideOutput(
                GuideReport.Answers(assessment.Repository, assessment.Dimension, catalog.Sections, answers).Concat(others),
                stream => GuideJson.WriteAnswers(stream, assessment, answers, ToolInfo.Version));
        });
    }

    /// <summary><c>roadmap</c>.</summary>
    public static Command CreateRoadmap()
    {
        Option<int?> from = new("--from") { HelpName = "1-4", Description = "Level from which to go up. [default: the level reached]" };
        ToolCommand command = new(
            "roadmap",
            "Show the guide's roadmap for where the repository stands: to do first, open, done.",
            ("roadmap --format markdown", "a checklist for an issue tracker"),
            ("roadmap --from 2", "the way from level 2 to 3"))
        {
            from,
        };
        return OfAssessment(command, (assessment, catalog, result) =>
        {
            GuideStage stage = result.GetValue(from) is { } level
                ? catalog.Sections.Stages.FirstOrDefault(s => s.From == level) ?? throw new UsageException($"--from {level} is not a level from which the guide leads up; use 1 to 4")
                : Roadmap.StageOf(assessment, catalog);
            Roadmap roadmap = Roadmap.Of(assessment, catalog, GuideAnswers.Of(assessment, catalog), stage);
            return new GuideOutput(
                GuideReport.Roadmap(assessment.Repository, assessment.Dimension, roadmap),
                stream => GuideJson.WriteRoadmap(stream, assessment, roadmap, ToolInfo.Version),
                AsTasks: true);
        });
    }

    /// <summary><c>attest</c>.</summary>
    public static Command CreateAttest()
    {
        Option<bool> skeleton = new("--skeleton") { Description = "Write the YAML to fill in, for repo-maturity.yml." };
        ToolCommand command = new(
            "attest",
            "List what the repository cannot show and its team can attest, with what it would gain.",
            ("attest", "what is missing, the most telling first"),
            ("attest --skeleton >> repo-maturity.yml", "start filling it in"))
        {
            skeleton,
        };
        return OfAssessment(command, (assessment, catalog, result) =>
        {
            IReadOnlyList<AttestationGain> gains = AttestationGain.Of(assessment, catalog);
            if (result.GetValue(skeleton))
            {
                Console.Out.Write(Skeleton(gains, assessment.AsOf, catalog.AttestationLife));
                return null;
            }

            return new GuideOutput(
                GuideReport.Attestations(assessment, gains),
                stream => GuideJson.WriteAttestations(stream, assessment, gains, ToolInfo.Version));
        });
    }

    /// <summary><c>aggregate</c>.</summary>
    public static Command CreateAggregate()
    {
        Argument<string[]> reports = new("REPORT") { Description = "Reports of `scan --format json`, one for each repository.", Arity = ArgumentArity.OneOrMore };
        Option<string?> rules = new("--rules") { HelpName = "FOLDER", Description = "Rules folder to judge by instead of the built-in rules, for their authors." };
        ToolCommand command = new(
            "aggregate",
            "Put the reports of several repositories together into answers for the organization.",
            ("aggregate reports/*.json", "levels by the weakest and the median, and what blocks most"))
        {
            reports, rules,
        };
        return WithFormats(command, (result, _) =>
        {
            RuleCatalog catalog = AssessmentRun.LoadRules(result.GetValue(rules));
            GroupAssessment group = GroupAssessment.Of([.. Named(result.GetValue(reports)!, catalog)], catalog);
            return new GuideOutput(GuideReport.Group(group, catalog.Sections), stream => GuideJson.WriteGroup(stream, group, ToolInfo.Version));
        });
    }

    /// <summary>The reports; where two repositories have the same name, their file is said too.</summary>
    private static IEnumerable<Assessment> Named(IReadOnlyList<string> files, RuleCatalog catalog)
    {
        (string File, Assessment Assessment)[] read = [.. files.Select(f => (f, JsonReportReader.Read(f, AssessmentRun.ReadReport("REPORT", f).Bytes, catalog)))];
        foreach (IGrouping<string, (string File, Assessment Assessment)> same in read.GroupBy(r => r.Assessment.Repository, StringComparer.Ordinal))
        {
            if (same.GroupBy(r => Path.GetFullPath(r.File)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new UsageException($"{twice.First().File} is given twice; give one report for each repository");
            }

            foreach ((string file, Assessment assessment) in same)
            {
                yield return same.Count() == 1 ? assessment : assessment with { Repository = $"{assessment.Repository} ({Path.GetFileNameWithoutExtension(file)})" };
            }
        }
    }

    private static Command OfAssessment(ToolCommand command, Func<Assessment, RuleCatalog, ParseResult, GuideOutput?> make)
    {
        AssessmentOptions options = new();
        options.AddTo(command);
        return WithFormats(command, (result, cancellationToken) =>
        {
            (Assessment assessment, RuleCatalog catalog) = AssessmentRun.Execute(options.Read(result), cancellationToken);
            return make(assessment, catalog, result);
        });
    }

    private static Command WithFormats(ToolCommand command, Func<ParseResult, CancellationToken, GuideOutput?> make)
    {
        Option<string[]> format = new("--format", "-f") { HelpName = "console|json|markdown", Description = "Form of the report; repeatable, each with its own --output after it. [default: console]" };
        format.AcceptOnlyFromAmong("console", "json", "markdown");
        Option<string[]> output = new("--output", "-o") { HelpName = "FILE", Description = "File for the --format before it; stdout without." };
        Option<bool> brief = new("--brief") { Description = "On the console without proofs." };
        command.Add(format);
        command.Add(output);
        command.Add(brief);
        command.SetAction((result, cancellationToken) =>
        {
            IReadOnlyList<ReportTarget> targets = ReportTarget.Parse(result.Tokens);
            return Task.Run(() => Run(make(result, cancellationToken), targets, !result.GetValue(brief)), CancellationToken.None).WaitAsync(cancellationToken);
        });
        return command;
    }

    private static int Run(GuideOutput? output, IReadOnlyList<ReportTarget> targets, bool details)
    {
        foreach (ReportTarget target in output is null ? [] : targets)
        {
            target.Write((stream, format) => Write(stream, format, output!, details));
        }

        return ExitCodes.Success;
    }

    private static void Write(Stream stream, ReportFormat format, GuideOutput output, bool details)
    {
        if (format == ReportFormat.Json)
        {
            output.WriteJson(stream);
            return;
        }

        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        if (format == ReportFormat.Markdown)
        {
            MarkdownBlocks.Write(writer, output.Blocks, output.AsTasks);
            return;
        }

        TerminalSettings settings = stream is FileStream ? new TerminalSettings(Color: false, Unicode: true, TerminalSettings.DefaultWidth) : TerminalSettings.ForStandardOutput(ColorMode.Auto);
        StringWriter text = new();
        BlockPage.Write(settings.CreatePage(text), output.Blocks, details);
        writer.Write(text.ToString());
    }

    private static string Skeleton(IReadOnlyList<AttestationGain> gains, DateOnly asOf, int life)
    {
        StringBuilder text = new();
        text.Append($"# Each statement counts for {life} days after its date. Take out what you do not state.\nattestations:\n");
        foreach (AttestationGain gain in gains.Where(g => g.Stated is null))
        {
            text.Append($"  # {gain.Kind.Asks}\n");
            text.Append($"  # {gain.Kind.Key}: {{value: …, source: \"https://…\", owner: \"…\", date: {asOf:yyyy-MM-dd}}} # {gain.Kind.Expected}\n");
        }

        return text.ToString();
    }
}
