using System.Text;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Replaces a host's expressions in text where their value is literal; the others stay as written.</summary>
internal static class PipelineText
{
    /// <summary>Legs of a matrix beyond this are not told apart.</summary>
    internal const int MaxLegs = 256;

    private const int MaxLength = 1 << 20;
    private const int MaxGap = 200;
    private const int MaxLines = 20_000;

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
            string key = string.Join('\0', [
                variant.Script,
                variant.WorkingDirectory,
                .. variant.Inputs.Values,
                .. variant.Calls?.Arguments?.Entries.Select(e => e.Value.Text) ?? [],
                .. variant.Variables.Where(v => variant.Script?.Contains(v.Key, StringComparison.Ordinal) == true).Select(v => v.Value)]);
            if (seen.Add(key))
            {
                steps.Add(variant);
            }
        }

        return steps;
    }

    /// <summary>
    /// A list of script lines as the pieces that stand together in the file: blank lines fill the gaps, so that line n of a piece is
    /// line n of the file; lines taken from another place begin a piece of their own.
    /// </summary>
    public static IEnumerable<(string Script, int Line)> Pieces(DataNode? list)
    {
        StringBuilder piece = new();
        int first = 0;
        int next = 0;
        foreach (DataNode item in Flat(list, 0).Take(MaxLines))
        {
            if (item.Text is not { } text)
            {
                continue;
            }

            if (first > 0 && (item.TextLine < next || item.TextLine > next + MaxGap))
            {
                yield return (piece.ToString(), first);
                piece.Clear();
                first = 0;
            }

            if (first == 0)
            {
                first = next = item.TextLine;
            }

            piece.Append('\n', item.TextLine - next);
            piece.Append(text.TrimEnd('\n')).Append('\n');
            next = item.TextLine + text.TrimEnd('\n').AsSpan().Count('\n') + 1;
        }

        if (first > 0)
        {
            yield return (piece.ToString(), first);
        }
    }

    private static IEnumerable<DataNode> Flat(DataNode? node, int depth) =>
        node is { IsSequence: true } && depth < 8 ? node.Items.SelectMany(i => Flat(i, depth + 1)) : node is null ? [] : [node];

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

    private static DataNode Map(DataNode arguments, Func<string, string> map) => DataNode.Mapping(
        [.. arguments.Entries.Select(e => e.Value.Text is { } text
            ? e with { Value = DataNode.Scalar(map(text), e.Value.Line, e.Value.Column, e.Value.IsQuoted, e.Value.TextLine) }
            : e)],
        arguments.Line,
        arguments.Column);
}
