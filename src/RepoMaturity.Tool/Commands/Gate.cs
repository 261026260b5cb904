using System.Globalization;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;

namespace RepoMaturity.Tool.Commands;

/// <summary>A least level or score.</summary>
/// <param name="Component">The component; null for every assessed one.</param>
/// <param name="Least">The least value, 1 to 5.</param>
internal readonly record struct GateRequirement(int? Component, double Least)
{
    /// <summary>Reads <c>3</c> or <c>5:3</c>.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="text">What the user wrote.</param>
    /// <param name="whole">True when only whole numbers make sense.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static GateRequirement Parse(string option, string text, bool whole)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string number = text[(colon + 1)..];
        int component = 0;
        bool right = (colon < 0 || (int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out component) && component is >= 1 and <= 5))
            & double.TryParse(number, whole ? NumberStyles.None : NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double least)
            && least is >= 1 and <= 5;
        return right
            ? new GateRequirement(colon < 0 ? null : component, least)
            : throw new UsageException($"{option} '{text}' is not right: it takes a number from 1 to 5, or a component and a number such as 5:{(whole ? "3" : "2.5")}");
    }
}

/// <summary>What a pipeline asks of an assessment; judged by verified figures.</summary>
/// <param name="FailOn">The least severity that fails; null for none.</param>
/// <param name="Levels">Least levels.</param>
/// <param name="Scores">Least verified scores.</param>
internal sealed record Gate(Severity? FailOn, IReadOnlyList<GateRequirement> Levels, IReadOnlyList<GateRequirement> Scores)
{
    /// <summary>One sentence for each part of the gate that fails.</summary>
    /// <exception cref="UsageException">The gate asks for a component that was not assessed, so it could never hold.</exception>
    public IReadOnlyList<string> Judge(Assessment assessment)
    {
        List<string> failures = [];
        if (FailOn is { } least)
        {
            int count = assessment.Findings.Count(f => f.Kind == ResultKind.Fail && f.Severity >= least);
            if (count > 0)
            {
                string word = least.ToString().ToLowerInvariant();
                failures.Add($"--fail-on {word}: {count} {(count == 1 ? "finding" : "findings")} of severity {word}{(least == Severity.Error ? "" : " or worse")}");
            }
        }

        foreach (GateRequirement requirement in Levels)
        {
            failures.AddRange(Components(assessment, requirement, "--min-level")
                .Where(c => c.Level < requirement.Least)
                .Select(c => $"--min-level {requirement.Least:0}: Component {c.Id} is at level {c.Level}"));
        }

        foreach (GateRequirement requirement in Scores)
        {
            failures.AddRange(Components(assessment, requirement, "--min-score")
                .Where(c => ReportText.Round(c.Verified) < requirement.Least)
                .Select(c => $"--min-score {requirement.Least:0.0#}: Component {c.Id} has a verified score of {ReportText.Score(c.Verified)}"));
        }

        return failures;
    }

    private static ComponentAssessment[] Components(Assessment assessment, GateRequirement requirement, string option)
    {
        ComponentAssessment[] components =
        [
            .. assessment.Projects.SelectMany(p => p.Components).Where(c => c.IsApplicable && (requirement.Component is null || c.Id == requirement.Component)),
        ];
        return components.Length > 0 ? components
            : throw new UsageException(requirement.Component is { } id ? $"{option} {id}:{requirement.Least:0.##}: Component {id} is not judged, or does not apply to this repository" : $"{option}: no component applies to this repository");
    }
}
