using System.Text;
using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>When to use colour.</summary>
internal enum ColorMode
{
    /// <summary>On a terminal, unless the environment says otherwise.</summary>
    Auto,

    /// <summary>Also into files and pipes.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>What the place that text goes to can show.</summary>
/// <param name="Color">True for colours.</param>
/// <param name="Unicode">True for signs beyond ASCII.</param>
/// <param name="Width">Cells in a line.</param>
internal sealed record TerminalSettings(bool Color, bool Unicode, int Width)
{
    /// <summary>Cells in a line where nobody says how many.</summary>
    public const int DefaultWidth = 80;

    private const int LeastWidth = 40;

    /// <summary>What stdout can show.</summary>
    public static TerminalSettings ForStandardOutput(ColorMode mode)
    {
        bool terminal = !Console.IsOutputRedirected;
        return From(mode, terminal, terminal ? WindowWidth() : 0, Console.OutputEncoding, Environment.GetEnvironmentVariable);
    }

    /// <summary>What a place can show, by the conventions of the environment.</summary>
    public static TerminalSettings From(ColorMode mode, bool isTerminal, int windowWidth, Encoding encoding, Func<string, string?> environment)
    {
        bool dumb = environment("TERM") == "dumb";
        bool color = mode switch
        {
            ColorMode.Always => true,
            ColorMode.Never => false,
            _ when environment("NO_COLOR") is { Length: > 0 } => false,
            _ when IsOn(environment("FORCE_COLOR")) || IsOn(environment("CLICOLOR_FORCE")) => true,
            _ => isTerminal && !dumb && environment("CLICOLOR") != "0",
        };
        int width = windowWidth > 0 ? windowWidth : int.TryParse(environment("COLUMNS"), out int columns) && columns > 0 ? columns : DefaultWidth;
        return new TerminalSettings(color, !dumb && encoding.CodePage == Encoding.UTF8.CodePage, Math.Max(width, LeastWidth));
    }

    /// <summary>A page that writes to <paramref name="writer"/>.</summary>
    public Page CreatePage(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = Unicode;
        return new Page(console, Unicode ? Glyphs.Unicode : Glyphs.Ascii);
    }

    private static bool IsOn(string? value) => value is { Length: > 0 } and not "0" and not "false";

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
