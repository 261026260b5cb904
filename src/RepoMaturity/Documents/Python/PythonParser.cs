using System.Buffers;

namespace RepoMaturity.Documents.Python;

/// <summary>Reads statements: blocks by indentation, definitions, imports. Expressions are only scanned for what a module keeps.</summary>
internal ref partial struct PythonParser
{
    /// <summary>Blocks inside each other; CPython allows 100 levels of indentation.</summary>
    internal const int MaxBlocks = 100;

    /// <summary>Longer names are not put together with others, so that output stays in proportion to input.</summary>
    private const int MaxNameLength = 1_000;

    private readonly ReadOnlySpan<byte> _source;
    private readonly PythonSegments _segments;
    private readonly List<PythonImport> _imports = [];
    private readonly List<PythonDefinition> _definitions = [];
    private readonly List<PythonCall> _calls = [];
    private readonly List<int> _callScopes = [];
    private readonly List<PythonCondition> _conditions = [];
    private readonly List<PythonComparison> _comparisons = [];
    private readonly List<int> _comparisonScopes = [];
    private readonly List<(PythonDecorator Decorator, int Scope)> _decorators = [];
    private readonly List<PythonDecorator> _pendingDecorators = [];
    private readonly List<(string[] Bases, int Scope)> _bases = [];
    private readonly NameResolver _names = new();
    private readonly Frame[] _frames = ArrayPool<Frame>.Shared.Rent(MaxBrackets + 1);
    private readonly List<PythonArgument> _arguments = [];
    private readonly Block[] _blocks = ArrayPool<Block>.Shared.Rent(MaxBlocks + 1);
    private PythonLexer _lexer;
    private NameTable _table;
    private ReadOnlySpan<Token> _tokens;
    private int _top;
    private int _scope;
    private int _docstringLine;
    private int _lastEndLine;
    private bool _isAfterHeader;
    private BlockKind _closedKind;
    private PythonCondition? _closedCondition;
    private PythonDefinition? _definition;
    private int _outerCall = -1;
    private int _outerStart;
    private int _outerEnd;
    private bool _isComparison;

    private PythonParser(ReadOnlySpan<byte> source, PythonSegments segments)
    {
        _source = source;
        _segments = segments;
        _lexer = new PythonLexer(source, segments);
        _table = new NameTable(source);
        _blocks[0] = new Block { HeaderIndent = -1, BodyIndent = 0 };
    }

    private enum BlockKind : byte
    {
        Other,
        Function,
        Class,
        Try,
        Loop,
        Match,
    }

    /// <summary>An open block; the module is block 0.</summary>
    private struct Block
    {
        public BlockKind Kind;

        /// <summary>Indentation of its header, and of its body once that is known; -1 before.</summary>
        public int HeaderIndent;
        public int BodyIndent;
        public int Scope;
        public PythonDefinition? Definition;

        /// <summary>True when a statement of the body was read, so that a string is no docstring any more.</summary>
        public bool HasStatement;

        /// <summary>The condition whose clause this is, or null.</summary>
        public PythonCondition? Condition;

        // Inherited by the blocks inside.
        public bool IsMain;
        public bool IsInLoop;
        public bool IsTypeChecking;
        public bool IsInTry;
        public bool IsInExcept;
        public bool IsInFunction;
    }

    /// <summary>Parses UTF-8 source without a mark.</summary>
    public static PythonModule Parse(ReadOnlySpan<byte> source, PythonSegments segments)
    {
        PythonParser parser = new(source, segments);
        while (parser._lexer.NextSegment())
        {
            parser.ReadSegment();
        }

        PythonModule module = parser.Complete();
        parser._lexer.Release();
        ArrayPool<Frame>.Shared.Return(parser._frames);
        ArrayPool<Block>.Shared.Return(parser._blocks);
        return module;
    }

    private void ReadSegment()
    {
        // IPython takes a cell that is indented as a whole.
        _blocks[0].BodyIndent = _segments.IsInteractive ? -1 : 0;
        _isAfterHeader = _segments.IsInteractive;
        while (_lexer.ReadLine())
        {
            ReadLogicalLine();
        }

        if (_isAfterHeader && _top > 0)
        {
            _lexer.Report("expected an indented block", _lastEndLine);
        }

        _pendingDecorators.Clear();
        CloseBlocks(0);
    }

    private PythonModule Complete()
    {
        _names.Complete();
        for (int i = 0; i < _calls.Count; i++)
        {
            PythonCall call = _calls[i];
            call.Target = _names.Resolve(_callScopes[i], call.Target);
            foreach (ref PythonArgument argument in call.ArgumentArray.AsSpan())
            {
                if (argument.Kind == PythonArgumentKind.Name)
                {
                    argument = argument with { Value = _names.Resolve(_callScopes[i], argument.Value!) };
                }
            }
        }

        for (int i = 0; i < _comparisons.Count; i++)
        {
            PythonComparison comparison = _comparisons[i];
            comparison.Left = Resolve(_comparisonScopes[i], comparison.Left);
            comparison.Right = Resolve(_comparisonScopes[i], comparison.Right);
        }

        foreach ((PythonDecorator decorator, int scope) in _decorators)
        {
            decorator.Target = _names.Resolve(scope, decorator.Name);
        }

        foreach ((string[] bases, int scope) in _bases)
        {
            foreach (ref string name in bases.AsSpan())
            {
                name = _names.Resolve(scope, name);
            }
        }

        int newlines = _source.Count((byte)'\n');
        return new PythonModule
        {
            Imports = _imports,
            Definitions = _definitions,
            Calls = _calls,
            Conditions = _conditions,
            Comparisons = _comparisons,
            Directives = _lexer.Directives,
            Magics = _lexer.Magics,
            DocstringLine = _segments.LineOf(_docstringLine) is var line && _docstringLine > 0 ? line : 0,
            CodeLines = _lexer.CodeLines,
            CommentLines = _lexer.CommentLines,
            TotalLines = _source.IsEmpty || _source[^1] == '\n' ? newlines : newlines + 1,
            Problem = _lexer.Problem,
        };
    }

    private readonly PythonOperand Resolve(int scope, PythonOperand operand) =>
        operand.Kind == PythonArgumentKind.Name ? operand with { Value = _names.Resolve(scope, operand.Value!) } : operand;

    private readonly int LineOf(in Token token) => _segments.LineOf(token.Line);

    private readonly bool IsWord(int i, ReadOnlySpan<byte> word)
    {
        ref readonly Token token = ref _tokens[i];
        return token.Kind == TokenKind.Name && _source[token.Start..token.End].SequenceEqual(word);
    }

    private readonly TokenKind KindAt(int i) => i < _tokens.Length ? _tokens[i].Kind : TokenKind.Semicolon;

    private string TextOf(in Token token) => _table.Get(token.Start, token.Length);

    private void ReadLogicalLine()
    {
        _tokens = _lexer.Tokens;
        if (_tokens.IsEmpty)
        {
            // A magic can be a whole block.
            _isAfterHeader = false;
            return;
        }

        EnterLine();
        int i = 0;
        while (i < _tokens.Length)
        {
            i = ReadStatement(i);
        }

        _lastEndLine = _lexer.EndLine;
    }

    /// <summary>Closes the blocks that this line's indentation ends, and checks the indentation.</summary>
    private void EnterLine()
    {
        int indent = _lexer.Indent;
        int line = _tokens[0].Line;
        if (_isAfterHeader && indent <= _blocks[_top].HeaderIndent)
        {
            _lexer.Report("expected an indented block", line);
        }

        _closedKind = BlockKind.Other;
        _closedCondition = null;
        int keep = _top;
        while (keep > 0 && _blocks[keep].HeaderIndent >= indent)
        {
            keep--;
        }

        CloseBlocks(keep);
        ref Block block = ref _blocks[_top];
        if (block.BodyIndent < 0)
        {
            block.BodyIndent = indent;
        }
        else if (indent != block.BodyIndent)
        {
            _lexer.Report(indent > block.BodyIndent ? "unexpected indentation" : "indentation matches no outer level", line);
        }

        _isAfterHeader = false;
    }

    private void CloseBlocks(int keep)
    {
        while (_top > keep)
        {
            ref Block block = ref _blocks[_top--];
            _closedKind = block.Kind;
            _closedCondition = block.Condition;
            if (block.Condition is { } condition)
            {
                condition.EndLine = Math.Max(condition.EndLine, _segments.LineOf(_lastEndLine));
            }

            if (block.Definition is { } definition && block.Kind is BlockKind.Function or BlockKind.Class)
            {
                definition.EndLine = Math.Max(definition.EndLine, _segments.LineOf(_lastEndLine));
            }

            block = default;
        }

        _definition = _blocks[_top].Definition;
        _scope = _blocks[_top].Scope;
    }

    private void Push(BlockKind kind, Block block)
    {
        if (_top == MaxBlocks)
        {
            _lexer.Report("nesting too deep", _tokens[0].Line);
            return;
        }

        block.Kind = kind;
        block.HeaderIndent = _lexer.Indent;
        block.BodyIndent = -1;
        _blocks[++_top] = block;
        _definition = block.Definition;
        _scope = block.Scope;
    }

    /// <summary>A block with what the blocks around it hand down.</summary>
    private readonly Block Inherit() => _blocks[_top] with { HasStatement = false, Condition = null };

    /// <summary>Reads the statement at a token; returns the token after it and its semicolon.</summary>
    private int ReadStatement(int i)
    {
        TokenKind kind = _tokens[i].Kind;
        switch (kind)
        {
            case TokenKind.Semicolon:
                return i + 1;
            case TokenKind.At when i == 0:
                ReadDecorator();
                return _tokens.Length;
            case TokenKind.Def:
                return ReadFunction(i, i);
            case TokenKind.Class:
                return ReadClass(i);
            case TokenKind.Async when KindAt(i + 1) == TokenKind.Def:
                return ReadFunction(i, i + 1);
            case TokenKind.Async when KindAt(i + 1) is TokenKind.For or TokenKind.With:
                return ReadCompound(i, i + 1);
            case TokenKind.If or TokenKind.Elif or TokenKind.Else or TokenKind.For or TokenKind.While or TokenKind.Try or TokenKind.Except
                or TokenKind.Finally or TokenKind.With:
                return ReadCompound(i, i);
            case TokenKind.Name when IsMatchHeader(i) || IsCaseHeader(i):
                return ReadCompound(i, i);
            default:
                return ReadSimple(i);
        }
    }

    /// <summary>Counts a statement for its definition.</summary>
    /// <param name="doesNothing">True for a statement that leaves a stub a stub.</param>
    private readonly void CountStatement(bool doesNothing = false)
    {
        ref Block block = ref _blocks[_top];
        block.HasStatement = true;
        if (_definition is { } definition)
        {
            definition.Statements++;
            definition.IsStub &= doesNothing && ReferenceEquals(block.Definition, definition) && block.Kind is BlockKind.Function or BlockKind.Class;
        }
    }

    private readonly void AddComplexity()
    {
        // A class body has no complexity of its own.
        if (_definition is { Kind: not PythonDefinitionKind.Class } definition)
        {
            definition.Complexity++;
        }
    }

    private readonly bool IsMatchHeader(int i)
    {
        if (i > 0 || _tokens.Length < 3 || _tokens[^1].Kind != TokenKind.Colon || !IsWord(i, "match"u8))
        {
            return false;
        }

        return _tokens[1].Kind is not (TokenKind.Colon or TokenKind.Assign or TokenKind.Dot or TokenKind.Comma or TokenKind.Equal);
    }

    private readonly bool IsCaseHeader(int i) =>
        i == 0 && _blocks[_top].Kind == BlockKind.Match && IsWord(i, "case"u8) && KindAt(1) is not (TokenKind.Assign or TokenKind.Dot or TokenKind.Colon);

    /// <summary>The token of the colon that ends a compound header, or the end of the line when it is missing.</summary>
    private int HeaderEnd(int i)
    {
        int colon = FindOutside(_tokens, i, _tokens.Length, TokenKind.Colon);
        if (colon == _tokens.Length)
        {
            _lexer.Report("expected ':'", _tokens[i].Line);
        }

        return colon;
    }

    /// <summary>The first token of a kind outside brackets and lambdas, or the end; a closing parenthesis stands for any bracket that closes.</summary>
    private static int FindOutside(ReadOnlySpan<Token> tokens, int from, int end, TokenKind wanted)
    {
        int depth = 0;
        int lambdas = 0;
        for (int t = from; t < end; t++)
        {
            TokenKind kind = tokens[t].Kind;
            switch (kind)
            {
                case TokenKind.ParenOpen or TokenKind.SquareOpen or TokenKind.BraceOpen or TokenKind.FieldOpen:
                    depth++;
                    break;
                case TokenKind.ParenClose or TokenKind.SquareClose or TokenKind.BraceClose or TokenKind.FieldClose:
                    if (depth == 0 && wanted == TokenKind.ParenClose)
                    {
                        return t;
                    }

                    depth--;
                    break;
                case TokenKind.Lambda when depth == 0:
                    lambdas++;
                    break;
                case TokenKind.Colon when depth == 0 && lambdas > 0:
                    lambdas--;
                    break;
                default:
                    if (kind == wanted && depth == 0 && lambdas == 0)
                    {
                        return t;
                    }

                    break;
            }
        }

        return end;
    }

    /// <summary>Reads what follows a header's colon on its line; without any the block's body follows.</summary>
    private int ReadBody(int colon)
    {
        if (colon + 1 >= _tokens.Length)
        {
            _isAfterHeader = true;
            return _tokens.Length;
        }

        return colon + 1;
    }
}
