using System.Collections.Frozen;

namespace RepoMaturity.Evidence;

/// <summary>What a name says about a value in a comparison.</summary>
internal enum ValueMeaning
{
    /// <summary>Nothing that is known here.</summary>
    Other,

    /// <summary>Surely no metric: a length, a time.</summary>
    Unfit,

    /// <summary>A metric of a model: <c>accuracy</c>, <c>new_model_mse</c>.</summary>
    Metric,

    /// <summary>A name that many things have, used for a metric too: <c>score</c>, <c>val_loss</c>.</summary>
    VagueMetric,

    /// <summary>What a metric is held against: <c>accuracy_threshold</c>, <c>baseline_auc</c>, <c>MIN_F1</c>.</summary>
    Bound,
}

/// <summary>Tells metrics of models and their bounds by their names, word by word.</summary>
internal static class MetricNames
{
    private static readonly FrozenSet<string> Metrics = Set(
        "accuracy accuracies auc auroc aucroc rocauc auprc prauc f1 f1score fscore fbeta f2 rmse mse mae mape smape wape rmsle r2 rsquared ndcg mrr map50 ap50 map5095 wer bleu "
        + "rouge perplexity ppl miou logloss recall mcc silhouette sensitivity specificity brier hitrate");

    private static readonly FrozenSet<string> Vague = Set("score scores metric metrics precision acc map iou dice cer error loss roc kappa fitness");

    /// <summary>Words beside a vague one that leave it a metric.</summary>
    private static readonly FrozenSet<string> Qualifiers = Set(
        "test val valid validation eval evaluation holdout final mean avg average model new old current champion challenger candidate baseline prod production cv weighted "
        + "macro micro overall total value values primary key log root squared absolute area under curve positive negative top k at auc balanced out of get");

    private static readonly FrozenSet<string> HeldOut = Set("test val valid validation eval evaluation holdout log");
    private static readonly FrozenSet<string> Errors = Set("rmse mse mae mape smape wape rmsle wer cer perplexity ppl logloss brier error loss");

    private static readonly FrozenSet<string> Bounds = Set(
        "threshold thresholds thres thresh thr floor ceiling limit limits tolerance tol cutoff baseline baselines benchmark reference expected required acceptable goal");

    private static readonly FrozenSet<string> Extremes = Set("min max minimum maximum lower upper target");
    private static readonly FrozenSet<string> Counts = Set("len count counts num number shape size length time elapsed latency duration seconds ms speed memory idx index epoch step steps");
    private static readonly FrozenSet<string> Settings = Set("args config cfg conf params parameters settings opts opt options hparams flags");

    private static readonly FrozenSet<string> Accessors = Set("values get items item array mean max min numpy tolist iloc loc value cpu detach");

    private static readonly FrozenSet<string> Champions = Set(
        "production prod champion incumbent registered deployed baseline current existing previous old latest alternative");

    private static readonly FrozenSet<string> Challengers = Set("challenger candidate new");
    private static readonly FrozenSet<string> Tracked = Set("best lowest highest prev last patience");

    /// <summary>What names of one side of a comparison say together.</summary>
    public static ValueMeaning MeaningOf(IReadOnlyList<string> names)
    {
        ValueMeaning meaning = ValueMeaning.Other;
        bool isSetting = false;
        foreach (string name in names)
        {
            string[] words = TestKinds.Words(Last(name));
            if (words.Any(Counts.Contains))
            {
                return ValueMeaning.Unfit;
            }

            ValueMeaning own = Of(words);
            meaning = own > meaning || (own == ValueMeaning.Metric && meaning == ValueMeaning.VagueMetric) ? own : meaning;
            isSetting |= Settings.Contains(First(name));
        }

        return isSetting && meaning != ValueMeaning.Other ? ValueMeaning.Bound : meaning;
    }

    public static bool IsMetric(ValueMeaning meaning) => meaning is ValueMeaning.Metric or ValueMeaning.VagueMetric;

    /// <summary>True when less of it is better.</summary>
    public static bool IsError(IReadOnlyList<string> names) => names.Any(n => TestKinds.Words(Last(n)).Any(Errors.Contains));

    /// <summary>True for a name of the model that is in use, such as <c>production_mse</c>.</summary>
    public static bool IsChampion(IReadOnlyList<string> names) => names.Any(n => TestKinds.Words(n).Any(Champions.Contains));

    /// <summary>True for a name of a model that would replace it.</summary>
    public static bool IsChallenger(IReadOnlyList<string> names) => names.Any(n => TestKinds.Words(n).Any(Challengers.Contains));

    /// <summary>True for what a training loop remembers: <c>best_loss</c>; and the least or most so far, when it stands in a loop.</summary>
    public static bool IsTracked(IReadOnlyList<string> names, bool inLoop) =>
        names.Any(n => TestKinds.Words(n).Any(w => Tracked.Contains(w) || (inLoop && w is "min" or "max")));

    private static ValueMeaning Of(string[] words)
    {
        bool isMetric = words.Any(Metrics.Contains);
        bool isVague = words.Any(Vague.Contains);
        if (words.Any(Bounds.Contains) || ((isMetric || isVague) && words.Any(Extremes.Contains)))
        {
            return ValueMeaning.Bound;
        }

        bool isQualified = words.All(w => Vague.Contains(w) || Qualifiers.Contains(w) || w.All(char.IsAsciiDigit))
            && (!words.Contains("loss") || words.Any(HeldOut.Contains));
        return isMetric ? ValueMeaning.Metric : isVague && isQualified ? ValueMeaning.VagueMetric : ValueMeaning.Other;
    }

    /// <summary>The last part of a dotted name that says something: <c>scores</c> of <c>scores.values</c>.</summary>
    private static string Last(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 && Accessors.Contains(name[(dot + 1)..]) ? Last(name[..dot]) : name[(dot + 1)..];
    }

    private static string First(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? name[..dot].ToLowerInvariant() : name.ToLowerInvariant();

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
