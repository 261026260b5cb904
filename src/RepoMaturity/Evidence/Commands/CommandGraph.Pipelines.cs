using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <content>From pipelines to scripts, actions and templates.</content>
internal sealed partial class CommandGraph
{
    private const string ImageScheme = "docker://";
    private static readonly string[] WindowsShells = ["pwsh", "powershell", "cmd"];

    private void FollowRoot(Pipeline pipeline)
    {
        if (pipeline.IsReadByHost && !pipeline.IsCallable && pipeline.Triggers.Any(t => t.Kind != TriggerKind.Call))
        {
            CommandWalk walk = new(ExecutorOf(pipeline.Host), []) { Pipeline = pipeline, Triggers = [.. pipeline.Triggers.Where(t => t.Kind != TriggerKind.Call)] };
            StartRoot();
            FollowPipeline(pipeline, walk, isRoot: true);
            if (_isExhausted)
            {
                Unfollowed(pipeline.File.Path, "runs more than is followed", walk.Step(new Location(pipeline.File.Path), "too many commands"), isUnseen: true, isBeyondBound: true);
            }
        }
    }

    private static Executor ExecutorOf(PipelineHost host) => host is PipelineHost.ArgoWorkflows ? Executor.Orchestrator : Executor.Ci;

    private void FollowPipeline(Pipeline pipeline, CommandWalk walk, bool isRoot = false, bool isStep = false)
    {
        if (!Enter(walk, "pipeline " + pipeline.File.Path, out walk))
        {
            return;
        }

        foreach (PipelineJob job in pipeline.Jobs)
        {
            IReadOnlyList<PipelineTrigger> triggers = isRoot && job.Triggers is { } own ? [.. own.Where(t => t.Kind != TriggerKind.Call)] : Narrow(walk.Triggers, pipeline.Host, job.Condition);
            triggers = Certain(triggers, pipeline.Host, job.Condition, walk.Variables);
            if (job.NeverRuns is not null || triggers.Count == 0 || !HasBudget())
            {
                continue;
            }

            CommandWalk inner = walk.Ignoring(job.FailureIgnored, job.Location) with
            {
                Job = isStep ? walk.Job : job,
                Triggers = triggers,
                Variables = Over(walk.Variables, job.Variables),
            };
            if (job.Calls is { } call)
            {
                FollowCall(call, inner, isStep: false);
            }

            foreach (PipelineStep step in job.Steps)
            {
                FollowStep(IsCheckedLater(step, job) ? step with { FailureIgnored = null } : step, pipeline, job, inner);
            }
        }
    }

    /// <summary>True when a later step fails the job by the outcome of this one: <c>if: steps.lint.outcome == 'failure'</c> with <c>exit 1</c>.</summary>
    private static bool IsCheckedLater(PipelineStep step, PipelineJob job)
    {
        if (step.FailureIgnored is null || step.Source?.TextOf("id") is not { Length: > 0 } id)
        {
            return false;
        }

        string outcome = $"steps.{id}.outcome";
        return job.Steps.Any(s => s.Condition?.Contains(outcome, StringComparison.Ordinal) == true
            && (s.Condition.Contains("failure", StringComparison.Ordinal) || s.Condition.Contains($"{outcome} != 'success'", StringComparison.Ordinal))
            && s is { Script: { } script, FailureIgnored: null }
            && ShellScript.Parse(script).Commands.Any(c => c.Text is "exit 1" or "false"));
    }

    /// <summary>The triggers that a condition lets through; a called workflow tests its caller's event.</summary>
    private static IReadOnlyList<PipelineTrigger> Narrow(IReadOnlyList<PipelineTrigger> triggers, PipelineHost host, string? condition) => host switch
    {
        _ when condition is null => triggers,
        PipelineHost.GitHubActions => GitHubConditions.Narrow(condition, triggers) ?? triggers,
        PipelineHost.AzurePipelines => AzureConditions.Narrow([condition], triggers) ?? triggers,
        _ => triggers,
    };

    /// <summary>What asks whether a secret is set is skipped, and passes, where it is not, as on every pull request from a fork: no change is sure to start it.</summary>
    private static IReadOnlyList<PipelineTrigger> Certain(IReadOnlyList<PipelineTrigger> triggers, PipelineHost host, string? condition, IReadOnlyDictionary<string, string> variables) =>
        host == PipelineHost.GitHubActions && condition is not null && GitHubConditions.AsksForSecret(condition, variables)
            ? [.. triggers.Select(t => t.Kind is TriggerKind.Push or TriggerKind.PullRequest ? t with { Kind = TriggerKind.Other } : t)]
            : triggers;

    private void FollowCall(PipelineReference call, CommandWalk walk, bool isStep)
    {
        walk = walk.Step(call.Location, "uses " + call.Target);
        if (call.IsExternal)
        {
            Unfollowed(call.Target, "lies outside this repository", walk, isUnseen: true);
        }
        else if (_pipelines.Called(call) is { } called)
        {
            FollowPipeline(called, walk, isStep: isStep);
            FollowImage(called, walk);
        }
        else
        {
            Unfollowed(call.Target, "is not in this repository", walk);
        }
    }

    /// <summary>An action of this repository that starts an image: what an image from elsewhere runs cannot be seen here.</summary>
    private void FollowImage(Pipeline action, CommandWalk walk)
    {
        if (action.Source?["runs"] is not { } runs || runs.TextOf("using") is not "docker" || runs.TextOf("image") is not { } image || runs["entrypoint"] is not null)
        {
            return;
        }

        DockerStage? stage = RepositoryPath.Combine(action.File.Directory, image) is { } path && Snapshot.Find(path) is { HasContent: true } file
            && Dockerfile.Of(_documents, file)?.Stages is [.., var last]
            ? last
            : null;
        if (image.StartsWith(ImageScheme, StringComparison.Ordinal) || (stage is not null && !stage.Instructions.Any(i => i.Keyword is "ENTRYPOINT" or "CMD")))
        {
            Unfollowed(stage?.Image ?? image, "is an image from elsewhere", walk, isUnseen: true);
        }
    }

    /// <summary>A step that starts an image: the command that it gives, a tool's image, or what cannot be seen here.</summary>
    private void FollowImage(string image, IReadOnlyDictionary<string, string> inputs, CommandWalk walk)
    {
        string name = image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
        string? program = inputs.GetValueOrDefault("entrypoint") ?? (ToolImages.Contains(name) ? name : null);
        if (program is null)
        {
            Unfollowed(image, "is an image from elsewhere", walk, isUnseen: true);
        }
        else
        {
            RunText($"{program} {inputs.GetValueOrDefault("args")}", walk);
        }
    }

    private void FollowStep(PipelineStep step, Pipeline pipeline, PipelineJob job, CommandWalk walk)
    {
        if (step.NeverRuns is not null || !HasBudget())
        {
            return;
        }

        IReadOnlyList<PipelineTrigger> triggers = Certain(Narrow(walk.Triggers, pipeline.Host, step.Condition), pipeline.Host, step.Condition, walk.Variables);
        if (triggers.Count == 0)
        {
            return;
        }

        walk = walk.Ignoring(step.FailureIgnored, step.Location) with
        {
            Triggers = triggers,
            Directory = step.WorkingDirectory,
            Variables = Over(walk.Variables, step.Variables),
        };
        if (step.Calls is { } call && !(call.IsExternal && step.Uses is not null))
        {
            FollowCall(call, walk, isStep: true);
            return;
        }

        if (step.Uses is { } uses)
        {
            CommandWalk used = walk.Step(step.Location, "uses " + uses);
            FollowAction(step, uses, used);
            if (uses.StartsWith(ImageScheme, StringComparison.Ordinal))
            {
                FollowImage(uses, step.Inputs, used);
            }
        }

        if (step.Script is { } script && step.Shell is not ("python" or "node"))
        {
            Location at = step.Location with { Line = step.ScriptLine > 0 ? step.ScriptLine : step.Location.Line, Column = 0, EndLine = 0, EndColumn = 0 };
            string? shell = step.Shell ?? (IsWindows(job) ? pipeline.Host == PipelineHost.GitHubActions ? "pwsh" : "cmd" : null);
            if (WindowsShells.Contains(shell))
            {
                RunCommands(WindowsShell.Parse(script, shell != "cmd"), at, walk);
            }
            else
            {
                RunScript(script, at, OptionsOf(pipeline, job, step), walk);
            }
        }
    }

    /// <summary>True when the job names a Windows machine; hosts then take another shell by default.</summary>
    private static bool IsWindows(PipelineJob job)
    {
        string? machine = job.Source?.TextOf("runs-on") ?? job.Source?["pool"]?.Text ?? job.Source?.At("pool", "vmImage")?.Text ?? job.Source?.At("pool", "name")?.Text;
        return machine?.Contains("windows", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>How the host starts the shell. Azure Pipelines and Cloud Build start it bare, so that the last exit code decides.</summary>
    private static ShellOptions OptionsOf(Pipeline pipeline, PipelineJob job, PipelineStep step) => pipeline.Host switch
    {
        _ when !step.StopsAtFailure => ShellOptions.OfShebang(step.Script!),
        PipelineHost.GitHubActions => (step.Source?.TextOf("shell") ?? job.Source?.At("defaults", "run")?.TextOf("shell") ?? pipeline.Source?.At("defaults", "run")?.TextOf("shell")) switch
        {
            null or "sh" => new(ErrExit: true),
            "bash" => new(ErrExit: true, PipeFail: true),
            { } custom => default(ShellOptions).With(custom.Split(' ').Skip(1)),
        },
        PipelineHost.AzurePipelines or PipelineHost.CloudBuild or PipelineHost.ArgoWorkflows => ShellOptions.OfShebang(step.Script!),
        PipelineHost.CircleCi or PipelineHost.GitLabCi => new(ErrExit: true, PipeFail: true),
        _ => new(ErrExit: true),
    };

    /// <summary>An action or task is an execution by itself; those that only start a known command are that command too.</summary>
    private void FollowAction(PipelineStep step, string uses, CommandWalk walk)
    {
        IReadOnlyDictionary<string, string> inputs = step.Inputs;
        Emit(ExecutionKind.Action, uses, [], walk, inputs);
        string Input(params ReadOnlySpan<string> keys)
        {
            foreach (string key in keys)
            {
                if (inputs.TryGetValue(key, out string? value) && value.Length > 0)
                {
                    return value;
                }
            }

            return "";
        }

        switch (uses)
        {
            case "pre-commit/action":
                RunText("pre-commit run " + (Input("extra_args") is { Length: > 0 } extra ? extra : "--all-files"), walk);
                break;
            case "docker/build-push-action":
                RunText($"docker build {(Input("file") is { Length: > 0 } file ? "-f " + file : "")} {(Input("target") is { Length: > 0 } target ? "--target " + target : "")} {(Input("context") is { Length: > 0 } context ? context : ".")}", walk);
                break;
            case "DotNetCoreCLI":
                RunText($"dotnet {(Input("command") is "custom" ? Input("custom") : Input("command"))} {Input("projects")} {Input("arguments")}", walk);
                break;
            case "Npm":
                RunText("npm " + (Input("command") is "custom" ? Input("customCommand") : Input("command")), walk);
                break;
            case "Maven":
                RunText("mvn " + (Input("goals") is { Length: > 0 } goals ? goals : "package"), walk);
                break;
            case "Docker" when Input("command") is "build" or "buildAndPush" or "":
                RunText($"docker build -f {(Input("Dockerfile", "dockerfile", "dockerFile") is { Length: > 0 } dockerfile ? dockerfile : "Dockerfile")} {(Input("buildContext") is { Length: > 0 } and not "**" and var folder ? folder : ".")}", walk);
                break;
            case "Bash" or "ShellScript" or "PowerShell" or "AzureCLI" or "BatchScript" or "AzurePowerShell" when step.Script is null && Input("filePath", "scriptPath", "ScriptPath", "filename") is { Length: > 0 } path:
                FollowWords([path.Contains('/', StringComparison.Ordinal) ? path : "./" + path, .. Input("arguments", "args").Split(' ', StringSplitOptions.RemoveEmptyEntries)], walk);
                break;
            case "PythonScript" when step.Script is null && Input("scriptPath") is { Length: > 0 } path:
                RunText($"python {path} {Input("arguments")}", walk);
                break;
        }
    }

    /// <summary>A command that no file writes out: the trail stays at the action.</summary>
    private void RunText(string text, CommandWalk walk)
    {
        foreach (ShellCommand command in ShellScript.Parse(text).Commands.Take(1))
        {
            FollowWords([.. command.Words.SelectMany(w => w.Expand(walk.Lookup))], walk);
        }
    }
}
