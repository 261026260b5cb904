using RepoMaturity.Evidence.Privileges;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Infrastructure code grants no role that allows everything.</summary>
internal sealed class WildcardRoles : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("no infrastructure code that is read grants a role");
        foreach (RoleGrant grant in context.Evidence.RoleGrants)
        {
            switch (grant.IsWildcard)
            {
                case true:
                    context.Fail(grant.Location, grant.Text);
                    break;
                case false:
                    context.Pass(grant.Location, grant.Text);
                    break;
                default:
                    context.Open($"{grant.Location} grants {grant.Text}, which cannot be seen there");
                    break;
            }
        }
    }
}
