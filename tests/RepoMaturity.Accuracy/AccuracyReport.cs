using RepoMaturity.Scoring;

namespace RepoMaturity.Accuracy;

/// <summary>Writes the comparison as Markdown; the last line sums up.</summary>
internal static class AccuracyReport
{
    public static void Write(TextWriter writer, Trial trial)
    {
        WriteFacts(writer, trial);
        WriteDisagreements(writer, trial);
        FactResult[] facts = [.. trial.Facts];
        List<string> sums = [$"facts agree {facts.Count(f => f.Agrees)}/{facts.Length}"];
        foreach (Scale scale in Scale.All)
        {
            WriteLevels(writer, trial, scale);
            IReadOnlyList<(int A, int B)> levels = trial.Levels(scale);
            sums.Add($"{scale.Name} level exact {Statistics.Exact(levels)}/{levels.Count}, within one {Statistics.WithinOne(levels)}/{levels.Count}");
        }

        writer.WriteLine(string.Join("; ", sums));
    }

    private static void WriteFacts(TextWriter writer, Trial trial)
    {
        writer.WriteLine("## Facts\n");
        writer.WriteLine("| fact | agree | majority | precision | recall | balanced | true / false / partial | open |");
        writer.WriteLine("|---|---|---|---|---|---|---|---|");
        List<Confusion> all = [];
        foreach (FactDecider decider in trial.Map.Deciders)
        {
            FactResult[] facts = [.. trial.Facts.Where(f => f.Decider == decider)];
            string agree = $"{decider.Fact} | {facts.Count(f => f.Agrees)}/{facts.Length}";
            if (decider.Metric is not null)
            {
                writer.WriteLine($"| {agree} | | | | | within {decider.Tolerance:0.00} | |");
                continue;
            }

            Confusion c = Confusion.Of(facts.Where(f => f.IsYesOrNo).Select(f => (f.Label.IsTrue, f.Verdict)));
            int partial = facts.Count(f => f.IsPartial);
            all.Add(c);
            writer.WriteLine(
                $"| {agree} | {c.MajorityAgrees + partial}/{facts.Length} | {Share(c.Precision)} | {Share(c.Recall)} | {(c.HasBothKinds ? Share(c.BalancedAccuracy) : "")} | {c.Positive} / {c.Negative} / {partial} | {(c.Open > 0 ? c.Open : "")} |");
        }

        foreach (string fact in trial.Undecided)
        {
            writer.WriteLine($"| {fact} | not decided yet | | | | | | |");
        }

        Confusion[] balanced = [.. all.Where(c => c.HasBothKinds)];
        writer.WriteLine($"""

            True or false: {all.Sum(c => c.Agree)} of {all.Sum(c => c.Total)} agree; always answering the majority gets {all.Sum(c => c.MajorityAgrees)}. Open verdicts on them: {all.Sum(c => c.Open)}, each counted as a disagreement.
            Labelled partial, where either verdict agrees: {trial.Facts.Count(f => f.IsPartial)}. Numbers: {trial.Facts.Count(f => f.Decider.Metric is not null && f.Agrees)} of {trial.Facts.Count(f => f.Decider.Metric is not null)} agree.
            Balanced accuracy over the {balanced.Length} facts with at least three repositories of each kind: {Share(balanced.Select(c => c.BalancedAccuracy).DefaultIfEmpty(double.NaN).Average())}; the majority gets 0.50.
            Not decided by rules: {string.Join(", ", trial.Map.OutOfScope)}.

            """);
    }

    private static void WriteDisagreements(TextWriter writer, Trial trial)
    {
        writer.WriteLine("## Disagreements\n");
        foreach (FactResult fact in trial.Facts.Where(f => !f.Agrees).OrderBy(f => f.Decider.Fact, StringComparer.Ordinal).ThenBy(f => f.Repository.Name, StringComparer.Ordinal))
        {
            string said = fact.Decider.Metric is not null ? fact.Value is { } value ? $"{value:0.00}" : "no value" : fact.Verdict is { } verdict ? verdict ? "true" : "false" : "open";
            string note = fact.Label.Note.Length > 0 ? $" ({fact.Label.Note})" : "";
            writer.WriteLine($"- {fact.Decider.Fact} of {fact.Repository.Name}: said {said}, labelled {fact.Label.Value}");
            writer.WriteLine($"  - label: {fact.Label.Evidence}{note}");
            foreach (string proof in fact.Proof)
            {
                writer.WriteLine($"  - {proof}");
            }
        }

        writer.WriteLine();
    }

    private static void WriteLevels(TextWriter writer, Trial trial, Scale scale)
    {
        writer.WriteLine($"## The {scale.Name} level\n");
        writer.WriteLine("| repository | label | level | verified | coverage of levels 2 to 5 | the expert's reason |\n|---|---|---|---|---|---|");
        foreach (RepositoryResult result in trial.Repositories)
        {
            (ExpertLevel label, ComponentAssessment component) = (result.Labels.Levels[scale], result.Components[scale]);
            string coverages = string.Join(' ', component.Levels.Select(l => l.Coverage is { } coverage ? $"{coverage:0.00}" : "-"));
            string level = component.Level == label.Level ? $"{component.Level}" : $"**{component.Level}**";
            writer.WriteLine($"| {result.Labels.Name} | {label.Level} | {level} | {component.Verified:0.00} | {coverages} | {label.Reason} |");
        }

        IReadOnlyList<(int A, int B)> levels = trial.Levels(scale);
        int majority = Statistics.Majority(levels.Select(l => l.A));
        (int A, int B)[] always = [.. levels.Select(l => (l.A, majority))];
        writer.WriteLine($"""

            Cohen's weighted kappa: {Share(Statistics.WeightedKappa(levels, 1))} with linear weights, {Share(Statistics.WeightedKappa(levels, 2))} with quadratic ones.
            Always answering level {majority}: exact {Statistics.Exact(always)}/{always.Length}, within one {Statistics.WithinOne(always)}/{always.Length}, kappa 0.00.

            """);
    }

    private static string Share(double value) => double.IsNaN(value) ? "" : $"{value:0.00}";
}
