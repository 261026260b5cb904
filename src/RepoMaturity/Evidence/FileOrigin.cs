using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Whose work a file is.</summary>
internal enum FileOrigin
{
    /// <summary>The repository's own work: what is assessed.</summary>
    Own,

    /// <summary>Somebody else's, copied in.</summary>
    Vendored,

    /// <summary>Written by a tool.</summary>
    Generated,

    /// <summary>The source of other repositories: cookiecutter, copier, <c>dotnet new</c>.</summary>
    Template,

    /// <summary>Examples, samples, tutorials, code of documentation.</summary>
    Example,

    /// <summary>The same bytes as another own file.</summary>
    Copy,

    /// <summary>Left out by the team's configuration.</summary>
    Configured,
}

/// <summary>Why a file or folder is not own code.</summary>
/// <param name="Origin">What it is instead.</param>
/// <param name="Reason">For people, such as <c>vendored (third_party)</c>; the same for all files of one cause.</param>
/// <param name="Root">The folder or file that the reason speaks of.</param>
/// <param name="Proof">Where the reason is to be seen.</param>
internal sealed record OriginMark(FileOrigin Origin, string Reason, string Root, TrailStep Proof);

/// <summary>A tree or file that does not count as own code.</summary>
/// <param name="Path">Folder or file, relative to the root; for scattered files of one cause the folder that holds them all.</param>
/// <param name="Origin">What it is instead.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Proof">Where that is to be seen.</param>
/// <param name="FileCount">How many files are left out.</param>
internal sealed record ExcludedTree(string Path, FileOrigin Origin, string Reason, TrailStep Proof, int FileCount);
