using System.IO.Enumeration;

namespace RepoMaturity.Evidence.Technologies;

/// <summary>Holds an execution against the signatures of a technology.</summary>
internal static class TechnologyMatcher
{
    /// <summary>True when the execution is what the signature describes.</summary>
    public static bool Matches(ExecutionSignature signature, Execution execution)
    {
        // CI hosts take names of actions and tasks in any case.
        if (signature.Kind != execution.Kind || !MatchesText(signature.Name, execution.Name, signature.Kind == ExecutionKind.Action ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
        {
            return false;
        }

        IReadOnlyList<string> arguments = ArgumentsOf(execution);
        return Leads(signature.Leading, arguments)
            && (signature.With.Count == 0 || signature.With.Any(w => Has(arguments, w)))
            && !signature.Without.Any(w => Has(arguments, w));
    }

    /// <summary>True when the execution would be what the signature describes if a variable among its arguments held the right one.</summary>
    public static bool MayMatch(ExecutionSignature signature, Execution execution) =>
        signature.With.Count > 0
        && execution.Kind == ExecutionKind.Command
        && execution.Arguments.Any(a => a.StartsWith('$'))
        && Matches(signature with { With = [] }, execution);

    /// <summary>Why an execution of this signature cannot fail, or null.</summary>
    public static string? CannotFail(ExecutionSignature signature, Execution execution)
    {
        IReadOnlyList<string> arguments = ArgumentsOf(execution);
        if (signature.CannotFail.FirstOrDefault(a => Has(arguments, a)) is { } argument)
        {
            return $"{argument.TrimEnd('*')} makes it succeed whatever it finds";
        }

        // A fixer that rewrites files succeeds in CI; pre-commit fails when files changed, so what it starts is not asked.
        return signature.FailsWith.Count > 0 && execution.Location.Path?.EndsWith(".pre-commit-config.yaml", StringComparison.Ordinal) is not true && !signature.FailsWith.Any(a => Has(arguments, a))
            ? $"it succeeds whatever it finds; {signature.FailsWith[0]} would make it fail"
            : null;
    }

    /// <summary>The value of an argument: <c>--cov-fail-under=80</c> and <c>--cov-fail-under 80</c>; empty text for a bare flag; null when absent.</summary>
    public static string? ValueOf(IReadOnlyList<string> arguments, string argument)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith(argument, StringComparison.Ordinal))
            {
                string rest = arguments[i][argument.Length..];
                if (rest.Length == 0)
                {
                    return i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-') ? arguments[i + 1] : "";
                }

                if (rest[0] is '=' or ':')
                {
                    return rest[1..];
                }
            }
        }

        return null;
    }

    /// <summary>Equal, or the same beginning where the pattern ends in <c>*</c>; ordinal unless said otherwise.</summary>
    public static bool MatchesText(string pattern, string text, StringComparison comparison = StringComparison.Ordinal) => pattern.EndsWith('*')
        ? text.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), comparison)
        : text.Equals(pattern, comparison);

    /// <summary>As <see cref="MatchesText"/>, with <c>*</c> anywhere.</summary>
    public static bool MatchesPattern(string pattern, string text)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || star == pattern.Length - 1
            ? MatchesText(pattern, text)
            : text.AsSpan().StartsWith(pattern.AsSpan(0, star)) && text.AsSpan().EndsWith(pattern.AsSpan(pattern.LastIndexOf('*') + 1))
                && FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
    }

    /// <summary>An action's inputs stand in for arguments: <c>with: args: check</c> reads like a command line.</summary>
    private static IReadOnlyList<string> ArgumentsOf(Execution execution) => execution.Kind == ExecutionKind.Action
        ? [.. execution.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal).SelectMany(i => new[] { $"{i.Key}={i.Value}" }.Concat(i.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))]
        : MsBuildArguments.Expand(execution);

    private static bool Leads(IReadOnlyList<string> leading, IReadOnlyList<string> arguments)
    {
        // Options may stand between a program and its sub-command: `ruff --quiet check`.
        int at = 0;
        foreach (string argument in arguments)
        {
            if (at < leading.Count && argument == leading[at])
            {
                at++;
            }
            else if (at < leading.Count && !argument.StartsWith('-'))
            {
                return false;
            }
        }

        return at == leading.Count;
    }

    private static bool Has(IReadOnlyList<string> arguments, string pattern) =>
        arguments.Any(a => MatchesText(pattern, a) || (!pattern.EndsWith('*') && a.StartsWith(pattern + "=", StringComparison.Ordinal)));
}
