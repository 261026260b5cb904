namespace RepoMaturity.Evidence;

/// <summary>pytest's expressions of marks and keywords: names with <c>and</c>, <c>or</c>, <c>not</c> and parentheses.</summary>
internal static class SelectionExpression
{
    private const int MaxDepth = 64;

    /// <summary>Its truth; null when it cannot be read.</summary>
    public static bool? Evaluate(string expression, Func<string, bool> holds)
    {
        string[] tokens = expression.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int at = 0;
        bool? value = Or(tokens, ref at, holds, 0);
        return at == tokens.Length ? value : null;
    }

    private static bool? Or(string[] tokens, ref int at, Func<string, bool> holds, int depth)
    {
        bool? value = And(tokens, ref at, holds, depth);
        while (at < tokens.Length && tokens[at] == "or")
        {
            at++;
            bool? right = And(tokens, ref at, holds, depth);
            value = value is null || right is null ? null : value.Value || right.Value;
        }

        return value;
    }

    private static bool? And(string[] tokens, ref int at, Func<string, bool> holds, int depth)
    {
        bool? value = Not(tokens, ref at, holds, depth);
        while (at < tokens.Length && tokens[at] == "and")
        {
            at++;
            bool? right = Not(tokens, ref at, holds, depth);
            value = value is null || right is null ? null : value.Value && right.Value;
        }

        return value;
    }

    private static bool? Not(string[] tokens, ref int at, Func<string, bool> holds, int depth)
    {
        if (at >= tokens.Length || depth > MaxDepth)
        {
            return null;
        }

        string token = tokens[at++];
        if (token == "not")
        {
            return !Not(tokens, ref at, holds, depth + 1);
        }

        if (token != "(")
        {
            return token is "and" or "or" or ")" ? null : holds(token);
        }

        bool? value = Or(tokens, ref at, holds, depth + 1);
        return at < tokens.Length && tokens[at++] == ")" ? value : null;
    }
}
