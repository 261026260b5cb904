using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Images that own Dockerfiles build on are named with a version.</summary>
internal sealed class ImageVersions : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        foreach (var found in ImageUser.Files(context.Evidence))
        {
            string[] stages = [.. found.Dockerfile.Stages.Select(s => s.Name).OfType<string>()];
            foreach (var stage in found.Dockerfile.Stages)
            {
                string image = ImageUser.Resolve(stage.Image, found.Dockerfile.Globals);
                Location at = new(found.File.Path, stage.Line);
                if (image == "scratch" || stages.Contains(image, StringComparer.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (image.Contains('$', StringComparison.Ordinal) || image.Contains("{{", StringComparison.Ordinal))
                {
                    context.OpenAt(at, $"{image}, which is set elsewhere");
                }
                else if (IsVersioned(image))
                {
                    context.Pass(at, image);
                }
                else
                {
                    context.Fail(at, image);
                }
            }
        }

        context.NotApplicable("no own image is built");
    }

    private static bool IsVersioned(string image)
    {
        string name = image[(image.LastIndexOf('/') + 1)..];
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return image.Contains("@sha256:", StringComparison.Ordinal) || (colon > 0 && name[(colon + 1)..] is not ("latest" or "stable" or "main" or "master" or "nightly" or "edge" or "dev"));
    }
}
