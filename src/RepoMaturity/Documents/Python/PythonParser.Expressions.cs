using System.Text;

namespace RepoMaturity.Documents.Python;

/// <content>Expressions: one pass over tokens with a stack of brackets finds calls, their arguments and the branches.</content>
internal ref partial struct PythonParser
{
    /// <summary>Brackets inside each other; CPython allows 200.</summary>
    internal const int MaxBrackets = 250;

    /// <summary>What stands before the current token and can be called, subscripted or asked for an attribute.</summary>
    private enum Primary : byte
    {
        None,

        /// <summary>A dotted name.</summary>
        Chain,

        /// <summary>A dotted name that hangs on something else.</summary>
        Trailing,
        Other,
    }

    /// <summary>An open bracket; frame 0 is the expression itself.</summary>
    private struct Frame
    {
        /// <summary>Index of the call whose arguments stand inside, or -1.</summary>
        public int Call;
        public int ArgumentStart;
        public int ArgumentBase;

        /// <summary>First token of the expression that this bracket belongs to.</summary>
        public int Start;

        /// <summary>Between <c>for</c> and <c>in</c>, where a comma ends no argument.</summary>
        public bool IsForTarget;

        /// <summary>Lambdas whose colon is still to come.</summary>
        public int Lambdas;

        /// <summary>The operand that is being read: its first token, and how many calls stand before it.</summary>
        public int Operand;
        public int OperandCalls;

        /// <summary>The operator of a comparison whose right side is being read, or 0; with the first token of its left side.</summary>
        public int Operator;
        public int Left;
        public int LeftCalls;

        /// <summary>First token of a chain of comparisons.</summary>
        public int Chain;
    }

    /// <summary>
    /// Finds the calls of a range of tokens and counts its branches; with <paramref name="isSubscript"/> a bracket at the start belongs to a
    /// name before the range.
    /// </summary>
    private void Scan(int start, int end, bool isSubscript = false)
    {
        int top = 0;
        int overflow = 0;
        _frames[0] = new Frame { Call = -1, Operand = start, OperandCalls = _calls.Count };
        _isComparison = false;
        _arguments.Clear();
        Primary primary = isSubscript ? Primary.Other : Primary.None;
        int chain = start;
        int first = start;
        bool isAfterDot = false;
        for (int t = start; t < end; t++)
        {
            TokenKind kind = _tokens[t].Kind;
            if (isAfterDot && kind != TokenKind.Name)
            {
                // An old name that became a keyword: asyncio.async, or a broken line.
                isAfterDot = false;
                if (kind >= TokenKind.And)
                {
                    kind = TokenKind.Name;
                    primary = Primary.None;
                }
            }

            switch (kind)
            {
                case TokenKind.Name:
                    if (isAfterDot)
                    {
                        if (primary == Primary.Other)
                        {
                            primary = Primary.Trailing;
                            chain = t;
                        }

                        isAfterDot = false;
                    }
                    else
                    {
                        ReportAdjacent(primary, t);
                        primary = Primary.Chain;
                        chain = first = t;
                    }

                    break;
                case TokenKind.Dot:
                    isAfterDot = primary != Primary.None;
                    break;
                case TokenKind.String or TokenKind.FStringStart:
                    if (primary != Primary.None && _tokens[t - 1].Kind is TokenKind.String or TokenKind.FStringEnd)
                    {
                        primary = kind == TokenKind.String ? Primary.Other : Primary.None;
                        break;
                    }

                    ReportAdjacent(primary, t);
                    primary = kind == TokenKind.String ? Primary.Other : Primary.None;
                    first = t;
                    break;
                case TokenKind.FStringEnd:
                    primary = Primary.Other;
                    break;
                case TokenKind.Number or TokenKind.Ellipsis or TokenKind.None or TokenKind.True or TokenKind.False:
                    ReportAdjacent(primary, t);
                    primary = Primary.Other;
                    first = t;
                    break;
                case TokenKind.ParenOpen or TokenKind.SquareOpen or TokenKind.BraceOpen or TokenKind.FieldOpen:
                    if (top == MaxBrackets)
                    {
                        _lexer.Report("nesting too deep", _tokens[t].Line);
                        overflow++;
                        primary = Primary.None;
                        break;
                    }

                    int call = -1;
                    if (kind == TokenKind.ParenOpen && primary != Primary.None)
                    {
                        call = AddCall(primary, chain, t);
                    }

                    _frames[++top] = new Frame
                    {
                        Call = call,
                        ArgumentStart = t + 1,
                        ArgumentBase = _arguments.Count,
                        Start = primary == Primary.None ? t : first,
                        Operand = t + 1,
                        OperandCalls = _calls.Count,
                    };
                    primary = Primary.None;
                    break;
                case TokenKind.ParenClose or TokenKind.SquareClose or TokenKind.BraceClose or TokenKind.FieldClose:
                    if (overflow > 0)
                    {
                        overflow--;
                    }
                    else if (top > 0)
                    {
                        ref Frame closed = ref _frames[top--];
                        EndOperand(ref closed, t);
                        first = closed.Start;
                        if (closed.Call >= 0)
                        {
                            CloseCall(closed, t);
                            if (top == 0)
                            {
                                (_outerCall, _outerStart, _outerEnd) = (closed.Call, first, t);
                            }
                        }
                    }

                    primary = Primary.Other;
                    break;
                case TokenKind.Comma:
                    primary = Primary.None;
                    ref Frame frame = ref _frames[top];
                    EndOperand(ref frame, t);
                    if (frame is { Call: >= 0, IsForTarget: false, Lambdas: 0 } && overflow == 0)
                    {
                        AddArgument(frame.ArgumentStart, t);
                        frame.ArgumentStart = t + 1;
                    }

                    break;
                case TokenKind.Colon:
                    primary = Primary.None;
                    EndOperand(ref _frames[top], t);
                    if (_frames[top].Lambdas > 0)
                    {
                        _frames[top].Lambdas--;
                    }

                    break;
                case TokenKind.Lambda:
                    primary = Primary.None;
                    EndOperand(ref _frames[top], t);
                    _frames[top].Lambdas++;
                    AddComplexity();
                    break;
                case TokenKind.For:
                    primary = Primary.None;
                    EndOperand(ref _frames[top], t);
                    _frames[top].IsForTarget = true;
                    AddComplexity();
                    break;
                case TokenKind.In:
                    primary = Primary.None;
                    EndOperand(ref _frames[top], t);
                    _frames[top].IsForTarget = false;
                    break;
                case TokenKind.If or TokenKind.And or TokenKind.Or:
                    primary = Primary.None;
                    EndOperand(ref _frames[top], t);
                    AddComplexity();
                    break;
                case TokenKind.Minus or TokenKind.Star or TokenKind.DoubleStar or TokenKind.Slash or TokenKind.At or TokenKind.Await:
                    primary = Primary.None;
                    break;
                case TokenKind.Equal or TokenKind.Operator:
                    primary = Primary.None;
                    ReadOperator(ref _frames[top], t);
                    break;
                default:
                    EndOperand(ref _frames[top], t);
                    if (PythonKeywords.BeginsStatementOnly(kind))
                    {
                        _lexer.Report("invalid syntax", _tokens[t].Line);
                    }

                    primary = Primary.None;
                    break;
            }
        }

        for (; top > 0; top--)
        {
            EndOperand(ref _frames[top], end);
            if (_frames[top].Call >= 0)
            {
                CloseCall(_frames[top], end);
            }
        }

        ref Frame whole = ref _frames[0];
        _isComparison = whole.Operator > 0 && whole.Chain == start;
        EndOperand(ref whole, end);
    }

    private void ReportAdjacent(Primary primary, int t)
    {
        if (primary != Primary.None)
        {
            _lexer.Report("invalid syntax", _tokens[t].Line);
        }
    }

    private int AddCall(Primary primary, int chain, int open)
    {
        bool isNamed = primary != Primary.Other;
        string target = isNamed ? NameOf(chain, open, primary == Primary.Trailing) : "?";
        Token place = _tokens[isNamed ? chain : open];
        int line = LineOf(place);
        _calls.Add(new PythonCall(target, line, ColumnOf(place), _definition, _blocks[_top].IsMain));
        _callScopes.Add(_scope);
        if (IsRaisesCheck(target))
        {
            for (PythonDefinition? d = _definition; d is not null; d = d.Parent)
            {
                d.AddRaises(line);
            }
        }

        return _calls.Count - 1;
    }

    private static bool IsRaisesCheck(string target)
    {
        ReadOnlySpan<char> last = target.AsSpan(target.LastIndexOf('.') + 1);
        return last is "raises" or "warns" or "deprecated_call" or "assert_raises" or "assert_raises_regex" or "assert_warns"
            || last.StartsWith("assertRaises", StringComparison.Ordinal)
            || last.StartsWith("assertWarns", StringComparison.Ordinal);
    }

    private void CloseCall(in Frame frame, int close)
    {
        AddArgument(frame.ArgumentStart, close);
        _calls[frame.Call].InnerCount = _calls.Count - frame.Call - 1;
        int count = _arguments.Count - frame.ArgumentBase;
        if (count > 0)
        {
            PythonArgument[] arguments = new PythonArgument[count];
            _arguments.CopyTo(frame.ArgumentBase, arguments, 0, count);
            _arguments.RemoveRange(frame.ArgumentBase, count);
            _calls[frame.Call].ArgumentArray = arguments;
        }
    }

    private void AddArgument(int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (_tokens[start].Kind is TokenKind.Star or TokenKind.DoubleStar)
        {
            _arguments.Add(new PythonArgument(null, PythonArgumentKind.Unpacked, ChainEnd(start + 1, end) == end && end > start + 1 ? NameOf(start + 1, end, isTrailing: false) : null));
            return;
        }

        string? name = null;
        if (end - start >= 2 && _tokens[start].Kind == TokenKind.Name && _tokens[start + 1].Kind == TokenKind.Assign)
        {
            name = TextOf(_tokens[start]);
            start += 2;
        }

        (PythonArgumentKind kind, string? value) = start < end ? ValueOf(start, end) : (PythonArgumentKind.Expression, null);
        _arguments.Add(new PythonArgument(name, kind, value));
    }

    private (PythonArgumentKind Kind, string? Value) ValueOf(int start, int end)
    {
        ref readonly Token token = ref _tokens[start];
        switch (token.Kind)
        {
            case TokenKind.Name when ChainEnd(start, end) == end:
                return (PythonArgumentKind.Name, NameOf(start, end, isTrailing: false));
            case TokenKind.True or TokenKind.False when end == start + 1:
                return (PythonArgumentKind.Boolean, token.Kind == TokenKind.True ? "True" : "False");
            case TokenKind.None when end == start + 1:
                return (PythonArgumentKind.None, "None");
            case TokenKind.Number when end == start + 1:
                return (PythonArgumentKind.Number, TextOf(token));
            case TokenKind.Minus when end == start + 2 && _tokens[start + 1].Kind == TokenKind.Number:
                return (PythonArgumentKind.Number, "-" + TextOf(_tokens[start + 1]));
            case TokenKind.String:
                for (int t = start + 1; t < end; t++)
                {
                    if (_tokens[t].Kind != TokenKind.String)
                    {
                        return (IsFormatted(start, end) ? PythonArgumentKind.Formatted : PythonArgumentKind.Expression, null);
                    }
                }

                return (PythonArgumentKind.String, StringOf(start, end));
            case TokenKind.FStringStart when end == start + 2:
                return (PythonArgumentKind.String, StringLiteral.Decode(_source[token.Start.._tokens[start + 1].End]));
            default:
                return (IsFormatted(start, end) ? PythonArgumentKind.Formatted : PythonArgumentKind.Expression, null);
        }
    }

    /// <summary>An f-string, or a literal and something else joined by an operator; what stands in brackets is not looked at.</summary>
    private bool IsFormatted(int start, int end)
    {
        bool hasText = false;
        bool hasOther = false;
        bool isJoined = false;
        for (int t = start; t < end; t++)
        {
            switch (_tokens[t].Kind)
            {
                case TokenKind.FStringStart when t + 1 < end && _tokens[t + 1].Kind == TokenKind.FieldOpen:
                    return true;
                case TokenKind.ParenOpen or TokenKind.SquareOpen or TokenKind.BraceOpen:
                    t = MatchingClose(t);
                    hasOther = true;
                    break;
                case TokenKind.FStringEnd:
                    hasOther = true;
                    break;
                case TokenKind.String:
                    hasText = true;
                    break;
                case TokenKind.Operator:
                    isJoined |= _source[_tokens[t].Start] is (byte)'+' or (byte)'%';
                    break;
                case TokenKind.Name:
                    isJoined |= hasText && _tokens[t - 1].Kind == TokenKind.Dot && _tokens[t - 2].Kind == TokenKind.String && TextOf(_tokens[t]) == "format";
                    hasOther = true;
                    break;
            }
        }

        return hasText && hasOther && isJoined;
    }

    private readonly string StringOf(int start, int end)
    {
        if (end == start + 1)
        {
            return StringLiteral.Decode(_source[_tokens[start].Start.._tokens[start].End]);
        }

        StringBuilder text = new();
        for (int t = start; t < end; t++)
        {
            text.Append(StringLiteral.Decode(_source[_tokens[t].Start.._tokens[t].End]));
        }

        return text.ToString();
    }

    /// <summary>Column from 1 in UTF-16 units; in bytes on lines too long to read twice.</summary>
    private readonly int ColumnOf(in Token token) =>
        1 + (token.Column <= 2000 ? Encoding.UTF8.GetCharCount(_source.Slice(token.Start - token.Column, token.Column)) : token.Column);
}
