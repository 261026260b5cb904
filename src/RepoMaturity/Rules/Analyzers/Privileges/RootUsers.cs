using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>The images of own Dockerfiles start as a user other than root.</summary>
internal sealed class RootImages : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("no Dockerfile of its own");
        Workload? elsewhere = context.Evidence.Workloads.FirstOrDefault(w => (w.IsKubernetes || w.Node["build"] is not null) && RootWorkloads.UserOf(w).IsRoot == false);
        foreach ((SnapshotFile file, Dockerfile dockerfile) in ImageUser.Files(context.Evidence))
        {
            if (ImageUser.Of(dockerfile) is not { } user)
            {
                continue;
            }

            Location at = new(file.Path, user.Line);
            switch (user.IsRoot)
            {
                case true when elsewhere is null:
                    context.Fail(at, user.Text);
                    break;
                case false:
                    context.Pass(at, user.Text);
                    break;
                default:
                    context.OpenAt(at, user.IsRoot is null ? $"{user.Text}: the user cannot be seen" : $"{user.Text}, but {elsewhere!.Location} sets a user when it starts a container");
                    break;
            }
        }
    }
}

/// <summary>Manifests and compose files start no container as root; where they say nothing, the image decides.</summary>
internal sealed class RootWorkloads : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("nothing here says how containers are run");
        foreach (Workload workload in context.Evidence.Workloads)
        {
            (bool? root, DataNode at, string text) = UserOf(workload);
            if (root is null && Built(context.Evidence, workload) is { } image && ImageUser.Of(image.Dockerfile) is { IsRoot: false } user)
            {
                context.Pass(new Location(image.File.Path, user.Line), $"{workload.Name}: {user.Text}", new TrailStep(workload.Location, workload.Name), new TrailStep(new Location(image.File.Path, user.Line), user.Text));
            }
            else if (root == true)
            {
                context.Fail(at.In(workload.File), $"{workload.Name}: {text}");
            }
            else if (root == false)
            {
                context.Pass(at.In(workload.File), $"{workload.Name}: {text}");
            }
            else if (workload.Node["image"] is not null || workload.Node["build"] is not null)
            {
                context.Open($"{workload.Location} {workload.Name} sets no user, so its image decides");
            }
        }
    }

    /// <summary>The own Dockerfile that a service of compose is built from.</summary>
    private static (SnapshotFile File, Dockerfile Dockerfile)? Built(RepositoryEvidence evidence, Workload workload)
    {
        DataNode? build = workload.Node["build"];
        string? folder = RepositoryPath.Combine(workload.File.Directory, (build?.IsMapping == true ? build.TextOf("context") : build?.Text) ?? ".");
        return build is not null && build["target"] is null && folder is not null
            && RepositoryPath.Combine(folder, build.TextOf("dockerfile") ?? "Dockerfile") is { } path
            && evidence.Snapshot.Find(path) is { HasContent: true } file
            && Dockerfile.Of(evidence.Documents, file) is { Stages.Count: > 0 } dockerfile
            ? (file, dockerfile)
            : null;
    }

    /// <summary>Whether the settings make it root; the container's own stand before the pod's.</summary>
    internal static (bool? IsRoot, DataNode At, string Text) UserOf(Workload workload)
    {
        if (!workload.IsKubernetes)
        {
            string user = workload.Node.TextOf("user")?.Split(':')[0] ?? "";
            return (user.Length == 0 || user[0] == '$' ? null : user is "root" or "0", workload.Node["user"] ?? workload.Node, "user: " + user);
        }

        foreach (DataNode context in new[] { workload.Node["securityContext"], workload.Pod!["securityContext"] }.OfType<DataNode>())
        {
            if (context["runAsUser"] is { Text: { } id } user)
            {
                return (id.All(char.IsAsciiDigit) ? id == "0" : null, user, "runAsUser: " + id);
            }

            if (context["runAsNonRoot"] is { IsTrue: true } nonRoot)
            {
                return (false, nonRoot, "runAsNonRoot");
            }
        }

        return (null, workload.Node, "");
    }
}
