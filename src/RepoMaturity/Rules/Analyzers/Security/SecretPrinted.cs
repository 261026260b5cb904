using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Names each line of a pipeline that writes a secret to the log: <c>echo</c> of it, or a command that holds it while the shell prints
/// what it runs. Output that goes to a file or to another program is not the log.
/// </summary>
internal sealed class SecretPrinted : RepositoryAnalyzer
{
    private static readonly string[] Printers = ["echo ", "printf ", "Write-Host ", "Write-Output "];

    public override void Analyze(AnalysisContext context)
    {
        foreach ((PipelineJob job, PipelineStep step, ScriptLine[] lines) in PipelineScripts.Of(context.Evidence))
        {
            string[] variables = [.. step.Variables.Over(job.Variables).Where(v => PipelineSecrets.Names(v.Value).Any()).Select(v => v.Key)];
            bool printed = !lines.Any(l => l.Text.StartsWith('}') || l.Text.StartsWith(')') || l.Text.StartsWith("done", StringComparison.Ordinal) || l.Text.EndsWith('\\'));
            bool traced = false;
            foreach (ScriptLine line in lines.Where(l => !l.IsComment))
            {
                traced = Traces(line.Text) ?? traced;
                string? name = PipelineSecrets.Names(line.Text).Select(n => n.Name).FirstOrDefault();
                if (printed && IsPrint(line.Text) && (name ?? variables.FirstOrDefault(v => Expands(line.Text, v))) is { } shown)
                {
                    context.Fail(line.Location, $"prints {shown}");
                }
                else if (traced && name is not null)
                {
                    context.Fail(line.Location, $"the shell prints what it runs, {name} with it");
                }
            }
        }
    }

    private static bool IsPrint(string line) =>
        Printers.Any(p => line.StartsWith(p, StringComparison.Ordinal)) && line.AsSpan().IndexOfAny("|><") < 0 && !line.Contains("::add-mask::", StringComparison.Ordinal);

    /// <summary>True for the whole value outside single quotes: <c>${X:0:2}</c> and <c>${#X}</c> give little away.</summary>
    private static bool Expands(string line, string name) =>
        !line.Contains('\'', StringComparison.Ordinal)
        && (line.Contains($"${{{name}}}", StringComparison.Ordinal) || line.Contains($"$env:{name}", StringComparison.Ordinal) || line.Split(' ', '"').Contains("$" + name));

    /// <summary>Whether a line switches the printing of commands on or off; null for neither.</summary>
    private static bool? Traces(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 || words[0] != "set" ? null
            : words.Skip(1).Any(w => w is "xtrace" || (w[0] == '-' && w.Contains('x', StringComparison.Ordinal))) && words[1][0] == '-' ? true
            : words[1][0] == '+' && line.Contains('x', StringComparison.Ordinal) ? false
            : null;
    }
}
