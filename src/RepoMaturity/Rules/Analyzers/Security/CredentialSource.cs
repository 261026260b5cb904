using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Credentials come from the environment, from the CI host or from a secret store. Fails where some are written in files instead; Open
/// where a service is called and nothing shows how; beside the point where nothing needs any.
/// </summary>
internal sealed class CredentialSource : RepositoryAnalyzer
{
    private static readonly string[] StoreCalls = ["dbutils.secrets.get", "google.colab.userdata.get", "keyring.get_password", "airflow.models.Variable.get"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (Sources(evidence).FirstOrDefault() is { } proof)
        {
            context.Pass(proof[^1].Location, proof[^1].Text, proof);
        }
        else if (evidence.Secrets.Matches.FirstOrDefault(SecretEvidence.IsSure) is { } secret)
        {
            context.Fail(secret.Location, $"{secret.Name} is written in {secret.Location.Path}");
        }
        else if (evidence.Technologies.Facts("remote-service").FirstOrDefault(f => f.Strength == Strength.Used && !evidence.Trees.IsTestPath(f.Location.Path)) is { } service)
        {
            context.Open($"{service.Technology.Name} is used ({service.Location}); nothing here shows where its credentials come from");
        }
        else
        {
            context.NotApplicable("nothing here asks for credentials");
        }
    }

    private static IEnumerable<IReadOnlyList<TrailStep>> Sources(RepositoryEvidence evidence)
    {
        IEnumerable<IReadOnlyList<TrailStep>> stores = evidence.Technologies.Facts("secret-store")
            .Where(f => f.Strength is not (Strength.Declared or Strength.Hooked) && !evidence.Trees.IsTestPath(f.Location.Path))
            .Select(f => f.Trail)
            .Concat(evidence.Technologies.Settings("secret-store", "enabled").Where(s => s.IsOn).Select(s => s.Trail));
        IEnumerable<IReadOnlyList<TrailStep>> calls =
            from source in evidence.Code.Python
            where !source.IsTest
            from call in source.Document.Calls
            where ReadsStore(call)
            select (IReadOnlyList<TrailStep>)[new TrailStep(source.At(call.Line), call.Target)];
        IEnumerable<IReadOnlyList<TrailStep>> notebooks =
            from source in evidence.Code.Notebooks
            where source.Document.Module is not null
            from call in source.Document.Module!.Calls
            where ReadsStore(call)
            select (IReadOnlyList<TrailStep>)[new TrailStep(source.At(call.Line), call.Target)];
        IEnumerable<IReadOnlyList<TrailStep>> pipelines =
            from pipeline in PipelineSecrets.Pipelines(evidence)
            from secret in PipelineSecrets.Of(pipeline)
            where secret.Name != PipelineSecrets.Inherit
            select (IReadOnlyList<TrailStep>)[new TrailStep(secret.Location, $"takes a credential from the CI host: {secret.Name}")];
        return stores.Concat(calls).Concat(notebooks)
            .Concat(EnvironmentReads.OfCredentials(evidence).Select(IReadOnlyList<TrailStep> (r) => [r]))
            .Concat(pipelines);
    }

    /// <summary>A store's own call, or a client of AWS for one of its two stores. To log in by a platform's store is not to read from it.</summary>
    private static bool ReadsStore(PythonCall call) => StoreCalls.Contains(call.Target)
        || call.Target.EndsWith(".get_secret", StringComparison.Ordinal)
        || (call.Target.EndsWith(".client", StringComparison.Ordinal) && call.Arguments.Any(a => a.Value is "secretsmanager" or "ssm"));
}
