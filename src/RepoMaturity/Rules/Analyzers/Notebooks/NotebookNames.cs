using System.Buffers;
using System.Text.RegularExpressions;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Names that the editor gave (<c>Untitled3</c>, <c>-Copy1</c>, checkpoints) or that a command line or another system stumbles over. Letters of any
/// script are fine.
/// </summary>
internal sealed partial class NotebookNames : RepositoryAnalyzer
{
    private static readonly SearchValues<char> Unportable = SearchValues.Create(" !\"#$%&'()*+,:;<=>?@[\\]^`{|}~");

    public override void Analyze(AnalysisContext context)
    {
        SourceTrees trees = context.Evidence.Trees;
        foreach (SnapshotFile file in context.Evidence.Snapshot.Files.Where(f => f.Extension == ".ipynb" && f.HasContent && !trees.IsTest(f)))
        {
            // A copy is no own code, and just what is looked for here; so is a checkpoint, which counts as generated.
            bool isCheckpoint = trees.OriginOf(file) == FileOrigin.Generated && file.Directory.Split('/')[^1] == ".ipynb_checkpoints";
            string? defect = isCheckpoint ? "a checkpoint of the editor"
                : trees.OriginOf(file) is not (FileOrigin.Own or FileOrigin.Copy) ? null
                : Defect(Path.GetFileNameWithoutExtension(file.Name));
            if (defect is not null)
            {
                context.Fail(new Location(file.Path), defect);
            }
        }
    }

    private static string? Defect(string name) =>
        Untitled().IsMatch(name) ? "untitled"
        : Copied().IsMatch(name) ? "a copy that was not renamed"
        : name.IndexOfAny(Unportable) is >= 0 and int at ? (name[at] == ' ' ? "a space in its name" : $"{name[at]} in its name")
        : name.StartsWith('-') ? "a name that reads like an option"
        : null;

    [GeneratedRegex(@"^Untitled[ _-]?\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Untitled();

    [GeneratedRegex(@"-Copy\d+$|^Copy[ _]of[ _]| \(\d+\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Copied();
}
