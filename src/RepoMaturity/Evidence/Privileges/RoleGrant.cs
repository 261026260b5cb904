using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>A role or policy that infrastructure code grants.</summary>
/// <param name="Location">Where it is written.</param>
/// <param name="Text">What is granted.</param>
/// <param name="IsWildcard">True when it allows everything; null when its value is not written there.</param>
internal sealed record RoleGrant(Location Location, string Text, bool? IsWildcard);

/// <summary>Finds the roles that own infrastructure code grants: Terraform, Bicep, CloudFormation and Kubernetes.</summary>
internal static class RoleGrantReader
{
    private const int MaxBytes = 1 << 20;

    public static IReadOnlyList<RoleGrant> Find(RepositoryEvidence evidence) =>
    [
        .. from file in evidence.Snapshot.Files
           where file.HasContent && file.Size <= MaxBytes && file.Extension is ".tf" or ".bicep" or ".yml" or ".yaml"
           where evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file)
           from grant in Read(evidence, file)
           select grant,
    ];

    private static IEnumerable<RoleGrant> Read(RepositoryEvidence evidence, SnapshotFile file) => file.Extension switch
    {
        ".tf" => TerraformGrants.Read(evidence.Documents, file),
        ".bicep" => BicepGrants.Read(evidence.Documents, file),
        _ => WorkloadReader.Roots(evidence.Documents, file, "AWS::IAM::"u8).SelectMany(r => StatementGrants.Read(file, r))
            .Concat(WorkloadReader.Roots(evidence.Documents, file, "rbac.authorization.k8s.io"u8).SelectMany(r => KubernetesGrants(file, r))),
    };

    private static IEnumerable<RoleGrant> KubernetesGrants(SnapshotFile file, Documents.Data.DataNode root) =>
        from rule in root.TextOf("kind") is "ClusterRole" or "Role" ? root["rules"]?.Items ?? [] : []
        let key = rule["verbs"].Strings().Contains("*") ? "verbs" : rule["resources"].Strings().Contains("*") ? "resources" : null
        select new RoleGrant(rule[key ?? ""]?.In(file) ?? rule.In(file), $"{root.TextOf("kind")} {root.At("metadata", "name")?.Text}" + (key is null ? "" : $" with {key} '*'"), key is not null);
}
