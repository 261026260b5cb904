using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Builds of AWS CodeBuild: <c>buildspec.yml</c>. What starts them lies at the host.</summary>
internal static class CodeBuildReader
{
    private static readonly string[] Phases = ["install", "pre_build", "build", "post_build"];

    /// <summary>True for phases with commands.</summary>
    public static bool Fits(DataNode root) => root["version"] is not null && Phases.Any(p => root.At("phases", p, "commands") is not null);

    public static Pipeline Read(PipelineSource source)
    {
        DataNode root = source.Root;
        PipelineJob job = new("build", source.At(root["phases"]!))
        {
            Variables = root.At("env", "variables").Texts(),
            Steps = [.. Phases.SelectMany(p => root.At("phases", p) is { } phase ? Steps(source, p, phase) : [])],
            Source = root,
        };
        return new Pipeline(source.File, PipelineHost.CodeBuild, null)
        {
            Triggers = [new PipelineTrigger(TriggerKind.Other, [], [], source.At(root)) { Detail = "configured at the host" }],
            Jobs = [job],
            Source = root,
        };
    }

    /// <summary>The commands of a phase run in one shell; the build goes on to the last phase whatever becomes of the one before.</summary>
    private static IEnumerable<PipelineStep> Steps(PipelineSource source, string name, DataNode phase) =>
        from section in (string[])["commands", "finally"]
        from piece in PipelineText.Pieces(phase[section])
        where source.Spend()
        select new PipelineStep(new(source.File.Path, piece.Line))
        {
            Name = name,
            Script = piece.Script,
            ScriptLine = piece.Line,
            FailureIgnored = section == "commands" && phase.TextOf("on-failure") == "CONTINUE" ? "on-failure: CONTINUE" : null,
            Source = phase,
        };
}
