using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Packages that a cell installs in whatever version is the newest that day.</summary>
internal sealed class NotebookInstalls : NotebookAnalyzer
{
    private static readonly string[] ValueOptions =
        ["-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t", "--target", "-e", "--editable", "-n", "--name", "--channel"];

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        foreach ((int number, NotebookCell cell) in CodeCells(notebook))
        {
            bool script = cell.Magic is "bash" or "sh";
            int at = 0;
            foreach (string line in cell.Source.Split('\n'))
            {
                string text = line.Trim();
                if (script || text is ['!' or '%', ..])
                {
                    if (Unpinned(script ? text : text.TrimStart('!', '%')) is { } package)
                    {
                        yield return (cell.Lines[Math.Min(at, cell.Lines.Count - 1)], $"cell {number} installs {package}");
                    }
                }

                at++;
            }
        }
    }

    /// <summary>The first requirement without a version of <c>pip install</c> or <c>conda install</c>, or null.</summary>
    internal static string? Unpinned(string command)
    {
        foreach (ShellCommand shell in ShellScript.Parse(command).Commands)
        {
            string[] words = [.. shell.Words.Select(w => w.Text)];
            int install = Array.IndexOf(words, "install");
            if (install < 1 || words[install - 1] is not ("pip" or "pip3" or "conda" or "mamba"))
            {
                continue;
            }

            string[] constraints = [.. words.Where(w => w is "-c" or "--constraint")];
            bool conda = words[install - 1] is "conda" or "mamba";
            for (int i = install + 1; i < words.Length; i++)
            {
                if (words[i].StartsWith('-'))
                {
                    // -qr requirements.txt: options of one letter may stand together.
                    i += ValueOptions.Contains(words[i]) || (words[i] is ['-', not '-', ..] && words[i][^1] is 'r' or 'e') ? 1 : 0;
                }
                else if (!IsPinned(words[i], conda) && (conda || constraints.Length == 0))
                {
                    return words[i];
                }
            }
        }

        return null;
    }

    private static bool IsPinned(string requirement, bool conda) =>
        requirement.Contains("==", StringComparison.Ordinal)
        || requirement.Contains("~=", StringComparison.Ordinal)
        || (conda && requirement.Contains('=', StringComparison.Ordinal))
        || requirement.Contains('{', StringComparison.Ordinal)
        || requirement.Contains('$', StringComparison.Ordinal)
        || requirement.EndsWith(".whl", StringComparison.Ordinal)
        || (requirement.Contains("://", StringComparison.Ordinal) ? requirement.LastIndexOf('@') > requirement.IndexOf("://", StringComparison.Ordinal) : requirement is ['.' or '/', ..]);
}
