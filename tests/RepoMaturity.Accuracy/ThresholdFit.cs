using RepoMaturity.Rules;
using RepoMaturity.Scoring;

namespace RepoMaturity.Accuracy;

/// <summary>Searches the thresholds of levels 2 to 4 that agree best with the experts' levels; floors and required rules stay as the guide has them.</summary>
internal sealed class ThresholdFit
{
    private static readonly double[] Grid = [.. Enumerable.Range(10, 91).Select(i => i * 0.01)];

    private readonly IReadOnlyList<int> _labels;
    private readonly IReadOnlyList<(double[] Thresholds, int[] Levels)> _candidates;

    public ThresholdFit(Trial trial, Scale scale)
    {
        _labels = [.. trial.Repositories.Select(r => r.Labels.Levels[scale].Level)];
        GuideComponent guide = trial.Guide(scale);
        ComponentScorer[] scorers = [.. trial.Repositories.Select(r => new ComponentScorer(guide, r.Verdicts.Values))];
        LevelRequirement[] fitted = [.. guide.Levels.Where(l => l.Level <= 4)];
        LevelRequirement[] kept = [.. guide.Levels.Where(l => l.Level > 4)];

        // A level's own conditions do not depend on the other levels' thresholds: asked once for each value of the grid.
        bool[][][] reached = [.. fitted.Select(l => Grid.Select(t => scorers.Select(s => s.IsReached(l with { Threshold = t }, Reading.Verified)).ToArray()).ToArray())];
        bool[][] above = [.. kept.Select(l => scorers.Select(s => s.IsReached(l, Reading.Verified)).ToArray())];
        _candidates =
        [
            .. from a in Enumerable.Range(0, Grid.Length)
               from b in Enumerable.Range(0, Grid.Length)
               from c in Enumerable.Range(0, Grid.Length)
               where a <= b && b <= c // no level asks for less than the one below
               let steps = (bool[][])[reached[0][a], reached[1][b], reached[2][c], .. above]
               select (new[] { Grid[a], Grid[b], Grid[c] }, scorers.Select((_, i) => 1 + steps.TakeWhile(s => s[i]).Count()).ToArray()),
        ];
    }

    /// <summary>The best thresholds for all repositories but one; -1 leaves out none.</summary>
    public (double[] Thresholds, int[] Levels) Best(int leftOut = -1)
    {
        int[] used = [.. Enumerable.Range(0, _labels.Count).Where(i => i != leftOut)];
        (int Exact, int WithinOne) Quality(int[] levels)
        {
            (int, int)[] pairs = [.. used.Select(i => (_labels[i], levels[i]))];
            return (Statistics.Exact(pairs), Statistics.WithinOne(pairs));
        }

        // Many candidates are equally good; the one nearest to the middle of them has the widest margins.
        (double[] Thresholds, int[] Levels)[] best = [.. _candidates.GroupBy(c => Quality(c.Levels)).MaxBy(g => g.Key)!];
        double[] middle = [.. Enumerable.Range(0, 3).Select(k => best.Average(c => c.Thresholds[k]))];
        return best.MinBy(c => c.Thresholds.Zip(middle, (t, m) => (t - m) * (t - m)).Sum());
    }

    /// <summary>Each repository's label with the level that thresholds fitted on all others give it.</summary>
    public IReadOnlyList<(int A, int B)> LeaveOneOut() => [.. _labels.Select((label, i) => (label, Best(leftOut: i).Levels[i]))];
}

/// <summary>Writes what <c>--fit</c> found.</summary>
internal static class FitReport
{
    public static void Write(TextWriter writer, Trial trial, Scale scale)
    {
        ThresholdFit fit = new(trial, scale);
        (double[] thresholds, int[] levels) = fit.Best();
        int[] labels = [.. trial.Repositories.Select(r => r.Labels.Levels[scale].Level)];
        writer.WriteLine($"## Thresholds of the {scale.Name} level\n");
        writer.WriteLine("| | level 2 | level 3 | level 4 | exact | within one |\n|---|---|---|---|---|---|");
        writer.WriteLine($"| as the guide has them | {Numbers(trial.Guide(scale).Levels.Where(l => l.Level <= 4).Select(l => l.Threshold))} | {Quality(trial.Levels(scale))} |");
        writer.WriteLine($"| best on all {labels.Length} | {Numbers(thresholds)} | {Quality([.. labels.Zip(levels)])} |");
        writer.WriteLine($"| leave one out | | | | {Quality(fit.LeaveOneOut())} |\n");
        foreach ((RepositoryResult repository, (int a, int b)) in trial.Repositories.Zip(fit.LeaveOneOut()).Where(r => r.Second.A != r.Second.B))
        {
            writer.WriteLine($"- left out, {repository.Labels.Name} would get {b} for {a} by {Numbers(fit.Best(trial.Repositories.ToList().IndexOf(repository)).Thresholds)}.");
        }

        writer.WriteLine();
    }

    private static string Numbers(IEnumerable<double> values) => string.Join(" | ", values.Select(v => $"{v:0.00}"));

    private static string Quality(IReadOnlyList<(int A, int B)> pairs) => $"{Statistics.Exact(pairs)}/{pairs.Count} | {Statistics.WithinOne(pairs)}/{pairs.Count}";
}
