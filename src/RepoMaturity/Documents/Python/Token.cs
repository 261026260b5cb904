namespace RepoMaturity.Documents.Python;

/// <summary>Kinds of tokens; the parser tells soft keywords by their text.</summary>
internal enum TokenKind : byte
{
    Name,
    Number,
    String,
    Ellipsis,

    /// <summary>Start and end of a string with replacement fields; the fields' tokens stand between.</summary>
    FStringStart,
    FStringEnd,
    FieldOpen,
    FieldClose,
    ParenOpen,
    ParenClose,
    SquareOpen,
    SquareClose,
    BraceOpen,
    BraceClose,
    Comma,
    Colon,
    Semicolon,
    Dot,
    Assign,
    Walrus,
    Arrow,
    At,
    Star,
    DoubleStar,
    Slash,
    Minus,
    Equal,
    Operator,
    And,
    As,
    Assert,
    Async,
    Await,
    Break,
    Class,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    False,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    None,
    Nonlocal,
    Not,
    Or,
    Pass,
    Raise,
    Return,
    True,
    Try,
    While,
    With,
    Yield,
}

/// <summary>A token of the source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">First byte.</param>
/// <param name="End">Byte after the last.</param>
/// <param name="Line">Line of the first byte, from 1, in the source that was lexed.</param>
/// <param name="Column">Byte column of the first byte, from 0.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int Line, int Column)
{
    public int Length => End - Start;
}

/// <summary>Recognises keywords.</summary>
internal static class PythonKeywords
{
    public static TokenKind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name switch
        {
            [(byte)'i', (byte)'f'] => TokenKind.If,
            [(byte)'i', (byte)'n'] => TokenKind.In,
            [(byte)'i', (byte)'s'] => TokenKind.Is,
            [(byte)'o', (byte)'r'] => TokenKind.Or,
            [(byte)'a', (byte)'s'] => TokenKind.As,
            _ => TokenKind.Name,
        },
        3 => name switch
        {
            [(byte)'d', (byte)'e', (byte)'f'] => TokenKind.Def,
            [(byte)'d', (byte)'e', (byte)'l'] => TokenKind.Del,
            [(byte)'f', (byte)'o', (byte)'r'] => TokenKind.For,
            [(byte)'a', (byte)'n', (byte)'d'] => TokenKind.And,
            [(byte)'n', (byte)'o', (byte)'t'] => TokenKind.Not,
            [(byte)'t', (byte)'r', (byte)'y'] => TokenKind.Try,
            _ => TokenKind.Name,
        },
        4 => name[0] switch
        {
            (byte)'N' => Is(name, "None"u8, TokenKind.None),
            (byte)'T' => Is(name, "True"u8, TokenKind.True),
            (byte)'f' => Is(name, "from"u8, TokenKind.From),
            (byte)'p' => Is(name, "pass"u8, TokenKind.Pass),
            (byte)'w' => Is(name, "with"u8, TokenKind.With),
            (byte)'e' => name[2] == (byte)'s' ? Is(name, "else"u8, TokenKind.Else) : Is(name, "elif"u8, TokenKind.Elif),
            _ => TokenKind.Name,
        },
        5 => name[0] switch
        {
            (byte)'F' => Is(name, "False"u8, TokenKind.False),
            (byte)'a' => name[1] == (byte)'w' ? Is(name, "await"u8, TokenKind.Await) : Is(name, "async"u8, TokenKind.Async),
            (byte)'b' => Is(name, "break"u8, TokenKind.Break),
            (byte)'c' => Is(name, "class"u8, TokenKind.Class),
            (byte)'r' => Is(name, "raise"u8, TokenKind.Raise),
            (byte)'w' => Is(name, "while"u8, TokenKind.While),
            (byte)'y' => Is(name, "yield"u8, TokenKind.Yield),
            _ => TokenKind.Name,
        },
        6 => name[0] switch
        {
            (byte)'a' => Is(name, "assert"u8, TokenKind.Assert),
            (byte)'e' => Is(name, "except"u8, TokenKind.Except),
            (byte)'g' => Is(name, "global"u8, TokenKind.Global),
            (byte)'i' => Is(name, "import"u8, TokenKind.Import),
            (byte)'l' => Is(name, "lambda"u8, TokenKind.Lambda),
            (byte)'r' => Is(name, "return"u8, TokenKind.Return),
            _ => TokenKind.Name,
        },
        7 => Is(name, "finally"u8, TokenKind.Finally),
        8 => name[0] == (byte)'c' ? Is(name, "continue"u8, TokenKind.Continue) : Is(name, "nonlocal"u8, TokenKind.Nonlocal),
        _ => TokenKind.Name,
    };

    /// <summary>True for keywords that can only begin a statement: inside brackets they show that a bracket was never closed.</summary>
    public static bool BeginsStatementOnly(TokenKind kind) => kind is TokenKind.Assert or TokenKind.Break or TokenKind.Class or TokenKind.Continue
        or TokenKind.Def or TokenKind.Del or TokenKind.Elif or TokenKind.Except or TokenKind.Finally or TokenKind.Global or TokenKind.Import
        or TokenKind.Nonlocal or TokenKind.Pass or TokenKind.Raise or TokenKind.Return or TokenKind.Try or TokenKind.While or TokenKind.With;

    private static TokenKind Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word, TokenKind kind) =>
        name.SequenceEqual(word) ? kind : TokenKind.Name;
}
