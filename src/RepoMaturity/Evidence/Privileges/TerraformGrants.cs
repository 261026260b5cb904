using RepoMaturity.Documents;
using RepoMaturity.Documents.Infrastructure;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>Roles that Terraform grants in AWS, Azure and Google Cloud.</summary>
internal static class TerraformGrants
{
    public static IEnumerable<RoleGrant> Read(DocumentSet documents, SnapshotFile file) =>
        HclFile.Of(documents, file)?.Root.Blocks.Where(b => b.Labels.Count == 2).SelectMany(b => Of(file, b)) ?? [];

    private static IEnumerable<RoleGrant> Of(SnapshotFile file, HclBlock block) => (block.Type, block.Labels[0]) switch
    {
        ("resource", var type) when type.StartsWith("google_", StringComparison.Ordinal) && type.Contains("_iam_", StringComparison.Ordinal) => Google(file, type, block),
        ("resource", "azurerm_role_assignment") => Azure(file, block),
        ("resource", "azurerm_role_definition") => block.Blocks.Where(b => b.Type == "permissions").Select(b => List(file, b, "actions")).OfType<RoleGrant>(),
        ("resource", var type) when type.StartsWith("aws_iam_", StringComparison.Ordinal) => Aws(file, block),
        ("data", "aws_iam_policy_document") =>
            block.Blocks.Where(b => b.Type == "statement" && b["effect"]?.Value.Contains("Deny", StringComparison.Ordinal) != true && b["actions"] is not null).Select(b => Statement(file, b)),
        _ => [],
    };

    private static IEnumerable<RoleGrant> Google(SnapshotFile file, string type, HclBlock block)
    {
        if (block["role"] is { } role)
        {
            bool wide = type.StartsWith("google_project_", StringComparison.Ordinal) || type.StartsWith("google_folder_", StringComparison.Ordinal) || type.StartsWith("google_organization_", StringComparison.Ordinal);
            string? name = Literal(role);
            yield return new RoleGrant(At(file, role), name ?? "a role that is a variable", name is null ? null : wide && name is "roles/owner" or "roles/editor");
        }
    }

    private static IEnumerable<RoleGrant> Azure(SnapshotFile file, HclBlock block)
    {
        if (block["role_definition_name"] is not { } role)
        {
            yield break;
        }

        string? name = Literal(role);
        string scope = block["scope"]?.Value.Trim() ?? "";
        bool subscription = IsSubscription(scope);
        bool group = scope.StartsWith("azurerm_resource_group.", StringComparison.Ordinal) || scope.StartsWith("data.azurerm_resource_group.", StringComparison.Ordinal)
            || (scope.Contains("/resourceGroups/", StringComparison.Ordinal) && !scope.Contains("/providers/", StringComparison.Ordinal));
        bool wide = (name is "Owner" or "User Access Administrator" && (subscription || group)) || (name == "Contributor" && subscription);
        yield return new RoleGrant(At(file, role), name is null ? "a role that is a variable" : $"{name} at {(subscription ? "the subscription" : group ? "a resource group" : scope)}", wide ? true : name is null ? null : false);
    }

    /// <summary>True for the subscription itself, or what lies above it.</summary>
    private static bool IsSubscription(string scope) =>
        (scope.Contains("azurerm_subscription.", StringComparison.Ordinal) || scope.StartsWith("\"/subscriptions/", StringComparison.Ordinal) || scope.Contains("azurerm_management_group.", StringComparison.Ordinal))
        && !scope.Contains("/resourceGroups/", StringComparison.OrdinalIgnoreCase) && !scope.Contains("/providers/", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<RoleGrant> Aws(SnapshotFile file, HclBlock block)
    {
        foreach (HclAttribute attribute in block.Attributes.Concat(block.Blocks.SelectMany(b => b.Attributes)))
        {
            // A policy of the same module is read where it is written.
            if (attribute.Name == "policy_arn" && attribute.Value.TrimStart().StartsWith("aws_iam_policy.", StringComparison.Ordinal))
            {
                continue;
            }

            if (attribute.Name is "policy_arn" or "managed_policy_arns")
            {
                bool all = attribute.Value.Contains(StatementGrants.Administrator + "\"", StringComparison.Ordinal);
                yield return new RoleGrant(At(file, attribute), all ? "AdministratorAccess" : "a managed policy", all ? true : attribute.Value.Contains(":policy/", StringComparison.Ordinal) ? false : null);
            }
            else if (attribute.Name == "policy")
            {
                if (!attribute.Value.Contains("Statement", StringComparison.Ordinal) && !attribute.Value.Contains("aws_iam_policy_document.", StringComparison.Ordinal))
                {
                    yield return new RoleGrant(At(file, attribute), "a policy of elsewhere", null);
                }

                foreach (RoleGrant grant in StatementGrants.Read(file, attribute.Value, attribute.Line))
                {
                    yield return grant;
                }
            }
        }
    }

    private static RoleGrant Statement(SnapshotFile file, HclBlock block)
    {
        bool limited = block.Blocks.Any(b => b.Type is "condition" or "principals");
        return StatementGrants.Of(At(file, block["actions"]!), StatementGrants.Quoted(block["actions"]!.Value), limited ? [] : StatementGrants.Quoted(block["resources"]?.Value ?? ""));
    }

    private static RoleGrant? List(SnapshotFile file, HclBlock block, string name) => block[name] is { } actions
        ? new RoleGrant(At(file, actions), actions.Value.Contains("\"*\"", StringComparison.Ordinal) ? $"{name} '*'" : name, actions.Value.Contains("\"*\"", StringComparison.Ordinal))
        : null;

    private static string? Literal(HclAttribute attribute) =>
        attribute.Value.Trim() is ['"', .. var inner, '"'] && !inner.Contains("${", StringComparison.Ordinal) && !inner.Contains('"', StringComparison.Ordinal) ? inner : null;

    private static Location At(SnapshotFile file, HclAttribute attribute) => new(file.Path, attribute.Line);
}
