using LibGit2Sharp;
using RepoMaturity.Accuracy;
using RepoMaturity.Tests.Snapshots;

namespace RepoMaturity.Tests.Accuracy;

public class VerdictReadingTests
{
    private const string Row = "owner__name\t0123456789abcdef0123456789abcdef01234567\tRM51201\tpass\tREADME.md:1\tright\tit is there";

    [Theory]
    [InlineData("repository\tcommit", ":1: the header must be: repository")]
    [InlineData(VerdictReading.Header + "\n" + Row + "\tmore", ":2: 8 columns, 7 are needed")]
    [InlineData(VerdictReading.Header + "\n" + Row + "\nowner__name\tc\tRM51201\tpass\t\tperhaps\twhy", ":3: 'perhaps' is no reading; use right, wrong or arguable")]
    public void What_is_wrong_is_named_with_its_line(string text, string message)
    {
        using TemporaryRepository folder = new(git: false);
        folder.Write("readings.tsv", text);
        string path = folder.InFolder("readings.tsv");
        Assert.Equal(path + message, Assert.Throws<AccuracyException>(() => VerdictReading.Load(path)).Message[..(path.Length + message.Length)]);
    }

    [Fact]
    public void Drawn_verdicts_depend_on_the_seed_alone_and_take_each_rule_and_kind_in_turn()
    {
        using TemporaryRepository repository = new();
        repository.Write("README.md", "# Churn model\nPredicts which customers leave the shop within a month.\n");
        repository.Write("train.py", "import sklearn\n");
        repository.Commit();
        string clones = repository.At("clones");
        Repository.Clone(repository.Folder, Path.Combine(clones, "owner__first"));
        Repository.Clone(repository.Folder, Path.Combine(clones, "owner__second"));

        VerdictPool pool = VerdictPool.Scan(clones, _ => true, TextWriter.Null);
        int cells = pool.All.Select(v => (v.Verdict.Rule, v.Verdict.Kind)).Distinct().Count();
        ReadVerdict[] drawn = [.. pool.Draw(cells, 1).Select(v => v.Verdict)];
        Assert.Equal(cells, drawn.Select(v => (v.Rule, v.Kind)).Distinct().Count());
        Assert.Equal(2, drawn.Select(v => v.Repository).Distinct().Count());
        Assert.Equal(drawn, pool.Draw(cells, 1).Select(v => v.Verdict));
        Assert.NotEqual(drawn, pool.Draw(cells, 2).Select(v => v.Verdict));
    }
}
