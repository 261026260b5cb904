using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>
/// A tolerant reader of Jenkinsfiles: it follows the blocks of a declarative pipeline and, in scripted ones, collects the shell steps
/// by the stage they stand in. Groovy itself is not understood.
/// </summary>
internal sealed class JenkinsfileReader
{
    private const int MaxDepth = 64;
    private const int MaxArguments = 400;

    private readonly SnapshotFile _file;
    private readonly List<GroovyToken> _tokens;
    private readonly List<Block> _open = [];
    private readonly List<PipelineJob> _jobs = [];
    private readonly List<PipelineTrigger> _triggers = [];
    private readonly Dictionary<string, List<PipelineStep>> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stage> _stages = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    private JenkinsfileReader(SnapshotFile file, string text)
    {
        _file = file;
        _tokens = GroovyTokens.Read(text);
    }

    public static Pipeline Read(SnapshotFile file, string text) => new JenkinsfileReader(file, text).Read();

    private Pipeline Read()
    {
        int deeper = 0;
        for (int i = 0; i < _tokens.Count; i++)
        {
            GroovyToken token = _tokens[i];
            if (token.Is('{'))
            {
                if (_open.Count < MaxDepth)
                {
                    _open.Add(Open(i));
                }
                else
                {
                    deeper++;
                }
            }
            else if (token.Is('}'))
            {
                if (deeper > 0)
                {
                    deeper--;
                }
                else if (_open.Count > 0)
                {
                    _open.RemoveAt(_open.Count - 1);
                }
            }
            else if (token.Kind == GroovyTokenKind.Word)
            {
                Word(i);
            }
        }

        if (_triggers.Count == 0)
        {
            _triggers.Add(new PipelineTrigger(TriggerKind.Push, [], [], new Location(_file.Path), IsDefault: true) { Detail = "configured at the host" });
        }

        string? previous = null;
        foreach (string id in _order)
        {
            Stage stage = _stages[id];
            _jobs.Add(new PipelineJob(id, new Location(_file.Path, stage.Line))
            {
                Needs = previous is null || stage.IsParallel ? [] : [previous],
                NeverRuns = stage.NeverRuns,
                Triggers = stage.Triggers.Count > 0 ? stage.Triggers : null,
                Condition = stage.HasInput ? "input" : null,
                Images = stage.Images,
                Steps = _steps.GetValueOrDefault(id) ?? [],
            });
            previous = id;
        }

        return new Pipeline(_file, PipelineHost.Jenkins, null) { Triggers = _triggers, Jobs = _jobs };
    }

    /// <summary>The block that opens at a brace: the word before it, with the string given to it.</summary>
    private Block Open(int brace)
    {
        int i = brace - 1;
        string? argument = null;
        string arguments = "";
        if (i >= 0 && _tokens[i].Is(')'))
        {
            int depth = 0;
            int end = i;
            for (; i >= 0 && i > end - MaxArguments; i--)
            {
                depth += _tokens[i].Is(')') ? 1 : _tokens[i].Is('(') ? -1 : 0;
                if (depth == 0)
                {
                    break;
                }
            }

            arguments = string.Join(' ', _tokens.Skip(i + 1).Take(Math.Min(40, Math.Max(0, end - i - 1))).Select(t => t.Text));
            argument = _tokens.Skip(i + 1).Take(Math.Max(0, end - i - 1)).FirstOrDefault(t => t.Kind == GroovyTokenKind.Text).Text;
            i--;
        }

        string name = i >= 0 && _tokens[i].Kind == GroovyTokenKind.Word ? _tokens[i].Text : "";
        string? outer = _open.Count > 0 ? _open[^1].Stage : null;
        if (name == "stage" && argument is not null)
        {
            outer = argument;
            if (_stages.TryAdd(argument, new Stage(_tokens[i].Line, _open.Any(b => b.Name is "parallel" or "matrix"))))
            {
                _order.Add(argument);
            }
        }

        return new Block(name, argument, arguments, outer);
    }

    private void Word(int i)
    {
        GroovyToken token = _tokens[i];
        string? block = _open.Count > 0 ? _open[^1].Name : null;
        switch (token.Text)
        {
            case "sh" or "bat" or "powershell" or "pwsh" when !(i > 0 && _tokens[i - 1].Is('.')):
                Shell(i, token.Text);
                break;
            case "cron" or "pollSCM" or "upstream" or "githubPush" when block is "triggers" || In("properties"):
                _triggers.Add(new PipelineTrigger(
                    token.Text switch { "cron" => TriggerKind.Schedule, "upstream" => TriggerKind.Other, _ => TriggerKind.Push },
                    [],
                    [],
                    new Location(_file.Path, token.Line))
                {
                    Detail = token.Text == "cron" ? Text(i) : token.Text,
                });
                break;
            case "branch" or "changeRequest" or "buildingTag" or "tag" or "expression" when In("when") && !In("not") && StageOf() is { } stage:
                When(stage, token, i);
                break;
            case "input" when block is "steps" or "stage" or "script" && StageOf() is { } gate:
                gate.HasInput = true;
                break;
            case "image" when block is "docker" && StageOf() is { } built && Text(i) is { } image:
                built.Images.Add(image);
                break;
        }
    }

    private void When(Stage stage, in GroovyToken token, int i)
    {
        if (token.Text == "expression")
        {
            if (i + 3 < _tokens.Count && _tokens[i + 1].Is('{') && _tokens.Skip(i + 2).Take(2) is var next && next.Any(t => t.IsWord("false")) && _tokens.Skip(i + 2).Take(3).Any(t => t.Is('}')))
            {
                stage.NeverRuns = "when: expression { false }";
            }

            return;
        }

        TriggerKind kind = token.Text switch { "branch" => TriggerKind.Push, "changeRequest" => TriggerKind.PullRequest, _ => TriggerKind.Tag };
        stage.Triggers.Add(new PipelineTrigger(kind, kind != TriggerKind.PullRequest && Text(i) is { } name ? [name] : [], [], new Location(_file.Path, token.Line)));
    }

    private void Shell(int i, string shell)
    {
        int at = i + 1;
        bool status = false;
        bool call = at < _tokens.Count && _tokens[at].Is('(');
        if (call)
        {
            int depth = 0;
            for (int j = at; j < _tokens.Count && j < at + 60; j++)
            {
                depth += _tokens[j].Is('(') ? 1 : _tokens[j].Is(')') ? -1 : 0;
                status |= _tokens[j].IsWord("returnStatus") && _tokens.Skip(j + 1).Take(2).Any(t => t.IsWord("true"));
                if (depth == 0)
                {
                    break;
                }
            }

            at++;
        }

        for (; at < _tokens.Count && _tokens[at].Kind != GroovyTokenKind.Text && at < i + 24; at++)
        {
            status |= _tokens[at].IsWord("returnStatus") && _tokens.Skip(at + 1).Take(2).Any(t => t.IsWord("true"));
            if (_tokens[at].Is('{') || _tokens[at].Is('}') || _tokens[at].Is('='))
            {
                return;
            }

            if (_tokens[at].IsWord("label") || _tokens[at].IsWord("encoding"))
            {
                at += 2;
            }
        }

        if (at >= _tokens.Count || _tokens[at].Kind != GroovyTokenKind.Text)
        {
            return;
        }

        GroovyToken script = _tokens[at];
        string id = (_open.Count > 0 ? _open[^1].Stage : null) ?? "pipeline";
        if (_stages.TryAdd(id, new Stage(script.Line, IsParallel: false)))
        {
            _order.Add(id);
        }

        if (!_steps.TryGetValue(id, out List<PipelineStep>? steps))
        {
            _steps[id] = steps = [];
        }

        string? handler = _open.FindLast(b => b.Name is "catchError" or "warnError")?.Name;
        steps.Add(new PipelineStep(new Location(_file.Path, _tokens[i].Line))
        {
            Script = script.Text,
            ScriptLine = script.Line,
            Shell = shell switch { "bat" => "cmd", "sh" => null, _ => shell },
            WorkingDirectory = _open.Where(b => b.Name == "dir").Aggregate((string?)"", (d, b) => d is null || b.Argument is null || b.Argument.Contains('$', StringComparison.Ordinal) ? null : RepositoryPath.Combine(d, b.Argument)),
            Condition = In("post") ? "post: " + _open.SkipWhile(b => b.Name != "post").Skip(1).FirstOrDefault()?.Name : null,
            FailureIgnored = status ? "returnStatus: true" : handler is not null && !Fails(handler) ? handler : null,
        });
    }

    /// <summary>True when <c>catchError</c> is told to fail the build nevertheless; by itself it marks the build as failed.</summary>
    private bool Fails(string handler)
    {
        Block block = _open.FindLast(b => b.Name == handler)!;
        return handler == "catchError" && block.Arguments.Contains("buildResult : FAILURE", StringComparison.Ordinal);
    }

    private Stage? StageOf() => _open.Count > 0 && _open[^1].Stage is { } name ? _stages.GetValueOrDefault(name) : null;

    private bool In(string name) => _open.Any(b => b.Name == name);

    /// <summary>The first string after a word, within its own call.</summary>
    private string? Text(int i)
    {
        for (int j = i + 1; j < _tokens.Count && j < i + 8; j++)
        {
            if (_tokens[j].Kind == GroovyTokenKind.Text)
            {
                return _tokens[j].Text;
            }

            if (_tokens[j].Is('}') || _tokens[j].Is(')'))
            {
                return null;
            }
        }

        return null;
    }

    private sealed record Block(string Name, string? Argument, string Arguments, string? Stage);

    private sealed record Stage(int Line, bool IsParallel)
    {
        public List<PipelineTrigger> Triggers { get; } = [];

        public List<string> Images { get; } = [];

        public string? NeverRuns { get; set; }

        public bool HasInput { get; set; }
    }
}
