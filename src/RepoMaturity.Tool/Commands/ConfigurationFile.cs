using System.Text;
using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tool.Commands;

/// <summary>Finds the configuration that a scan uses.</summary>
internal static class ConfigurationFile
{
    /// <summary>The given file, else the one in the snapshot, else none.</summary>
    /// <param name="snapshot">The repository; with a commit given, the configuration is that commit's.</param>
    /// <param name="catalog">The rules that it may speak of.</param>
    /// <param name="file">What the user gave, or null.</param>
    /// <exception cref="ConfigurationException">The file is wrong.</exception>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static RepositoryConfiguration Load(RepositorySnapshot snapshot, RuleCatalog catalog, string? file)
    {
        if (file is not null)
        {
            return ConfigurationReader.Read(file, ReadText(file), catalog);
        }

        SnapshotFile? found = RepositoryConfiguration.FileNames.Select(snapshot.Find).FirstOrDefault(f => f is { HasContent: true });
        return found is null ? RepositoryConfiguration.Empty : ConfigurationReader.Read(found.Path, Encoding.UTF8.GetString(found.Read()), catalog);
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--config {file}: {e.Message}");
        }
    }
}
