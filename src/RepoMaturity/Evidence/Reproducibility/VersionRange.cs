namespace RepoMaturity.Evidence;

/// <summary>Constraints on versions as pip, poetry and conda write them, as far as they name plain release numbers.</summary>
internal static class VersionRange
{
    private static readonly string[] Operators = ["===", "==", "~=", "!=", ">=", "<=", ">", "<", "^", "~", "="];

    /// <summary>True when the version lies in the range, false when it does not, null when that cannot be told.</summary>
    public static bool? Fits(string version, string constraint)
    {
        bool? fits = true;
        foreach (string part in constraint.Trim('(', ')', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (FitsOne(version, part))
            {
                case false:
                    return false;
                case null:
                    fits = null;
                    break;
            }
        }

        return fits;
    }

    /// <summary>True when only the last number of the version is left open: <c>~=1.2.3</c>, <c>==1.2.*</c>, <c>&gt;=1.2,&lt;1.3</c>.</summary>
    public static bool IsNarrow(string? constraint)
    {
        (string Operator, string Version)[] parts = [.. (constraint ?? "").Trim('(', ')', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Split)];
        if (parts.Any(p => p.Operator switch
            {
                "~=" => Numbers(p.Version)?.Length >= 3,
                "~" => Numbers(p.Version)?.Length >= 2,
                "==" or "=" or "" => Numbers(p.Version.TrimEnd('*', '.'))?.Length >= 2,
                _ => false,
            }))
        {
            return true;
        }

        int[]? low = parts.Where(p => p.Operator is ">=" or ">").Select(p => Numbers(p.Version)).FirstOrDefault();
        int[]? high = parts.Where(p => p.Operator is "<" or "<=").Select(p => Numbers(p.Version)).FirstOrDefault();
        return low is { Length: >= 2 } && high is { Length: >= 2 } && low[0] == high[0] && high[1] - low[1] <= 1;
    }

    private static (string Operator, string Version) Split(string part)
    {
        string sign = Operators.FirstOrDefault(o => part.StartsWith(o, StringComparison.Ordinal)) ?? "";
        return (sign, part[sign.Length..].Trim());
    }

    private static bool? FitsOne(string version, string part)
    {
        (string sign, string wanted) = Split(part);
        bool isPrefix = wanted.EndsWith(".*", StringComparison.Ordinal);
        if (wanted is "*" or "" || Numbers(version) is not { } own || Numbers(isPrefix ? wanted[..^2] : wanted) is not { } other)
        {
            return wanted is "*" or "" ? true : null;
        }

        return sign switch
        {
            "==" or "===" or "" when isPrefix => StartsWith(own, other),
            "==" or "===" or "" => Compare(own, other) == 0,
            "=" => StartsWith(own, other),
            "!=" => isPrefix ? !StartsWith(own, other) : Compare(own, other) != 0,
            ">=" => Compare(own, other) >= 0,
            "<=" => Compare(own, other) <= 0,
            ">" => Compare(own, other) > 0,
            "<" => Compare(own, other) < 0,
            "~=" => other.Length < 2 ? null : Compare(own, other) >= 0 && StartsWith(own, other[..^1]),
            "~" => Compare(own, other) >= 0 && StartsWith(own, other[..Math.Min(2, other.Length)]),
            _ => Compare(own, other) >= 0 && StartsWith(own, other[..(Math.Min(Array.FindIndex(other, n => n > 0) is >= 0 and int first ? first : other.Length - 1, other.Length - 1) + 1)]),
        };
    }

    /// <summary>Release numbers without a local part; null for previews and whatever else is more than numbers.</summary>
    private static int[]? Numbers(string version)
    {
        string[] parts = version.Split('+')[0].TrimStart('v').Split('.');
        int[] numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }

    private static bool StartsWith(int[] version, int[] prefix) => prefix.Index().All(p => (p.Index < version.Length ? version[p.Index] : 0) == p.Item);

    private static int Compare(int[] left, int[] right)
    {
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            int order = (i < left.Length ? left[i] : 0).CompareTo(i < right.Length ? right[i] : 0);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
