using System.Text;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Replaces a host's expressions in text where their value is literal; the others stay as written.</summary>
internal static class PipelineText
{
    /// <summary>Legs of a matrix beyond this are not told apart.</summary>
    internal const int MaxLegs = 256;

    private const int MaxLength = 1 << 20;

    /// <summary>Calls <paramref name="value"/> with the trimmed inside of every <c>open … close</c>; null keeps the expression.</summary>
    public static string Substitute(string text, string open, string close, Func<string, string?> value)
    {
        int start = text.IndexOf(open, StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        StringBuilder result = new();
        int done = 0;
        while (start >= 0 && result.Length < MaxLength)
        {
            int end = text.IndexOf(close, start + open.Length, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            int after = end + close.Length;
            result.Append(text, done, start - done);
            result.Append(value(text[(start + open.Length)..end].Trim()) ?? text[start..after]);
            done = after;
            start = text.IndexOf(open, done, StringComparison.Ordinal);
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>
    /// The step once for every distinct outcome of its texts over the legs of a matrix, so that <c>tox -e $(env)</c> becomes the
    /// commands that really run. Without legs, or without use of them, it stays one step.
    /// </summary>
    public static IEnumerable<PipelineStep> OverMatrix(
        PipelineStep step,
        IReadOnlyList<IReadOnlyDictionary<string, string>> legs,
        Func<string, IReadOnlyDictionary<string, string>, string> substitute)
    {
        if (legs.Count == 0)
        {
            return [step];
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        List<PipelineStep> steps = [];
        foreach (IReadOnlyDictionary<string, string> leg in legs)
        {
            PipelineStep variant = Map(step, t => substitute(t, leg));
            string key = string.Join('\0', [variant.Script, variant.Uses, variant.WorkingDirectory, .. variant.Inputs.Values, .. variant.Variables.Values]);
            if (seen.Add(key))
            {
                steps.Add(variant);
            }
        }

        return steps;
    }

    private static PipelineStep Map(PipelineStep step, Func<string, string> map) => step with
    {
        Name = step.Name is null ? null : map(step.Name),
        Script = step.Script is null ? null : map(step.Script),
        WorkingDirectory = step.WorkingDirectory is null ? null : map(step.WorkingDirectory),
        Inputs = Map(step.Inputs, map),
        Variables = Map(step.Variables, map),
        Calls = step.Calls is { Arguments: { } arguments } call ? call with { Arguments = Map(arguments, map) } : step.Calls,
    };

    private static IReadOnlyDictionary<string, string> Map(IReadOnlyDictionary<string, string> texts, Func<string, string> map) =>
        texts.Count == 0 ? texts : texts.ToDictionary(t => t.Key, t => map(t.Value), StringComparer.Ordinal);

    private static Data.DataNode Map(Data.DataNode arguments, Func<string, string> map) => Data.DataNode.Mapping(
        [.. arguments.Entries.Select(e => e.Value.Text is { } text
            ? e with { Value = Data.DataNode.Scalar(map(text), e.Value.Line, e.Value.Column, e.Value.IsQuoted, e.Value.TextLine) }
            : e)],
        arguments.Line,
        arguments.Column);
}
