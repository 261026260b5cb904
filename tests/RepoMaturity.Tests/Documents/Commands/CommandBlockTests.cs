using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Tests.Documents.Commands;

public class CommandBlockTests
{
    [Fact]
    public void Of_a_session_only_what_was_typed_counts_and_lines_stay_true()
    {
        DocumentedCommand[] commands = [.. CommandBlock.Read(new CodeBlock("console", "$ pip install \\\n    churn\nSuccessfully installed churn\n(env) me@host:~$ python train.py\nloss: 3 $ 4", 10))];
        Assert.Equal(["pip install churn", "python train.py"], commands.Select(c => c.ToString()));
        Assert.Equal([10, 13], commands.Select(c => c.Line));
    }

    [Fact]
    public void Without_prompts_every_line_is_a_command() =>
        Assert.Equal(["cd x", "make"], CommandBlock.Read(new CodeBlock("", "cd x && make # all", 1)).Select(c => c.ToString()));

    [Theory]
    [InlineData("python", "import os")]
    [InlineData("powershell", "python train.py")]
    [InlineData("", "C:\\Python\\python.exe train.py")]
    public void Other_languages_and_Windows_are_left_out(string language, string text) => Assert.Empty(CommandBlock.Read(new CodeBlock(language, text, 1)));
}
