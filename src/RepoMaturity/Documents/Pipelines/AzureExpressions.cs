using System.Buffers;
using System.Globalization;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Names that template expressions of Azure Pipelines can see: parameters, variables and the items of loops.</summary>
internal sealed class AzureScope
{
    private static readonly SearchValues<char> NoPath = SearchValues.Create(" (),'\"");

    private readonly Dictionary<string, DataNode> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when parameters stand for values that only a caller could give, so that nothing may be decided by them.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Sets <c>parameters.x</c>, <c>variables.x</c> or a loop's name.</summary>
    public void Set(string name, DataNode value) => _names[name] = value;

    public void Remove(string name) => _names.Remove(name);

    /// <summary>The node behind <c>parameters.pool.vmImage</c> or <c>variables['x']</c>; null when it is not known from here.</summary>
    public DataNode? Find(string expression)
    {
        string path = expression.Trim().Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal);
        if (path.Length == 0 || path.AsSpan().ContainsAny(NoPath))
        {
            return null;
        }

        // Variables may hold dots in their names, so the longest name wins.
        for (int cut = path.Length; cut > 0; cut = path.LastIndexOf('.', cut - 1))
        {
            if (_names.TryGetValue(path[..cut], out DataNode? node))
            {
                // A missing key of a known value is empty, as Azure Pipelines has it.
                foreach (string key in cut == path.Length ? [] : path[(cut + 1)..].Split('.'))
                {
                    node = node.Entries.FirstOrDefault(e => e.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value ?? DataNode.Null(node.Line, node.Column);
                }

                return node;
            }
        }

        return null;
    }
}

/// <summary>Evaluates the few functions of template expressions that decide which steps a template has.</summary>
internal static class AzureExpressions
{
    private const int MaxDepth = 16;

    /// <summary>True or false where it is certain from the scope; null otherwise.</summary>
    public static bool? Decide(string expression, AzureScope scope) => Truth(Value(expression, scope, 0));

    /// <summary>The value as text; null when it is not known.</summary>
    public static string? Value(string expression, AzureScope scope) => Value(expression, scope, 0);

    private static string? Value(string expression, AzureScope scope, int depth)
    {
        string text = expression.Trim();
        if (depth > MaxDepth || text.Length == 0)
        {
            return null;
        }

        if (text is ['\'', .., '\''] && text.IndexOf('\'', 1) == text.Length - 1)
        {
            return text[1..^1];
        }

        if (char.IsAsciiDigit(text[0]) || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        if (ConditionText.Call(text) is not { } call)
        {
            return scope.Find(text) is { IsMapping: false, IsSequence: false } node ? node.Text ?? "" : null;
        }

        string?[] values = [.. call.Arguments.Select(a => Value(a, scope, depth + 1))];
        return call.Name.ToLowerInvariant() switch
        {
            "eq" when values.Length == 2 => Of(Same(values[0], values[1])),
            "ne" when values.Length == 2 => Of(!Same(values[0], values[1])),
            "not" when values.Length == 1 => Of(!Truth(values[0])),
            "and" => Of(values.Any(v => Truth(v) == false) ? false : values.All(v => Truth(v) == true) ? true : null),
            "or" => Of(values.Any(v => Truth(v) == true) ? true : values.All(v => Truth(v) == false) ? false : null),
            "in" when values.Length > 1 => Of(In(values)),
            "notin" when values.Length > 1 => Of(!In(values)),
            "contains" when values is [{ } whole, { } part] => Of(whole.Contains(part, StringComparison.OrdinalIgnoreCase)),
            "startswith" when values is [{ } whole, { } part] => Of(whole.StartsWith(part, StringComparison.OrdinalIgnoreCase)),
            "endswith" when values is [{ } whole, { } part] => Of(whole.EndsWith(part, StringComparison.OrdinalIgnoreCase)),
            "lower" when values is [{ } one] => one.ToLowerInvariant(),
            "upper" when values is [{ } one] => one.ToUpperInvariant(),
            "coalesce" => values.All(v => v is not null) ? values.FirstOrDefault(v => v!.Length > 0) ?? "" : null,
            "format" when values is [{ } pattern, ..] && values.All(v => v is not null) => Format(pattern, values),
            _ => null,
        };
    }

    private static string Format(string pattern, string?[] values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            pattern = pattern.Replace("{" + (i - 1).ToString(CultureInfo.InvariantCulture) + "}", values[i], StringComparison.Ordinal);
        }

        return pattern;
    }

    private static bool? Same(string? left, string? right) =>
        left is null || right is null ? null : left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static bool? In(string?[] values)
    {
        bool?[] same = [.. values[1..].Select(v => Same(values[0], v))];
        return same.Contains(true) ? true : same.Contains(null) ? null : false;
    }

    private static bool? Truth(string? value) =>
        value is null ? null : value.Length > 0 && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string? Of(bool? truth) => truth switch { true => "true", false => "false", null => null };
}
