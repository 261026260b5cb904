using System.Text;

namespace RepoMaturity.Documents.Python;

/// <summary>Comments that speak to a tool rather than to a reader.</summary>
internal static class ToolDirectives
{
    /// <summary>True when a comment's text, without its <c>#</c>, begins with a tool's word, in any case of letters.</summary>
    public static bool IsDirective(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4)
        {
            return false;
        }

        return (text[0] | 0x20) switch
        {
            'n' => Word(text, "noqa"u8) || Word(text, "nosec"u8) || Word(text, "nosemgrep"u8) || Word(text, "nosonar"u8) || Word(text, "nbqa:"u8),
            't' => Word(text, "type: ignore"u8) || Word(text, "type:ignore"u8) || Word(text, "ty: ignore"u8),
            'p' => Word(text, "pragma:"u8) || Word(text, "pragma "u8) || Word(text, "pylint:"u8) || Word(text, "pyright:"u8) || Word(text, "pyre-"u8) || Word(text, "pytype:"u8),
            'r' => Word(text, "ruff:"u8) || Word(text, "repo-maturity"u8),
            'm' => Word(text, "mypy:"u8),
            'f' => Word(text, "flake8:"u8) || Word(text, "fmt:"u8),
            'i' => Word(text, "isort:"u8),
            'y' => Word(text, "yapf:"u8),
            'l' => Word(text, "lgtm["u8),
            'g' => Word(text, "gitleaks:"u8),
            _ => false,
        };
    }

    private static bool Word(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length
        && Ascii.EqualsIgnoreCase(text[..word.Length], word)
        && (text.Length == word.Length || !char.IsAsciiLetterOrDigit((char)word[^1]) || !char.IsAsciiLetterOrDigit((char)text[word.Length]));
}
