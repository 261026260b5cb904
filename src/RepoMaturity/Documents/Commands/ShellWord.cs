using System.Text;

namespace RepoMaturity.Documents.Commands;

/// <summary>A stretch of a word: literal text, or something the shell would expand.</summary>
/// <param name="Text">The text without quotes; an expansion as written.</param>
/// <param name="IsQuoted">True inside quotes or after a backslash: never split into fields.</param>
internal sealed record ShellPart(string Text, bool IsQuoted)
{
    /// <summary>Name of the variable to put in, <c>@</c> or a digit for parameters; null for literal text and other expansions.</summary>
    public string? Variable { get; init; }

    /// <summary>The default of <c>${x:-default}</c> when it is literal.</summary>
    public string? Default { get; init; }

    /// <summary>True for anything the shell would expand.</summary>
    public bool IsExpansion { get; init; }
}

/// <summary>A word of a command with its quotes removed.</summary>
internal sealed record ShellWord(IReadOnlyList<ShellPart> Parts)
{
    /// <summary>Characters above this many are not put together, since variables can double.</summary>
    internal const int MaxLength = 1 << 16;

    /// <summary>The word without quotes, expansions as written.</summary>
    public string Text { get; } = Parts.Count == 1 ? Parts[0].Text : string.Concat(Parts.Select(p => p.Text));

    public bool IsQuoted => Parts.Any(p => p.IsQuoted);

    /// <summary>True when nothing in the word is expanded by the shell.</summary>
    public bool IsLiteral => Parts.All(p => !p.IsExpansion);

    public static ShellWord Literal(string text) => new([new ShellPart(text, IsQuoted: true)]);

    /// <summary>The fields of this word with known variables put in; an unquoted value is split at blanks, an unknown variable stays as written.</summary>
    public IEnumerable<string> Expand(Func<string, string?> lookup)
    {
        if (IsLiteral)
        {
            return [Text];
        }

        List<string> fields = [];
        StringBuilder field = new();
        bool open = false;
        int length = 0;
        foreach (ShellPart part in Parts)
        {
            if ((length += part.Text.Length) > MaxLength)
            {
                break;
            }

            string value = part.Variable is { } name ? lookup(name) ?? part.Default ?? part.Text : part.Text;
            length += value.Length;
            if (!part.IsExpansion || part.IsQuoted || ReferenceEquals(value, part.Text))
            {
                field.Append(value);
                open |= part.IsQuoted || value.Length > 0;
                continue;
            }

            string[] pieces = value.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < pieces.Length; i++)
            {
                if (i > 0 || (open && value.Length > 0 && char.IsWhiteSpace(value[0])))
                {
                    fields.Add(field.ToString());
                    field.Clear();
                }

                field.Append(pieces[i]);
                open = true;
            }
        }

        if (open)
        {
            fields.Add(field.ToString());
        }

        return fields;
    }

    public override string ToString() => Text;
}

/// <summary>An assignment before a command or by itself: <c>CI=1 pytest</c>.</summary>
internal sealed record ShellAssignment(string Name, ShellWord Value);
