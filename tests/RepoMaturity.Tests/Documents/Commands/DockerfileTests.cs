using RepoMaturity.Documents.Commands;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Documents.Commands;

public class DockerfileTests
{
    [Fact]
    public void ReadsStagesAndInstructions()
    {
        Dockerfile file = Dockerfile.Parse("""
            # syntax=docker/dockerfile:1
            ARG TAG=3.11
            FROM --platform=$BUILDPLATFORM python:${TAG} AS base
            RUN --mount=type=cache,target=/root pip install \
                # a comment
                -r requirements.txt && \
                pytest

            COPY --from=builder --chown=me /a /b
            USER 1000:1000
            ENV A=1 \
                B=2
            from base
            entrypoint ["python", "-m", "app"]
            CMD python train.py
            NONSENSE x
            """.ReplaceLineEndings("\n"));
        Assert.Equal(["ARG"], file.Globals.Select(i => i.Keyword));
        Assert.Equal([("python:${TAG}", "base", 3), ("base", null, 13)], file.Stages.Select(s => (s.Image, s.Name, s.Line)));
        DockerInstruction run = file.Stages[0].Instructions[0];
        Assert.Equal(["--mount=type=cache,target=/root"], run.Flags);
        Assert.Equal([(0, "pip install -r requirements.txt"), (3, "pytest")], ShellScript.Parse(run.Arguments).Commands.Select(c => (c.Line, c.Text)));
        Assert.Equal(4, run.ScriptLine);
        DockerInstruction copy = file.Stages[0].Instructions[1];
        Assert.Equal(["--from=builder", "--chown=me"], copy.Flags);
        Assert.Equal("/a /b", copy.Arguments.Trim());
        Assert.Equal((10, "1000:1000"), (file.Stages[0].Instructions[2].Line, file.Stages[0].Instructions[2].Arguments));
        Assert.Equal(["ENTRYPOINT", "CMD"], file.Stages[1].Instructions.Select(i => i.Keyword));
        Assert.Equal(["python", "-m", "app"], file.Stages[1].Instructions[0].Json);
        Assert.Null(file.Stages[1].Instructions[1].Json);
    }

    [Theory]
    [InlineData("RUN <<EOF")]
    [InlineData("FROM")]
    [InlineData("RUN \\")]
    [InlineData("CMD [\"a\", ")]
    [InlineData("COPY --from=")]
    [InlineData("RUN --")]
    public void SurvivesBrokenText(string text) => Dockerfile.Parse(text);

    [Theory]
    [InlineData("Dockerfile", true)]
    [InlineData("docker/Dockerfile.gpu", true)]
    [InlineData("train.Dockerfile", true)]
    [InlineData("Dockerfile.dockerignore", false)]
    [InlineData("Dockerfiles/readme.md", false)]
    public void KnowsItsFiles(string path, bool expected) =>
        Assert.Equal(expected, Dockerfile.IsDockerfile(new SnapshotFile(path, 0, null, SnapshotFileMode.Regular, () => [])));
}
