using RepoMaturity.Documents.Commands;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>The user that an image starts as.</summary>
/// <param name="IsRoot">Null when it cannot be told.</param>
/// <param name="Line">Line that decides it.</param>
/// <param name="Text">What stands there.</param>
internal readonly record struct ImageUser(bool? IsRoot, int Line, string Text)
{
    private const int MaxStages = 20;

    /// <summary>Images known to start as root, by name without registry and tag; a trailing slash stands for all below.</summary>
    private static readonly string[] RootImages =
    [
        "scratch", "python", "ubuntu", "debian", "alpine", "node", "golang", "rust", "openjdk", "eclipse-temurin", "r-base", "julia", "centos", "fedora", "rockylinux", "almalinux",
        "amazonlinux", "busybox", "buildpack-deps", "nginx", "httpd", "nvidia/cuda", "pytorch/pytorch", "tensorflow/tensorflow", "continuumio/miniconda3", "continuumio/anaconda3",
        "condaforge/miniforge3", "condaforge/mambaforge", "dotnet/sdk", "dotnet/runtime", "dotnet/aspnet", "dotnet/runtime-deps", "azureml/", "tiangolo/",
    ];

    /// <summary>Parts of names and tags of images that are made to start as somebody else.</summary>
    private static readonly string[] OtherUser = ["nonroot", "chiseled", "rootless", "unprivileged"];

    /// <summary>The user of the last stage, followed through the stages that it builds on.</summary>
    public static ImageUser? Of(Dockerfile dockerfile)
    {
        DockerStage? stage = dockerfile.Stages.Count > 0 ? dockerfile.Stages[^1] : null;
        for (int depth = 0; stage is not null && depth < MaxStages; depth++)
        {
            if (stage.Instructions.LastOrDefault(i => i.Keyword == "USER") is { } user)
            {
                string name = Resolve(user.Arguments, dockerfile.Globals.Concat(dockerfile.Stages.TakeWhile(s => s != stage).Append(stage).SelectMany(s => s.Instructions))).Split(':')[0].Trim('"', '\'', ' ');
                return new ImageUser(name.Length == 0 || name.Contains('$', StringComparison.Ordinal) ? null : name is "root" or "0" or "ContainerAdministrator", user.Line, $"USER {user.Arguments}");
            }

            string image = Resolve(stage.Image, dockerfile.Globals);
            DockerStage? before = dockerfile.Stages.TakeWhile(s => s != stage).LastOrDefault(s => s.Name is not null && s.Name.Equals(image, StringComparison.OrdinalIgnoreCase));
            if (before is null)
            {
                return new ImageUser(IsRootImage(image), stage.Line, $"FROM {image}, no USER");
            }

            stage = before;
        }

        return null;
    }

    /// <summary>Replaces a variable by the default that ARG or ENV gives it; without one it stays.</summary>
    public static string Resolve(string text, IEnumerable<DockerInstruction> instructions)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        foreach (DockerInstruction variable in instructions.Where(i => i.Keyword is "ARG" or "ENV"))
        {
            foreach (string pair in variable.Arguments.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    string value = pair[(equals + 1)..].Trim('"', '\'');
                    string name = pair[..equals];
                    text = text.Replace($"${{{name}}}", value, StringComparison.Ordinal);
                    text = text == "$" + name || text.StartsWith($"${name}:", StringComparison.Ordinal) ? value + text[(name.Length + 1)..] : text.Replace($":${name}", ":" + value, StringComparison.Ordinal);
                }
            }
        }

        return text;
    }

    private static bool? IsRootImage(string image)
    {
        if (image.Contains('$', StringComparison.Ordinal) || OtherUser.Any(o => image.Contains(o, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        string name = NameOf(image);
        return RootImages.Any(r => r.EndsWith('/') ? name.StartsWith(r, StringComparison.Ordinal) : name == r) ? true : null;
    }

    /// <summary>The name without registry, tag and digest; <c>library/</c> is the registry's default.</summary>
    private static string NameOf(string image)
    {
        string name = image.Split('@')[0];
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        name = slash > 0 && name[..slash].AsSpan().ContainsAny('.', ':') ? name[(slash + 1)..] : name;
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        name = colon < 0 ? name : name[..colon];
        return name.StartsWith("library/", StringComparison.Ordinal) ? name[8..] : name;
    }

    /// <summary>Own Dockerfiles; those of tests and development containers are not meant.</summary>
    public static IEnumerable<(SnapshotFile File, Dockerfile Dockerfile)> Files(RepositoryEvidence evidence) =>
        from file in evidence.Snapshot.Files
        where file.HasContent && Dockerfile.IsDockerfile(file) && evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file) && !WorkloadReader.IsDevelopment(file)
        let dockerfile = Dockerfile.Of(evidence.Documents, file)
        where dockerfile is { Stages.Count: > 0 }
        select (file, dockerfile);
}
