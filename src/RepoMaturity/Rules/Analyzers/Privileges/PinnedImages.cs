using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Images of others are used by digest: the base of own images, services of compose, and containers of workflows.</summary>
internal sealed class PinnedImages : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        (string Image, Location Location)[] all = [.. Bases(context), .. Services(context), .. Containers(context)];
        (string Image, Location Location)[] loose = [.. all.Where(i => !i.Image.Contains("@sha256:", StringComparison.Ordinal))];
        (string Image, Location Location)[] unknown = [.. loose.Where(i => GitHubWorkflows.IsUnknown(i.Image))];
        if (all.Length == 0)
        {
            context.NotApplicable("no image of others is used");
        }
        else if (loose.Length == 0)
        {
            context.Pass(all[0].Location, $"all {all.Length} images are pinned by digest");
        }
        else if (loose.Length == unknown.Length)
        {
            context.OpenAt(unknown[0].Location, $"{unknown[0].Image} is set elsewhere");
        }
        else
        {
            (string image, Location location) = loose.Except(unknown).First();
            context.Fail(location, $"{loose.Length} of {all.Length} images, {image} first");
        }
    }

    private static IEnumerable<(string Image, Location Location)> Bases(AnalysisContext context) =>
        from found in ImageUser.Files(context.Evidence)
        let names = found.Dockerfile.Stages.Select(s => s.Name).OfType<string>().ToArray()
        from stage in found.Dockerfile.Stages
        let image = ImageUser.Resolve(stage.Image, found.Dockerfile.Globals)
        where image != "scratch" && !names.Contains(image, StringComparer.OrdinalIgnoreCase)
        select (image, new Location(found.File.Path, stage.Line));

    /// <summary>Images that a service names and does not build.</summary>
    private static IEnumerable<(string Image, Location Location)> Services(AnalysisContext context) =>
        from workload in context.Evidence.Workloads
        where !workload.IsKubernetes && workload.Node["build"] is null
        let image = workload.Node["image"]
        where image?.Text is not null
        select (image.Text!, image.In(workload.File));

    private static IEnumerable<(string Image, Location Location)> Containers(AnalysisContext context) =>
        from workflow in GitHubWorkflows.Started(context.Evidence)
        from job in workflow.Jobs
        from container in (job.Source?["services"]?.Entries.Select(s => s.Value) ?? []).Append(job.Source?["container"])
        let image = container is { IsScalar: true } ? container : container?["image"]
        where image?.Text is not null
        select (image.Text!, ((DataNode)image).In(workflow.File));
}
