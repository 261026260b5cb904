using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Finds own files that say what is to be set up, by name, else by the beginning of what may be a template of a cloud.</summary>
internal static class InfrastructureFiles
{
    private const int MaxBytes = 1 << 20;
    private const int Beginning = 4096;

    private static readonly string[] Projects = ["Chart.yaml", "Pulumi.yaml", "Pulumi.yml", "cdk.json"];

    /// <summary>JSON is mostly data: only below these is it looked at.</summary>
    private static readonly string[] Places = ["template", "deploy", "infra", "arm", "cloudformation", "cfn", "stack"];

    public static IReadOnlyList<SnapshotFile> Find(RepositoryEvidence evidence) =>
    [
        .. evidence.Snapshot.Files.Where(f => f.HasContent && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)
            && (f.Extension is ".tf" or ".bicep" || Projects.Contains(f.Name) || IsTemplate(evidence, f))),
    ];

    /// <summary>Resources of templates that answer requests: gateways, and functions that one starts.</summary>
    public static IEnumerable<TrailStep> Gateways(RepositoryEvidence evidence) =>
        from file in evidence.Infrastructure
        where file.Extension is ".yml" or ".yaml" or ".json" or ".template"
        from root in WorkloadReader.Roots(evidence.Documents, file, "AWS::"u8)
        from resource in root["Resources"]?.Entries ?? []
        let type = resource.Value.TextOf("Type")
        where type is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or "AWS::ApiGateway::RestApi" or "AWS::ApiGatewayV2::Api"
            || (type is "AWS::Serverless::Function" && resource.Value.At("Properties", "Events")?.Entries.Any(e => e.Value.TextOf("Type") is "Api" or "HttpApi") == true)
        select new TrailStep(new Location(file.Path, resource.Line), resource.Key);

    private static bool IsTemplate(RepositoryEvidence evidence, SnapshotFile file)
    {
        bool mayBe = file.Size <= MaxBytes && (file.Extension is ".yml" or ".yaml" or ".template"
            || (file.Extension == ".json" && Places.Any(p => file.Path.Contains(p, StringComparison.OrdinalIgnoreCase))));
        if (!mayBe || evidence.Documents.Bytes(file) is not { } bytes)
        {
            return false;
        }

        ReadOnlySpan<byte> start = bytes.AsSpan(0, Math.Min(bytes.Length, Beginning));
        return start.IndexOf("AWSTemplateFormatVersion"u8) >= 0 || start.IndexOf("AWS::Serverless-"u8) >= 0 || start.IndexOf("eploymentTemplate.json#"u8) >= 0;
    }
}
