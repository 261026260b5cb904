using System.Diagnostics;
using System.Text;
using LibGit2Sharp;

namespace RepoMaturity.Tests.Snapshots;

/// <summary>A folder below the system's temporary folder, deleted afterwards, with a git repository in it when asked for.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private static readonly Signature Author = new("a", "a@example.org", new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)));
    private int _commits;

    public TemporaryRepository(bool git = true)
    {
        Root = Directory.CreateTempSubdirectory("rm-test-").FullName;
        Folder = At("repo");
        Directory.CreateDirectory(Folder);
        if (git)
        {
            Repository.Init(Folder);
            using Repository repository = new(Folder);
            repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
        }
    }

    /// <summary>The folder that holds everything of the test.</summary>
    public string Root { get; }

    /// <summary>The repository.</summary>
    public string Folder { get; }

    /// <summary>A place beside the repository.</summary>
    public string At(string path) => Path.Combine(Root, path);

    public string InFolder(string path) => Path.Combine(Folder, path);

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InFolder(path))!);
        File.WriteAllBytes(InFolder(path), bytes);
    }

    /// <summary>Stages everything that is not ignored and commits it; gives the id.</summary>
    public string Commit(string message = "change")
    {
        using Repository repository = new(Folder);
        Commands.Stage(repository, "*");
        Signature now = new(Author.Name, Author.Email, Author.When.AddMinutes(_commits++));
        return repository.Commit(message, now, now, new CommitOptions { AllowEmptyCommit = true }).Sha;
    }

    /// <summary>Runs a program by its full path; skips the test loudly when it is not installed.</summary>
    public void Run(string program, params string[] arguments)
    {
        string? full = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified).Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(full is null, $"{program} is not installed");
        ProcessStartInfo start = new(full!, arguments) { WorkingDirectory = Folder, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }

    public void Git(params string[] arguments) =>
        Run("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", "-c", "safe.directory=*", .. arguments]);

    public void Dispose()
    {
        foreach (string file in Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(Root, recursive: true);
    }
}
