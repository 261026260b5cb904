using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A judgement of what each workflow's token may do.</summary>
internal abstract class WorkflowPermissions : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("no workflow of GitHub; other hosts set the rights of a job's token outside the repository");
        foreach (Pipeline workflow in GitHubWorkflows.Started(context.Evidence))
        {
            (Location Location, string Text)[] faults = [.. Faults(workflow, [.. workflow.Jobs.Where(j => j.NeverRuns is null)])];
            if (faults.Length == 0)
            {
                context.Pass(Declared(workflow), "every workflow keeps to it");
            }

            foreach ((Location location, string text) in faults)
            {
                context.Fail(location, text);
            }
        }
    }

    protected abstract IEnumerable<(Location Location, string Text)> Faults(Pipeline workflow, PipelineJob[] jobs);

    protected static bool IsAll(DataNode? permissions) => permissions?.Text == "write-all";

    protected static Location At(Pipeline workflow, DataNode permissions) => permissions.In(workflow.File);

    /// <summary>Jobs for which neither they nor the workflow say what the token may do.</summary>
    protected static IEnumerable<PipelineJob> Undeclared(Pipeline workflow, PipelineJob[] jobs) =>
        workflow.Permissions is null ? jobs.Where(j => j.Permissions is null) : [];

    private static Location Declared(Pipeline workflow) =>
        (workflow.Permissions ?? workflow.Jobs.Select(j => j.Permissions).FirstOrDefault(p => p is not null))?.In(workflow.File) ?? new Location(workflow.File.Path);
}

/// <summary>No workflow asks for <c>write-all</c>.</summary>
internal sealed class WriteAllPermissions : WorkflowPermissions
{
    protected override IEnumerable<(Location Location, string Text)> Faults(Pipeline workflow, PipelineJob[] jobs) =>
        jobs.Select(j => j.Permissions).Prepend(workflow.Permissions).Where(IsAll).Select(p => (At(workflow, p!), "write-all"));
}

/// <summary>Every workflow says what its token may do, for all jobs or in each.</summary>
internal sealed class DeclaredPermissions : WorkflowPermissions
{
    protected override IEnumerable<(Location Location, string Text)> Faults(Pipeline workflow, PipelineJob[] jobs)
    {
        if (IsAll(workflow.Permissions))
        {
            return [(At(workflow, workflow.Permissions!), "write-all limits nothing")];
        }

        PipelineJob[] undeclared = [.. Undeclared(workflow, jobs)];
        return undeclared.Length == 0 ? []
            : undeclared.Length == jobs.Length ? [(new Location(workflow.File.Path, workflow.Triggers[0].Location.Line), "no permissions")]
            : [(undeclared[0].Location, $"job {undeclared[0].Id} without permissions")];
    }
}

/// <summary>What may write is given to the job that needs it: no right to write is handed to several jobs at once.</summary>
internal sealed class PermissionsPerJob : WorkflowPermissions
{
    protected override IEnumerable<(Location Location, string Text)> Faults(Pipeline workflow, PipelineJob[] jobs)
    {
        if (Undeclared(workflow, jobs).FirstOrDefault() is { } undeclared)
        {
            return [(undeclared.Location, $"job {undeclared.Id} without permissions")];
        }

        if (jobs.Select(j => j.Permissions).Prepend(workflow.Permissions).FirstOrDefault(IsAll) is { } all)
        {
            return [(At(workflow, all), "write-all")];
        }

        DataEntry[] writes = [.. workflow.Permissions?.Entries.Where(e => e.Value.Text == "write") ?? []];
        int heirs = jobs.Count(j => j.Permissions is null);
        return writes.Length == 0 || heirs < 2 ? [] : [(new Location(workflow.File.Path, writes[0].Line, writes[0].Column), $"{writes[0].Key}: write for {heirs} jobs")];
    }
}
