using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Pipelines prove who they are with a token of the moment (OIDC, workload identity, trusted publishing) and hold no cloud key that
/// lives for months.
/// </summary>
internal sealed class ShortLivedCredentials : RepositoryAnalyzer
{
    private static readonly string[] LongLived =
    [
        "SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AZURE_CREDENTIALS", "CLIENT_SECRET", "GCP_CREDENTIALS", "GCP_SA_KEY", "GCP_KEY", "GCP_SERVICE_ACCOUNT_KEY",
        "GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS", "GCLOUD_SERVICE_KEY", "PYPI_PASSWORD", "PYPI_TOKEN", "PYPI_API_TOKEN", "PYPI_API_KEY", "PYPI_PROD_PASSWORD", "PYPI_TEST_PASSWORD", "TWINE_PASSWORD",
    ];

    private static readonly Dictionary<string, string[]> LongLivedInputs = new(StringComparer.Ordinal)
    {
        ["azure/login"] = ["creds"],
        ["aws-actions/configure-aws-credentials"] = ["aws-secret-access-key"],
        ["google-github-actions/auth"] = ["credentials_json"],
        ["pypa/gh-action-pypi-publish"] = ["password"],
    };

    private static readonly Dictionary<string, string[]> ShortLivedInputs = new(StringComparer.Ordinal)
    {
        ["azure/login"] = ["client-id"],
        ["aws-actions/configure-aws-credentials"] = ["role-to-assume"],
        ["google-github-actions/auth"] = ["workload_identity_provider"],
        ["pypa/gh-action-pypi-publish"] = [],
        ["nuget/login"] = ["user"],
    };

    private static readonly string[] Stored = ["TOKEN", "KEY", "SECRET", "PASSWORD", "CREDENTIAL"];

    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("no pipeline logs in to a cloud or publishes a package");
        foreach (Execution execution in context.Evidence.Executions.Where(e => e.Executor == Executor.Ci))
        {
            if (Option(execution) is { } option)
            {
                context.Fail(execution.Location, $"{execution.Name} logs in with {option}", execution.Trail);
                return;
            }
        }

        foreach (Pipeline pipeline in PipelineSecrets.Pipelines(context.Evidence))
        {
            PipelineStep[] steps = [.. pipeline.Jobs.SelectMany(j => j.Steps)];
            foreach (PipelineStep step in steps)
            {
                string[] asked = [.. LongLivedInputs.GetValueOrDefault(NameOf(step), []).Where(step.Inputs.ContainsKey)];
                if (asked.Length > 0)
                {
                    context.Fail(step.Location, $"{step.Uses} logs in with {asked[0]}");
                    return;
                }
            }

            if (PipelineSecrets.Of(pipeline).FirstOrDefault(s => LongLived.Any(l => Bare(s.Name).EndsWith(Bare(l), StringComparison.OrdinalIgnoreCase))) is { Name: not null } secret)
            {
                context.Fail(secret.Location, $"{secret.Name} lives until someone changes it");
                return;
            }

            if (PipelineSecrets.Of(pipeline).FirstOrDefault(s => pipeline.Host == PipelineHost.GitHubActions && !s.Name.EndsWith("GITHUB_TOKEN", StringComparison.OrdinalIgnoreCase) && Stored.Any(w => s.Name.Contains(w, StringComparison.OrdinalIgnoreCase))) is { Name: not null } stored)
            {
                context.Open($"{stored.Location} takes {stored.Name}; whether it is short-lived cannot be seen");
            }

            if (steps.FirstOrDefault(s => ShortLivedInputs.TryGetValue(NameOf(s), out string[]? inputs) && inputs.All(s.Inputs.ContainsKey)) is { } login)
            {
                context.Pass(login.Location, $"{login.Uses} logs in with a token of the moment");
            }
            else if (steps.FirstOrDefault(s => s.Uses is "NuGetCommand" or "DotNetCoreCLI" && s.Inputs.GetValueOrDefault("command") == "push") is { } push)
            {
                // The feed of the same organisation takes the token of the build.
                if (push.Inputs.GetValueOrDefault("publishFeedCredentials") is { Length: > 0 } connectionName)
                {
                    context.Open($"{push.Location} publishes through the service connection {connectionName}; what it stores cannot be seen");
                }
                else
                {
                    context.Pass(push.Location, $"{push.Uses} publishes with the token of the build");
                }
            }
            else if (pipeline.Host == PipelineHost.AzurePipelines && PipelineSecrets.Of(pipeline).FirstOrDefault(s => s.Name.StartsWith("azure", StringComparison.Ordinal) || s.Name.StartsWith("connectedService", StringComparison.Ordinal)) is { Name: not null } connection)
            {
                context.Open($"{connection.Location} uses a service connection; look in Azure DevOps whether it uses workload identity federation");
            }
        }
    }

    /// <summary>The option that hands over a client's secret or the key of a feed out of a variable; the output of a login step is no stored key.</summary>
    private static string? Option(Execution execution)
    {
        for (int i = 0; i + 1 < execution.Arguments.Count; i++)
        {
            string option = execution.Arguments[i];
            string value = execution.Arguments[i + 1];
            if ((option.StartsWith('-') && option.EndsWith("-client-secret", StringComparison.OrdinalIgnoreCase)) || (execution.Arguments.Contains("push") && option is "--api-key" or "-k" or "-ApiKey"))
            {
                return value.StartsWith('$') && !value.Contains("steps.", StringComparison.Ordinal) && !value.Contains("AccessToken", StringComparison.OrdinalIgnoreCase) ? option : null;
            }
        }

        return null;
    }

    /// <summary><c>SignClientSecret</c> of one host is <c>SIGN_CLIENT_SECRET</c> of another.</summary>
    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static string NameOf(PipelineStep step) => step.Uses?.ToLowerInvariant() ?? "";
}
