using System.Text;
using RepoMaturity.Policy;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tool.Commands;

/// <summary>Finds the configuration that a scan uses.</summary>
internal static class ConfigurationFile
{
    /// <summary>The given file, else the one in the snapshot, else none.</summary>
    /// <param name="snapshot">The repository; with a commit given, the configuration is that commit's.</param>
    /// <param name="file">What the user gave, or null.</param>
    /// <exception cref="ConfigurationException">The file is wrong.</exception>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static RepositoryConfiguration Load(RepositorySnapshot snapshot, string? file)
    {
        if (file is not null)
        {
            return Parse(file, ReadText(file));
        }

        SnapshotFile? found = RepositoryConfiguration.FileNames.Select(snapshot.Find).FirstOrDefault(f => f is { HasContent: true });
        return found is null ? RepositoryConfiguration.Empty : Parse(found.Path, Encoding.UTF8.GetString(found.Read()));
    }

    private static RepositoryConfiguration Parse(string path, string text) =>
        throw new ConfigurationException($"{path}: this version does not read configuration yet ({text.Length} characters were not read)");

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
