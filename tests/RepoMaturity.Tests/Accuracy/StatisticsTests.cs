using RepoMaturity.Accuracy;

namespace RepoMaturity.Tests.Accuracy;

public class StatisticsTests
{
    // How often two raters gave each pair of three values.
    private static readonly int[,] Table = { { 4, 1, 0 }, { 1, 3, 1 }, { 0, 1, 4 } };

    [Theory]
    [InlineData(1, 0.7)]
    [InlineData(2, 0.8)]
    public void Weighted_kappa_of_a_table_worked_out_by_hand(int power, double expected) =>
        // Both raters give each of three values to a third: expected cost 8/9 linear, 4/3 quadratic; observed 4/15 for both.
        Assert.Equal(expected, Statistics.WeightedKappa(Pairs(Table), power), 10);

    [Fact]
    public void Kappa_is_one_for_full_agreement_and_zero_for_a_constant_answer()
    {
        Assert.Equal(1, Statistics.WeightedKappa([(1, 1), (2, 2), (4, 4)], 1), 10);
        Assert.Equal(0, Statistics.WeightedKappa([(1, 2), (2, 2), (4, 2)], 2), 10);
        Assert.Equal(-1, Statistics.WeightedKappa([(1, 2), (2, 1)], 1), 10);
    }

    [Fact]
    public void Levels_are_counted_exact_and_within_one()
    {
        (int, int)[] pairs = [(1, 1), (2, 3), (4, 2)];
        Assert.Equal(1, Statistics.Exact(pairs));
        Assert.Equal(2, Statistics.WithinOne(pairs));
        Assert.Equal(2, Statistics.Majority([3, 2, 1, 2, 3]));
    }

    [Fact]
    public void Confusion_counts_open_as_missed_on_the_side_of_its_label()
    {
        Confusion confusion = Confusion.Of([(true, true), (true, true), (true, false), (true, null), (false, false), (false, false), (false, true), (false, null)]);
        Assert.Equal(4, confusion.Agree);
        Assert.Equal(2, confusion.Open);
        Assert.Equal(4, confusion.MajorityAgrees);
        Assert.Equal(2 / 3.0, confusion.Precision, 10);
        Assert.Equal(0.5, confusion.Recall, 10);
        Assert.Equal(0.5, confusion.BalancedAccuracy, 10);
        Assert.True(confusion.HasBothKinds);
    }

    [Fact]
    public void Balanced_accuracy_of_a_constant_answer_is_a_half()
    {
        Confusion always = Confusion.Of([.. Enumerable.Repeat<(bool, bool?)>((false, false), 16), .. Enumerable.Repeat<(bool, bool?)>((true, false), 3)]);
        Assert.Equal(16, always.Agree);
        Assert.Equal(0.5, always.BalancedAccuracy, 10);
        Assert.True(double.IsNaN(always.Precision));
        Assert.False(Confusion.Of([(true, true), (false, false)]).HasBothKinds);
    }

    private static (int, int)[] Pairs(int[,] table) =>
    [
        .. from a in Enumerable.Range(0, 3)
           from b in Enumerable.Range(0, 3)
           from _ in Enumerable.Range(0, table[a, b])
           select (a, b),
    ];
}
