using System.Buffers;
using System.Text.RegularExpressions;

namespace RepoMaturity.Documents.Prose;

/// <summary>Questions about plain text.</summary>
internal static partial class ProseText
{
    /// <summary>Words of a section up to which it may say no more than that there is nothing.</summary>
    private const int MaxDenial = 60;

    /// <summary>True when the text holds the words one after the other as whole words, whatever their case; a trailing <c>*</c> matches any ending, a leading <c>^</c> asks that no word stands before.</summary>
    public static bool HasWord(string text, string words)
    {
        bool open = words.EndsWith('*');
        bool first = words.StartsWith('^');
        string sought = words[(first ? 1 : 0)..(open ? ^1 : ^0)];
        for (int at = 0; (at = text.IndexOf(sought, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            int end = at + sought.Length;
            if ((!first || !text[..at].Any(char.IsLetter)) && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (open || end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a short section that says that something is not there: no plan to release it, not yet supported.</summary>
    public static bool Denies(string text, int words) => words <= MaxDenial && DenialPattern().IsMatch(text);

    [GeneratedRegex(@"\b(?:no plans? (?:to|for)|(?:is|are) not planned|do(?:es)? not (?:plan|intend) to|(?:is|are|will) not (?:yet |currently |be )*(?:released?|available|provided?|implemented|supported|open.?sourced?))\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DenialPattern();

    /// <summary>
    /// True when the text holds a measured figure: a per cent, or a number with a decimal point that is no version (<c>Python 3.10</c>, <c>1.2.3</c>,
    /// <c>&gt;=1.4</c>), no number of a section and no size.
    /// </summary>
    public static bool HasFigure(string text)
    {
        for (int start = 0; start < text.Length; start++)
        {
            if (!char.IsAsciiDigit(text[start]))
            {
                continue;
            }

            int end = start;
            int dots = 0;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
            {
                dots += text[end++] == '.' ? 1 : 0;
            }

            ReadOnlySpan<char> rest = text.AsSpan(end).TrimStart(' ');
            if (rest.StartsWith("%") || (dots == 1 && IsMeasured(text.AsSpan(0, start), text[start] == '0', rest)))
            {
                return true;
            }

            start = end;
        }

        return false;
    }

    private static bool IsMeasured(ReadOnlySpan<char> before, bool isBelowOne, ReadOnlySpan<char> after)
    {
        if ((before.Length > 0 && (char.IsLetterOrDigit(before[^1]) || before[^1] is '_' or '^' or '@' or '$'))
            || before.TrimEnd(' ').EndsWith(">=") || before.TrimEnd(' ').EndsWith("==") || before.TrimEnd(' ').EndsWith("~="))
        {
            return false;
        }

        ReadOnlySpan<char> follows = after[..Math.Max(0, after.IndexOfAnyExcept(Letters))];
        if (after.StartsWith("+") || Contains(NoMeasure, follows) || after.StartsWith("or ") && !isBelowOne)
        {
            return false;
        }

        ReadOnlySpan<char> line = before[(before.LastIndexOf('\n') + 1)..].TrimEnd(" :=(-");
        ReadOnlySpan<char> word = line[(line.LastIndexOfAnyExcept(Letters) + 1)..];
        return !Contains(Versioned, word) && (isBelowOne || word.Length == 0 || !char.IsAsciiLetterUpper(word[0]) || Contains(Measures, word));
    }

    private static bool Contains(string[] words, ReadOnlySpan<char> word)
    {
        foreach (string known in words)
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>What stands behind a size or an amount.</summary>
    private static readonly string[] NoMeasure = ["GB", "MB", "KB", "TB", "GiB", "MiB", "million", "billion", "M", "B"];

    /// <summary>What stands before a version or the number of a section.</summary>
    private static readonly string[] Versioned = ["version", "versions", "v", "release", "python", "section", "figure", "fig", "table", "chapter", "license", "licence"];

    /// <summary>What a capital letter may begin before a measured figure; other names with a number above one are products with a version.</summary>
    private static readonly string[] Measures =
    [
        "accuracy", "precision", "recall", "AUC", "AUROC", "F1", "score", "loss", "error", "RMSE", "MAE", "MSE", "MAPE", "R2", "WER", "CER", "BLEU", "ROUGE", "mAP", "MAP", "AP", "IoU", "mIoU", "dice",
        "perplexity", "PPL", "sensitivity", "specificity", "kappa", "NDCG", "MRR", "FID", "EM", "PSNR", "SSIM", "latency", "average", "mean", "median", "overall", "throughput", "MOS", "SMAPE", "lift",
    ];

    public static int CountWords(string text)
    {
        int words = 0;
        bool inside = false;
        foreach (char c in text)
        {
            bool letter = char.IsLetterOrDigit(c);
            words += letter && !inside ? 1 : 0;
            inside = letter || (inside && c is '\'' or '-' or '_');
        }

        return words;
    }
}
