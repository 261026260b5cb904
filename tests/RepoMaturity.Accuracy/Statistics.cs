namespace RepoMaturity.Accuracy;

/// <summary>How decided facts stand against labels; open verdicts are counted on the side of the label that they missed.</summary>
internal readonly record struct Confusion(int TruePositive, int FalsePositive, int TrueNegative, int FalseNegative, int OpenPositive, int OpenNegative)
{
    private const int LeastOfEachKind = 3;

    public int Positive => TruePositive + FalseNegative + OpenPositive;

    public int Negative => TrueNegative + FalsePositive + OpenNegative;

    public int Total => Positive + Negative;

    public int Agree => TruePositive + TrueNegative;

    public int Open => OpenPositive + OpenNegative;

    /// <summary>What always answering the more frequent label would get.</summary>
    public int MajorityAgrees => Math.Max(Positive, Negative);

    /// <summary>True when both kinds are frequent enough for <see cref="BalancedAccuracy"/> to mean something.</summary>
    public bool HasBothKinds => Positive >= LeastOfEachKind && Negative >= LeastOfEachKind;

    /// <summary>Share of what was called true that is; NaN when nothing was.</summary>
    public double Precision => (double)TruePositive / (TruePositive + FalsePositive);

    /// <summary>Share of the true that was called so; NaN when nothing is true.</summary>
    public double Recall => (double)TruePositive / Positive;

    /// <summary>Mean of the shares of the true and of the false that were called so.</summary>
    public double BalancedAccuracy => (Recall + ((double)TrueNegative / Negative)) / 2;

    public static Confusion Of(IEnumerable<(bool Label, bool? Verdict)> pairs)
    {
        ILookup<(bool, bool?), int> counts = pairs.ToLookup(p => p, _ => 1);
        int Count(bool label, bool? verdict) => counts[(label, verdict)].Count();
        return new Confusion(Count(true, true), Count(false, true), Count(false, false), Count(true, false), Count(true, null), Count(false, null));
    }
}

/// <summary>Agreement of two raters on an ordered scale.</summary>
internal static class Statistics
{
    /// <summary>
    /// Cohen's weighted kappa: 1 minus the observed over the expected mean of |a - b|^<paramref name="power"/>;
    /// power 1 gives linear weights, 2 quadratic ones. NaN when neither rater ever differs from one value.
    /// </summary>
    public static double WeightedKappa(IReadOnlyCollection<(int A, int B)> pairs, int power)
    {
        double Cost(int a, int b) => Math.Pow(Math.Abs(a - b), power);
        double observed = pairs.Average(p => Cost(p.A, p.B));
        double expected = pairs.Average(p => pairs.Average(q => Cost(p.A, q.B)));
        return 1 - (observed / expected);
    }

    public static int Exact(IEnumerable<(int A, int B)> pairs) => pairs.Count(p => p.A == p.B);

    public static int WithinOne(IEnumerable<(int A, int B)> pairs) => pairs.Count(p => Math.Abs(p.A - p.B) <= 1);

    /// <summary>The most frequent value, the smallest of several.</summary>
    public static int Majority(IEnumerable<int> values) => values.CountBy(v => v).OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key;
}
