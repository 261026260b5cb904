using System.Text.Json;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>.NET code outside projects: scripts and .NET Interactive notebooks. Only recognised, not parsed.</summary>
internal static class DotNetScript
{
    private const int MaxDepth = 64;

    /// <summary>True for <c>.csx</c>, <c>.fsx</c>, <c>.dib</c> and notebooks with a .NET kernel.</summary>
    public static bool Is(DocumentSet documents, SnapshotFile file) => file.Extension switch
    {
        ".csx" or ".fsx" or ".dib" => file.HasContent,
        ".ipynb" => documents.Bytes(file) is { } bytes && HasDotNetKernel(bytes),
        _ => false,
    };

    /// <summary>True when the notebook's kernel is C#, F# or PowerShell of .NET Interactive.</summary>
    internal static bool HasDotNetKernel(ReadOnlySpan<byte> notebook)
    {
        if (notebook is [0xEF, 0xBB, 0xBF, ..])
        {
            notebook = notebook[3..];
        }

        try
        {
            Utf8JsonReader reader = new(notebook, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("metadata"))
                {
                    reader.Read();
                    return IsDotNet(ref reader);
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The notebook reader reports broken notebooks.
        }

        return false;
    }

    /// <summary>Looks for <c>metadata.kernelspec.name</c>: <c>.net-csharp</c>, <c>.net-fsharp</c>, <c>.net-pwsh</c>.</summary>
    private static bool IsDotNet(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        bool kernel = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == depth + 1)
            {
                kernel = reader.ValueTextEquals("kernelspec");
            }
            else if (kernel && reader.CurrentDepth == depth + 2 && reader.ValueTextEquals("name"))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString()!.StartsWith(".net-", StringComparison.Ordinal);
            }
        }

        return false;
    }
}
