using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Tests.Documents.Notebooks;

public class NotebookTests
{
    private const string Version4 = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "metadata": {},
           "source": ["# Title\n", "text"]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "metadata": {"tags": ["parameters"]},
           "outputs": [
            {"name": "stdout", "output_type": "stream", "text": ["12345\n", "6"]},
            {"data": {"image/png": "iVBORw0KGgo=", "text/plain": ["<Figure>"]}, "metadata": {}, "output_type": "display_data"},
            {"ename": "ValueError", "evalue": "bad", "output_type": "error", "traceback": []}
           ],
           "source": [
            "import numpy as np\n",
            "%matplotlib inline\n",
            "!pip install x \\\n",
            "  y\n",
            "\n",
            "np.zeros(3)"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "metadata": {},
           "outputs": [],
           "source": "def f():\n    np.ones(1)\n"
          },
          {"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": []},
          {"cell_type": "raw", "metadata": {}, "source": ["np.raw()"]}
         ],
         "metadata": {
          "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
          "language_info": {"name": "python", "version": "3.9.1"}
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }
        """;

    [Fact]
    public void Format_4_is_read_with_lines_of_the_file()
    {
        Notebook notebook = Parse(Version4);
        Assert.Null(notebook.Problem);
        Assert.Equal((4, 5, "python", "python3", "3.9.1"), (notebook.Format, notebook.FormatMinor, notebook.Language, notebook.KernelName, notebook.LanguageVersion));
        Assert.Equal(
            [NotebookCellKind.Markdown, NotebookCellKind.Code, NotebookCellKind.Code, NotebookCellKind.Code, NotebookCellKind.Raw],
            notebook.Cells.Select(c => c.Kind));
        Assert.Equal([6, 18, 31, 33, 34], notebook.Cells.Select(c => c.Line));
        Assert.Equal("# Title\ntext", notebook.Cells[0].Source);
        Assert.Equal([18, 19, 20, 21, 22, 23], notebook.Cells[1].Lines);
        Assert.Equal([null, 3, null, null, null], notebook.Cells.Select(c => c.ExecutionCount));
        Assert.Equal(["parameters"], notebook.Cells[1].Tags);
        Assert.Equal("", notebook.Cells[3].Source);
    }

    [Fact]
    public void Outputs_are_summed_up()
    {
        NotebookOutputs outputs = Parse(Version4).Cells[1].Outputs;
        Assert.Equal((3, true, "ValueError", 12), (outputs.Count, outputs.HasImage, outputs.ErrorName, outputs.Line));
        // 12345\n with its escape, 6, <Figure>.
        Assert.Equal(7 + 1 + 8, outputs.TextLength);
        Assert.InRange(outputs.Bytes, 280, 330);
        Assert.Equal(default, Parse(Version4).Cells[2].Outputs);
    }

    [Fact]
    public void Code_of_all_cells_is_one_module_with_lines_of_the_file()
    {
        Notebook notebook = Parse(Version4);
        Assert.Null(notebook.Module!.Problem);
        Assert.Equal([("numpy.zeros", 23), ("numpy.ones", 31)], notebook.Module.Calls.Select(c => (c.Target, c.Line)));
        Assert.Equal([(31, 31)], notebook.Module.Definitions.Select(d => (d.Line, d.EndLine)));
        Assert.Equal([new(19, "%matplotlib inline"), new(20, "!pip install x \\\n  y")], notebook.Module.Magics);
        Assert.Equal(18, notebook.Module.Imports[0].Line);
        Assert.Equal(0, notebook.Module.DocstringLine);
    }

    [Theory]
    [InlineData("%%time\nf(1)", "f", "%%time")]
    [InlineData("%time f(1)", "f", "%time f(1)")]
    [InlineData("%timeit -n 10 -r3 f(1)", "f", "%timeit -n 10 -r3 f(1)")]
    [InlineData("x = !ls -l\nf(x)", "f", "!ls -l")]
    [InlineData("x = %env HOME\nf(x)", "f", "%env HOME")]
    [InlineData("f(1)\nnp.zeros?", "f", "np.zeros?")]
    [InlineData("?np\nf(1)", "f", "?np")]
    [InlineData("if x:\n    !ls {y}\nf(1)", "f", "!ls {y}")]
    [InlineData("for x in y:\n    %run a.py\n    f(1)", "f", "%run a.py")]
    [InlineData("pip install pandas\nf(1)", "f", "pip install pandas")]
    [InlineData("%%bash\nf(1) 'it\nfor x in y", null, "%%bash")]
    [InlineData("%%writefile a.py\nimport x\nf(1)", null, "%%writefile a.py")]
    [InlineData("x = a != b\nf(x % 2)", "f", null)]
    [InlineData("  # dedented by IPython\n  f(1)", "f", null)]
    [InlineData("await f(1)", "f", null)]
    public void Magics_do_not_break_python(string source, string? call, string? magic)
    {
        Notebook notebook = Parse(OneCell(source));
        Assert.Null(notebook.Module!.Problem);
        Assert.Equal(call is null ? [] : [call], notebook.Module.Calls.Select(c => c.Target));
        Assert.Equal(magic is null ? [] : [magic], notebook.Module.Magics.Select(m => m.Text));
    }

    [Fact]
    public void An_open_bracket_ends_with_its_cell()
    {
        Notebook notebook = Parse("""
            {"nbformat": 4, "cells": [
            {"cell_type": "code", "source": "f(1, '''"},
            {"cell_type": "code", "source": "g(2)"}
            ]}
            """);
        Assert.Equal(["f", "g"], notebook.Module!.Calls.Select(c => c.Target));
        Assert.Equal(new ParseProblem("string never closed", 2), notebook.Module.Problem);
        Assert.Equal(3, notebook.Module.Calls[1].Line);
    }

    [Fact]
    public void Format_3_has_worksheets()
    {
        Notebook notebook = Parse("""
            {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0,
             "worksheets": [{"cells": [
              {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Title"]},
              {"cell_type": "code", "collapsed": false, "language": "python", "metadata": {}, "prompt_number": 7,
               "input": ["import a\n", "a.b()"],
               "outputs": [
                {"output_type": "pyout", "png": "aaaa", "text": ["x"]},
                {"output_type": "pyerr", "ename": "KeyError", "evalue": "'k'", "traceback": []}]}
             ], "metadata": {}}]}
            """);
        Assert.Equal((3, "python"), (notebook.Format, notebook.Language));
        Assert.Equal([NotebookCellKind.Markdown, NotebookCellKind.Code], notebook.Cells.Select(c => c.Kind));
        NotebookCell code = notebook.Cells[1];
        Assert.Equal((7, 5), (code.ExecutionCount, code.Line));
        Assert.Equal((2, true, "KeyError", 1L), (code.Outputs.Count, code.Outputs.HasImage, code.Outputs.ErrorName, code.Outputs.TextLength));
        Assert.Equal("a.b", notebook.Module!.Calls.Single().Target);
    }

    [Fact]
    public void Other_kernels_have_no_module()
    {
        Notebook notebook = Parse("""{"cells": [{"cell_type": "code", "source": "x <- f(1)"}], "metadata": {"kernelspec": {"name": "ir", "language": "R"}}, "nbformat": 4}""");
        Assert.Equal("r", notebook.Language);
        Assert.False(notebook.IsPython);
        Assert.Null(notebook.Module);
        Assert.Equal("x <- f(1)", notebook.Cells[0].Source);
    }

    [Fact]
    public void NaN_a_mark_and_half_a_surrogate_are_tolerated()
    {
        Notebook notebook = Notebook.Parse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""
            {"cells": [
             {"cell_type": "code", "outputs": [{"data": {"application/json": [NaN, -Infinity, "NaN \" NaN"]}, "output_type": "display_data"}], "source": "f('\ud83d')"},
             {"cell_type": "code", "source": "g()"}], "nbformat": 4}
            """)]);
        Assert.Null(notebook.Problem);
        Assert.Equal(["f", "g"], notebook.Module!.Calls.Select(c => c.Target));
        Assert.Equal(3, notebook.Module.Calls[1].Line);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("[]", 1)]
    [InlineData("not json", 1)]
    [InlineData("{\n\"cells\": [\n{\"cell_type\": \"code\", \"source\": \"f()\"},\n{\"cell_type\": ", 4)]
    [InlineData("{\"cells\": [\n<<<<<<< HEAD\n", 2)]
    public void Broken_json_names_the_line(string source, int line) => Assert.Equal(line, Parse(source).Problem!.Value.Line);

    [Fact]
    public void Cells_before_the_break_are_kept() =>
        Assert.Equal("f", Parse("{\"cells\": [{\"cell_type\": \"code\", \"source\": \"f()\"}, oops").Module!.Calls.Single().Target);

    [Fact]
    public void Odd_shapes_are_skipped()
    {
        Assert.NotNull(Parse(new string('[', 100_000)).Problem);
        Assert.NotNull(Parse("{\"metadata\": " + new string('[', 100_000)).Problem);
        Notebook notebook = Parse("""
            {"cells": [1, {"source": {"a": 1}, "outputs": 3, "metadata": [], "execution_count": "x", "cell_type": 5}, {"source": [1, "a", ["b"]]}],
             "metadata": {"kernelspec": 1, "language_info": null}, "nbformat": "4", "worksheets": [2, {"cells": 3}]}
            """);
        Assert.Null(notebook.Problem);
        Assert.Equal(["", "a"], notebook.Cells.Select(c => c.Source));
    }

    private static string OneCell(string source) =>
        "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": " + System.Text.Json.JsonSerializer.Serialize(source) + "}]}";

    private static Notebook Parse(string json) => Notebook.Parse(Encoding.UTF8.GetBytes(json));
}
