namespace RepoMaturity.Documents.Python;

/// <summary>Texts that a module writes, whatever they are used for.</summary>
internal static class PythonStrings
{
    /// <summary>In the order of the file; long ones are left out.</summary>
    public static List<string> Of(byte[] source)
    {
        List<string> strings = [];
        PythonLexer lexer = new(source, PythonSegments.WholeFile(source.Length));
        while (lexer.NextSegment())
        {
            while (lexer.ReadLine())
            {
                foreach (ref readonly Token token in lexer.Tokens)
                {
                    if (token.Kind == TokenKind.String && token.Length < 200)
                    {
                        strings.Add(StringLiteral.Decode(source.AsSpan(token.Start, token.Length)));
                    }
                }
            }
        }

        lexer.Release();
        return strings;
    }
}
