using RepoMaturity.Documents.Commands;

namespace RepoMaturity.Tests.Documents.Commands;

public class ShellScriptTests
{
    private static readonly ShellOptions Stop = new(ErrExit: true);
    private static readonly ShellOptions StopPipe = new(ErrExit: true, PipeFail: true);

    private static string[] Texts(string script) => [.. ShellScript.Parse(script, Stop).Commands.Select(c => $"{c.Line}:{string.Join('|', c.Words.Select(w => w.Text))}")];

    /// <summary>The commands named x, with <c>!</c> for each whose failure does not count.</summary>
    private static string Fate(string script, ShellOptions options) =>
        string.Join(' ', ShellScript.Parse(script, options).Commands.Where(c => c.Text.StartsWith('x')).Select(c => (c.FailureIgnored is null ? "" : "!") + c.Text));

    [Theory]
    [InlineData("pytest -q 'a b' \"c d\" e\\ f", "0:pytest|-q|a b|c d|e f")]
    [InlineData("ruff check \\\n  src \\\n  tests", "0:ruff|check|src|tests")]
    [InlineData("A=1 B='x y' pytest > out.log 2>&1 < in", "0:pytest")]
    [InlineData("# no\n\npytest # yes # no\n", "2:pytest")]
    [InlineData("pytest tests/a#b", "0:pytest|tests/a#b")]
    [InlineData("cat <<EOF > f\npytest\nEOF\nmypy .", "0:cat", "3:mypy|.")]
    [InlineData("cat <<-'E O'\n\tpytest\n\tE O\nmypy", "0:cat", "3:mypy")]
    [InlineData("cat <<< text; mypy", "0:cat", "0:mypy")]
    [InlineData("black --check $(git ls-files '*.py')", "0:git|ls-files|*.py", "0:black|--check|$(git ls-files '*.py')")]
    [InlineData("echo `date +%s`", "0:date|+%s", "0:echo|`date +%s`")]
    [InlineData("pytest ${{ matrix.args }} -k \"${{ inputs.k }}\"", "0:pytest|${{ matrix.args }}|-k|${{ inputs.k }}")]
    [InlineData("if [[ $A == b && -n $C ]]; then\n  x1\nelse x2; fi", "0:[[|$A|==|b|&&|-n|$C|]]", "1:x1", "2:x2")]
    [InlineData("for f in a b; do x $f; done", "0:x|a", "0:x|b")]
    [InlineData("for f in $(ls -1 src); do\n x \"$f\"\ndone", "1:x|$f")]
    [InlineData("while read -r l; do x \"$l\"; done < file", "0:read|-r|l", "0:x|$l")]
    [InlineData("case \"$1\" in\n lint|l) x1 ;;\n *) x2;;\nesac\nx3", "1:x1", "2:x2", "4:x3")]
    [InlineData("run() {\n  \"$@\"\n}\nrun x a 'b c'", "1:x|a|b c")]
    [InlineData("function lint { x \"$1\"; }\nlint src", "0:x|src")]
    [InlineData("unused() { x; }\ny", "1:y")]
    [InlineData("ARGS=(a 'b c')\nx \"${ARGS[@]}\"", "0:", "1:x|${ARGS[@]}")]
    [InlineData("(( i++ )); x", "0:i++", "0:x")]
    [InlineData("exit 0\nx", "0:exit|0")]
    [InlineData("x &> log && y >& log", "0:x", "0:y")]
    [InlineData("echo \"a\nb\"\nx", "0:echo|a\nb", "2:x")]
    public void Splits(string script, params string[] expected) => Assert.Equal(expected, Texts(script));

    [Theory]
    [InlineData("x1\nx2", "x1 x2", "!x1 x2")]
    [InlineData("x1 || true\nx2 || :", "!x1 !x2", "!x1 !x2")]
    [InlineData("x1 || echo failed", "!x1", "!x1")]
    [InlineData("x1 || exit 0", "!x1", "!x1")]
    [InlineData("x1 || exit 1\ny", "x1", "x1")]
    [InlineData("x1 || { echo bad; exit 2; }\ny", "x1", "x1")]
    [InlineData("x1 || (echo bad && exit 1)\ny", "x1", "x1")]
    [InlineData("x1 && x2", "x1 x2", "x1 x2")]
    [InlineData("x1 && x2\ny", "!x1 x2", "!x1 !x2")]
    [InlineData("x1 && x2 || true", "!x1 !x2", "!x1 !x2")]
    [InlineData("x1 | tee log", "!x1", "!x1")]
    [InlineData("set -o pipefail\nx1 | tee log", "x1", "x1")]
    [InlineData("set +e\nx1\nx2", "!x1 x2", "!x1 x2")]
    [InlineData("set -euo pipefail\nx1 | y\ny", "x1", "x1")]
    [InlineData("if x1; then y; fi", "!x1", "!x1")]
    [InlineData("if ! x1; then echo no; exit 1; fi", "x1", "x1")]
    [InlineData("if x1; then y; else exit 1; fi", "x1", "x1")]
    [InlineData("! x1", "!x1", "!x1")]
    [InlineData("x1 &\nwait", "!x1", "!x1")]
    [InlineData("x1; exit 0", "x1", "!x1")]
    [InlineData("x1; rc=$?; y; exit $rc", "x1", "x1")]
    [InlineData("rc=0\nx1 || rc=1\nx2 || rc=$?\nexit $rc", "x1 x2", "x1 x2")]
    [InlineData("x1\nif [ $? -ne 0 ]; then\n exit 1\nfi", "x1", "x1")]
    [InlineData("x1\n[ $? -eq 0 ] || exit 1\ny", "x1", "x1")]
    [InlineData("x1 || [ $? -eq 5 ]\ny", "x1", "x1")]
    [InlineData("die() { echo \"$1\"; exit 1; }\nx1 || die no\ny", "x1", "x1")]
    [InlineData("x1 || failed=1\nif [ \"$failed\" = 1 ]; then exit 1; fi", "x1", "x1")]
    [InlineData("(cd a && x1)\ny", "x1", "!x1")]
    [InlineData("for d in a b; do x $d; done", "x a x b", "!x a !x b")]
    [InlineData("f() { x1; x2; }\nf", "x1 x2", "!x1 x2")]
    [InlineData("f() { x1; x2; }\nf || true", "!x1 !x2", "!x1 !x2")]
    [InlineData("v=$(x1 a)\ny", "x1 a", "!x1 a")]
    [InlineData("echo $(x1 a)", "!x1 a", "!x1 a")]
    public void KnowsWhoseFailureCounts(string script, string withStop, string without)
    {
        Assert.Equal(withStop, Fate(script, Stop));
        Assert.Equal(without, Fate(script, default));
    }

    [Fact]
    public void SaysWhyAndWhere()
    {
        ShellCommand command = ShellScript.Parse("y\nx \\\n  a ||\n  echo 'not yet'", Stop).Commands[1];
        Assert.Equal("|| echo not yet", command.FailureIgnored);
        Assert.Equal(3, command.FailureIgnoredLine);
        Assert.Equal("left of && in a list that is not the last command", ShellScript.Parse("x && y\nz", Stop).Commands[0].FailureIgnored);
        Assert.Null(ShellScript.Parse("x | tee log", StopPipe).Commands[0].FailureIgnored);
    }

    [Fact]
    public void ReadsShebangOptions()
    {
        Assert.Equal(new ShellOptions(true, true), ShellOptions.OfShebang("#!/bin/bash -eo pipefail\nx"));
        Assert.Equal(new ShellOptions(false), ShellOptions.OfShebang("#!/usr/bin/env bash\nset -e"));
    }

    [Fact]
    public void ExpandsKnownVariables()
    {
        ShellWord word(string text) => ShellScript.Parse("x " + text).Commands[0].Words[1];
        string? lookup(string name) => name == "F" ? "-q --maxfail 1" : null;
        Assert.Equal(["-q", "--maxfail", "1"], word("$F").Expand(lookup));
        Assert.Equal(["-q --maxfail 1"], word("\"$F\"").Expand(lookup));
        Assert.Equal(["$F"], word("'$F'").Expand(lookup));
        Assert.Equal(["$G"], word("$G").Expand(lookup));
        Assert.Equal(["python"], word("${PY:-python}").Expand(lookup));
        Assert.Equal(["a-q", "--maxfail", "1b"], word("a${F}b").Expand(lookup));
    }

    [Theory]
    [InlineData("((((((((((")]
    [InlineData("if if if if while do")]
    [InlineData("\"unclosed $(")]
    [InlineData("a && || ; | & )")]
    [InlineData("${ $(( `")]
    [InlineData("<<")]
    [InlineData("case x in")]
    [InlineData("f() f() f()")]
    [InlineData("function")]
    [InlineData("} done fi esac ;; x")]
    public void SurvivesBrokenText(string script) => ShellScript.Parse(script);

    [Fact]
    public void SurvivesDeepAndLongText()
    {
        ShellScript.Parse(new string('(', 200_000));
        ShellScript.Parse(string.Concat(Enumerable.Repeat("if a; then ", 50_000)));
        ShellScript.Parse(string.Concat(Enumerable.Repeat("elif a; then b\n", 50_000)));
        ShellScript.Parse("if a; then b\n" + string.Concat(Enumerable.Repeat("elif a; then b\n", 50_000)));
        ShellScript.Parse(string.Concat(Enumerable.Repeat("$(a ", 50_000)));
        ShellScript.Parse(string.Concat(Enumerable.Repeat("f() { ", 50_000)));
        Assert.True(ShellScript.Parse("f() { f; f; f; x; }\nf").Commands.Count <= ShellFlow.MaxCommands);
        Assert.True(ShellScript.Parse(string.Concat(Enumerable.Repeat("a && ", 100_000))).Commands.Count <= ShellFlow.MaxCommands);
    }

    [Fact]
    public void ReadsPowerShellAndBatchByLines()
    {
        ShellScript pwsh = WindowsShell.Parse("# no\n$env:CI = 1\n& .\\build.ps1 -Config `\n  Release\ndotnet test; if ($LASTEXITCODE) { exit 1 }", isPowerShell: true);
        Assert.Contains(pwsh.Commands, c => c is { Text: ".\\build.ps1 -Config Release", Line: 2, FailureIgnored: not null });
        Assert.Contains(pwsh.Commands, c => c is { Text: "dotnet test", FailureIgnored: null });
        ShellScript cmd = WindowsShell.Parse("@echo off\ncall build.cmd || exit /b 1\nrem x\npytest \"a b\"", isPowerShell: false);
        Assert.Contains(cmd.Commands, c => c is { Text: "build.cmd", FailureIgnored: null });
        Assert.Equal(["pytest", "a b"], cmd.Commands[^1].Words.Select(w => w.Text));
    }
}
