using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A path that a team leaves out: a glob, or the plain name of a folder with all below it.</summary>
internal sealed class ExcludedPath(string glob)
{
    private readonly FilePattern _pattern = new(glob);
    private readonly string _folder = glob.TrimEnd('/');

    public string Glob => glob;

    public bool IsMatch(string path) => RepositoryPath.IsWithin(path, _folder) || _pattern.IsMatch(path);
}
