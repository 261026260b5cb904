namespace RepoMaturity.Tool.Terminals;

/// <summary>A line at the foot of a terminal that says how far the work is; shown only when the work is long, and gone when it is over.</summary>
internal sealed class ProgressBar : IProgress<ScanProgress>, IDisposable
{
    private const int Cells = 24;

    private readonly TextWriter _writer;
    private readonly Glyphs _glyphs;
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private ScanProgress _progress;
    private int _drawn;
    private bool _disposed;

    /// <summary>Creates a bar that is drawn first after <paramref name="delay"/>.</summary>
    public ProgressBar(TextWriter writer, Glyphs glyphs, TimeSpan delay)
    {
        _writer = writer;
        _glyphs = glyphs;
        _timer = new Timer(_ => Draw(), null, delay, TimeSpan.FromMilliseconds(100));
    }

    /// <summary>A bar on stderr; null where nobody would see it: redirected, in CI, or on a dumb terminal.</summary>
    public static ProgressBar? ForStandardError()
    {
        bool seen = !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && Environment.GetEnvironmentVariable("CI") is null or ""
            && Environment.GetEnvironmentVariable("TF_BUILD") is null or "";
        return seen
            ? new ProgressBar(Console.Error, Console.OutputEncoding.CodePage == System.Text.Encoding.UTF8.CodePage ? Glyphs.Unicode : Glyphs.Ascii, TimeSpan.FromSeconds(1))
            : null;
    }

    /// <inheritdoc/>
    public void Report(ScanProgress value)
    {
        lock (_gate)
        {
            // Threads overtake each other; a bar never goes back within a phase.
            if (value.Phase != _progress.Phase || value.Done >= _progress.Done)
            {
                _progress = value;
            }
        }
    }

    /// <summary>Draws the line again.</summary>
    internal void Draw()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            string phase = _progress.Phase ?? "reading";
            string line = phase;
            if (_progress.Total > 0)
            {
                int done = Math.Clamp(_progress.Done * Cells / _progress.Total, 0, Cells);
                line = $"{new string(_glyphs.BarVerified, done)}{new string(_glyphs.BarRest, Cells - done)} {phase} {_progress.Done}/{_progress.Total}";
            }

            _writer.Write('\r' + line.PadRight(_drawn));
            _drawn = line.Length;
        }
    }

    /// <summary>Wipes the line.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            if (_drawn > 0)
            {
                _writer.Write('\r' + new string(' ', _drawn) + '\r');
                _drawn = 0;
            }
        }
    }
}
