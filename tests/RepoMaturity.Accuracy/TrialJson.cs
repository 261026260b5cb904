using System.Text.Json;

namespace RepoMaturity.Accuracy;

/// <summary>Writes the comparison for programs.</summary>
internal static class TrialJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n" };

    public static void Write(string path, Trial trial)
    {
        using FileStream stream = File.Create(path);
        JsonSerializer.Serialize(
            stream,
            new
            {
                repositories = trial.Repositories.Select(r => new
                {
                    name = r.Labels.Name,
                    commit = r.Labels.Commit,
                    levels = Scale.All.Select(scale => new
                    {
                        scale = scale.Name,
                        label = r.Labels.Levels[scale].Level,
                        level = r.Components[scale].Level,
                        verified = r.Components[scale].Verified,
                        coverage = r.Components[scale].Levels.Select(l => l.Coverage),
                    }),
                    facts = r.Facts.Select(f => new
                    {
                        fact = f.Decider.Fact,
                        label = f.Label.Value,
                        verdict = f.Verdict,
                        value = f.Value,
                        agrees = f.Agrees,
                        proof = f.Proof,
                    }),
                }),
                undecided = trial.Undecided,
            },
            Options);
    }
}
