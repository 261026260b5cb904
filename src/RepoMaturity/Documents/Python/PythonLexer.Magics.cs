using System.Text;

namespace RepoMaturity.Documents.Python;

/// <content>What IPython adds to Python.</content>
internal ref partial struct PythonLexer
{
    /// <summary>At the start of a logical line: takes a magic, shell escape or help request; false when the line is Python.</summary>
    /// <remarks><c>%time f(x)</c> and its kin are kept as magics, and what they run is read as Python.</remarks>
    private bool TryMagicLine()
    {
        byte c = _source[_position];
        if (c is not ((byte)'%' or (byte)'!' or (byte)'?') && !IsAutomagic())
        {
            return false;
        }

        int start = _position;
        bool isCell = c == '%' && Peek(1) == '%';
        _position += isCell ? 2 : c == '%' ? 1 : 0;
        int word = _position;
        while (_position < _end && IsNamePart[_source[_position]])
        {
            _position++;
        }

        bool runsPython = c == '%' && !isCell && _source[word.._position] is var name
            && (name.SequenceEqual("time"u8) || name.SequenceEqual("timeit"u8) || name.SequenceEqual("prun"u8) || name.SequenceEqual("memit"u8));
        int afterWord = _position;
        SkipMagicEnd(start);
        if (!runsPython)
        {
            return true;
        }

        _position = afterWord;
        SkipOptions();
        return false;
    }

    /// <summary>A line of a package manager or shell that IPython runs without a percent sign: <c>pip install x</c>.</summary>
    private readonly bool IsAutomagic()
    {
        ReadOnlySpan<byte> rest = _source[_position.._end];
        return rest.StartsWith("pip install "u8) || rest.StartsWith("pip3 install "u8) || rest.StartsWith("conda install "u8) || rest.StartsWith("mamba install "u8);
    }

    /// <summary>Inside a logical line: takes the rest, or the whole line for a help request, as a magic and ends the logical line.</summary>
    private void MagicRest(bool wholeLine)
    {
        int start = wholeLine ? Math.Max(_lineStart, Count > 0 ? _tokens[0].Start : _position) : _position;
        Count = wholeLine ? 0 : Count;
        SkipMagicEnd(start);
    }

    /// <summary>Keeps the magic from <paramref name="start"/> to the end of its last line; a backslash carries it on.</summary>
    private void SkipMagicEnd(int start)
    {
        int line = _line;
        while (true)
        {
            SkipToLineEnd();
            if (_position >= _end || _position <= start || _source[_position - 1] != '\\')
            {
                break;
            }

            Newline();
        }

        _magics.Add(new PythonDirective(_segments.LineOf(line), Encoding.UTF8.GetString(_source[start.._position]).Trim()));
        CountCode(line);
    }

    private void SkipOptions()
    {
        while (true)
        {
            while (Peek(0) == ' ')
            {
                _position++;
            }

            if (Peek(0) != '-' || !char.IsAsciiLetter((char)Math.Max(0, Peek(1))))
            {
                return;
            }

            while (_position < _end && _source[_position] is not ((byte)' ' or (byte)'\n' or (byte)'\r'))
            {
                _position++;
            }

            while (Peek(0) == ' ')
            {
                _position++;
            }

            while (_position < _end && IsDigit(_source[_position]))
            {
                _position++;
            }
        }
    }
}
