using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Documents.Pipelines;

/// <summary>Small repositories in memory.</summary>
internal static class Files
{
    public static PipelineSet Set(params (string Path, string Text)[] files) => new(new DocumentSet(new RepositorySnapshot(
        "model",
        null,
        files.Select(f =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(f.Text);
            return new SnapshotFile(f.Path, bytes.Length, null, SnapshotFileMode.Regular, () => bytes);
        }))));

    public static Pipeline One(string path, string text) => Assert.Single(Set((path, text)).Pipelines);

    public static PipelineStep OnlyStep(this Pipeline pipeline) => Assert.Single(Assert.Single(pipeline.Jobs).Steps);

    public static IEnumerable<string> Scripts(this Pipeline pipeline) =>
        pipeline.Jobs.SelectMany(j => j.Steps).Select(s => s.Script).OfType<string>().Select(s => s.Trim());

    public static string Show(this IEnumerable<PipelineTrigger> triggers) => string.Join("; ", triggers.Select(t =>
        t.Kind + (t.IsDefault ? "?" : "") + (t.Branches.Count > 0 ? " " + string.Join(",", t.Branches) : "") + (t.Paths.Count > 0 ? " in " + string.Join(",", t.Paths) : "")));
}
