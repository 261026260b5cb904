using System.Runtime.CompilerServices;

namespace RepoMaturity.Tool.Tests;

/// <summary>Compares text with an approved file beside the tests; what differs is written next to it for the eye.</summary>
internal static class Approval
{
    public static void Verify(string actual, [CallerMemberName] string name = "", [CallerFilePath] string source = "")
    {
        string approved = Path.Combine(Path.GetDirectoryName(source)!, "Approved", name + ".txt");
        string received = Path.ChangeExtension(approved, ".received.txt");
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        string text = actual.ReplaceLineEndings("\n");
        if (text == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name} differs from the approved text; compare {received} with {approved}, and rename it when it is right.\n{text}");
    }
}
