using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>The legs of a matrix of GitHub Actions, by GitHub's rules for <c>include</c> and <c>exclude</c>.</summary>
internal static class GitHubMatrix
{
    /// <summary>Literal values of every leg, deeper keys joined with dots; axes that are expressions are left out.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(DataNode? matrix)
    {
        if (matrix is not { IsMapping: true })
        {
            return [];
        }

        List<Dictionary<string, string>> legs = [];
        List<string> axes = [];
        foreach (DataEntry axis in matrix.Entries)
        {
            if (axis.Key is "include" or "exclude" || !axis.Value.IsSequence)
            {
                continue;
            }

            axes.Add(axis.Key);
            List<Dictionary<string, string>> product = [];
            foreach (Dictionary<string, string> leg in legs.Count == 0 ? [[]] : legs)
            {
                foreach (DataNode value in axis.Value.Items)
                {
                    if (product.Count < PipelineText.MaxLegs)
                    {
                        Dictionary<string, string> next = new(leg, StringComparer.Ordinal);
                        Add(next, axis.Key, value);
                        product.Add(next);
                    }
                }
            }

            legs = product;
        }

        foreach (DataNode excluded in matrix["exclude"]?.Items ?? [])
        {
            legs.RemoveAll(leg => excluded.Entries.Count > 0 && excluded.Entries.All(e => e.Value.Text is { } v && leg.GetValueOrDefault(e.Key) == v));
        }

        Include(legs, axes, matrix["include"]?.Items ?? []);
        return legs;
    }

    private static void Include(List<Dictionary<string, string>> legs, List<string> axes, IReadOnlyList<DataNode> included)
    {
        int original = legs.Count;
        foreach (DataNode item in included)
        {
            bool extended = false;
            for (int i = 0; i < original; i++)
            {
                Dictionary<string, string> leg = legs[i];
                if (item.Entries.All(e => !axes.Contains(e.Key) || leg.GetValueOrDefault(e.Key) == e.Value.Text))
                {
                    extended = true;
                    foreach (DataEntry entry in item.Entries)
                    {
                        Add(leg, entry.Key, entry.Value);
                    }
                }
            }

            if (!extended && legs.Count < PipelineText.MaxLegs)
            {
                Dictionary<string, string> leg = new(StringComparer.Ordinal);
                foreach (DataEntry entry in item.Entries)
                {
                    Add(leg, entry.Key, entry.Value);
                }

                legs.Add(leg);
            }
        }
    }

    private static void Add(Dictionary<string, string> leg, string key, DataNode value)
    {
        if (value.Text is { } text)
        {
            leg[key] = text;
            return;
        }

        foreach (DataEntry entry in value.Entries)
        {
            if (entry.Value.Text is { } inner)
            {
                leg[key + "." + entry.Key] = inner;
            }
        }
    }
}
