using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Http;

namespace FlowFunctions.Cli.Run;

/// <summary>One run, from its start or its continuation to its end.</summary>
internal sealed class RunSession : IAsyncDisposable
{
    private readonly RunOptions _options;
    private readonly Terminal _terminal;
    private readonly StepTypes _types;
    private readonly RunFolder _folder;
    private readonly RunFiles _files;
    private readonly Invocation _invocation;
    private readonly RecorderRelay _recorder;
    private readonly IRunDisplay _display;
    private readonly StopSignals _stop;
    private EmbeddedEngine? _engine;
    private volatile bool _hasRun;

    private RunSession(
        RunOptions options,
        RunFolder folder,
        RunFiles files,
        StepTypes types,
        Terminal terminal,
        string runId
    )
    {
        (_options, _types, _terminal) = (options, types, terminal);
        (_folder, _files) = (folder, files);
        _invocation = new Invocation(options, runId);
        _recorder = new RecorderRelay(runId);
        _display = RunDisplays.Choose(options, terminal, _invocation, SignalAsync);
        _hasRun = options.Resume is not null;
        _stop = new StopSignals(Exit);
    }

    private string NotStarted => $"Ended before run {Id} had started.";

    private string Id => _invocation.RunId;

    private EmbeddedEngine Engine => _engine ?? throw new InvalidOperationException("The journal is not open yet.");

    /// <summary>Carries out the command.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidUseException">The flow, its input or the run's id cannot be used.</exception>
    public static async Task<int> RunAsync(RunOptions options, Terminal terminal)
    {
        var http = new HttpStepOptions { AllowPrivateNetwork = !options.DenyPrivateNetwork };
        var id = RunId.Check(options.Resume ?? options.RunId ?? RunId.New(TimeProvider.System.GetUtcNow()));
        var folder = RunFolder.Of(options, id);
        var files = new RunFiles(folder.Files);
        await using var scripts = new RunScripts(files, http, terminal.Variable);
        using var types = StepTypes.BuiltIn(
            new StepOptions
            {
                Http = http,
                Script = scripts.Options,
                Queues = RunQueues.Of(terminal.Variable),
            }
        );
        await using var session = new RunSession(options, folder, files, types, terminal, id);
        var file = await FlowFile.ReadAsync(options.File, types);
        if (options.Resume is not null)
        {
            return await session.ResumeAsync(file);
        }

        if (file.Plan is { } plan)
        {
            return await session.StartAsync(file, plan);
        }

        var hasColor = terminal.HasColor && terminal.IsErrorInteractive;
        new ProblemPrinter(terminal.Error, terminal.IsErrorInteractive, hasColor).Print(file);
        return ExitCode.Invalid;
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task<int> StartAsync(FlowFile file, Plan plan)
    {
        var start = new RunStart
        {
            RunId = Id,
            PlanHash = plan.Hash,
            Input = await RunInput.ReadAsync(_options.Input, plan, _terminal),
            Env = Payload.From(KeyValues.ToObject("--env", _options.Env)),
            Seeds = await _options.Pins.SeedsAsync(plan, _types, _terminal),
        };
        var signals = await RunSignals.ReadAsync(_options.Signals, _terminal);
        RefuseExisting();
        _stop.Hold();
        _recorder.Progress = new RunProgress(Id, plan);
        await OpenAsync();

        // Another process may have carried the run out before the lock was ours.
        RefuseExisting();
        if (_stop.IsRequested)
        {
            return await GiveUpAsync();
        }

        _folder.KeepFlow(plan.FlowId);
        await _files.KeepAsync(file);
        await Engine.StartAsync(plan, start);
        _display.Say($"Run {Id} of {plan.FlowId}; if it is interrupted, go on with\n  {_invocation.Resume}");
        return await FollowAsync(_recorder.Progress, signals);
    }

    private void RefuseExisting()
    {
        if (_folder.HoldsRun)
        {
            throw new InvalidUseException(
                $"Run {Id} exists already in {_folder.Path}. Continue it with --resume, or choose another --run-id."
            );
        }
    }

    private async Task<int> GiveUpAsync()
    {
        await DisposeAsync();
        _folder.Remove();
        await _terminal.Error.WriteLineAsync(NotStarted);
        return ExitCode.Cancelled;
    }

    private async Task<int> ResumeAsync(FlowFile file)
    {
        var signals = await RunSignals.ReadAsync(_options.Signals, _terminal);
        if (!_folder.Exists)
        {
            throw new InvalidUseException(_folder.MissingMessage(Id));
        }

        RefuseOtherFlow(file);
        _stop.Hold();
        await OpenAsync();
        if (_recorder.Progress is not { } progress)
        {
            throw await NeverStartedAsync();
        }

        if (await Engine.QueryAsync(Id, static _ => true) is false)
        {
            return await EndAsync(progress, await Engine.WaitAsync(Id));
        }

        _display.Say($"Run {Id} of {progress.Plan.FlowId} goes on.");
        if (file.Plan?.Hash != progress.Plan.Hash)
        {
            _display.Say(
                $"{_options.File} has changed since; the run goes on with the flow as it was when it started."
            );
        }

        return await FollowAsync(progress, signals);
    }

    /// <summary>Before the journal is opened, because that goes on with the run.</summary>
    private void RefuseOtherFlow(FlowFile file)
    {
        if (file.Result.Document?.Id is { } id && _folder.Flow is { } flow && flow != id)
        {
            throw new InvalidUseException($"Run {Id} is a run of flow '{flow}', not of '{id}' ({file.Path}).");
        }
    }

    /// <summary>The process that should have started the run was killed before it was on disk.</summary>
    private async Task<InvalidUseException> NeverStartedAsync()
    {
        await DisposeAsync();
        _folder.Remove();
        return new InvalidUseException(
            $"Run {Id} never started: it was interrupted before anything was done. Start it again with --run-id {Id}."
        );
    }

    private async Task OpenAsync()
    {
        var called = new CalledFlows(RunFolder.FlowFolder(_options.File), _types, _files);
        var parts = new EngineParts(
            new StepExecutor(_types, new EnvironmentSecrets(_terminal.Variable), new ShownLogs(_display)),
            new PlanDirectory(_folder.Plans, called.ResolveAsync),
            _recorder
        );
        try
        {
            // Child runs that have ended stay in the journal, so that a continued run can be shown as a whole.
            var options = new EmbeddedEngineOptions { Directory = _folder.Journal, KeepsFinished = true };
            _engine = await EmbeddedEngine.OpenAsync(options, parts);
            await _engine.RetellingFinished;
        }
        catch (JournalInUseException)
        {
            throw new InvalidUseException(
                $"Run {Id} is going on in another process. It can be continued when that has ended."
            );
        }
        catch (Exception exception) when (exception is JournalException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException(
                $"The journal in {_folder.Path} cannot be used: {exception.Message} (--journal DIR keeps it elsewhere.)"
            );
        }
    }

    private async Task<int> FollowAsync(RunProgress progress, IEnumerable<(string Name, Payload Payload)> signals)
    {
        _hasRun = true;
        _stop.CancelBy(Cancel);
        foreach (var (name, payload) in signals)
        {
            await Engine.SignalAsync(progress.WaitingFor(name)?.RunId ?? Id, name, payload);
        }

        var end = Engine.WaitAsync(Id).AsTask();
        await _display.FollowAsync(progress, end);
        _stop.Dispose();
        return await EndAsync(progress, await end);
    }

    private async Task<int> EndAsync(RunProgress progress, RunResult? end)
    {
        var result = end ?? throw new InvalidOperationException($"Run {Id} is not known to its engine.");
        var duration = progress.EndedAt - progress.StartedAt;
        int exitCode;
        try
        {
            var run = new FinishedRun(Id, result, [.. progress.Root.Reached()], duration);
            exitCode = RunReport.Print(_options, run, _terminal);

            // Until the output is out of our hands the journal is the only place that holds it.
            await _terminal.Output.FlushAsync();
        }
        catch (IOException exception)
        {
            await _terminal.Error.WriteLineAsync(
                $"flow: The run ended {result.Status}, but its output could not be written: {exception.Message}\n"
                    + $"To print it again: {_invocation.Resume}{(_options.Json ? " --json" : "")}"
            );
            return ExitCode.OutputLost;
        }

        await DisposeAsync();
        _folder.Close(result.Status);
        return exitCode;
    }

    private void Cancel()
    {
        _display.Say(
            "Cancelling: running steps are told to stop, clean-up steps still run. Ctrl+C again ends at once."
        );
        _ = Engine.ControlAsync(Id, RunControl.Cancel, "It was cancelled from the command line.").AsTask();
    }

    private void Exit(int exitCode)
    {
        if (_hasRun)
        {
            _display.Say($"Ended in the middle; go on with\n  {_invocation.Resume}");
            _display.Restore();
        }
        else
        {
            _terminal.Error.WriteLine(NotStarted);
        }

        Environment.Exit(exitCode);
    }

    private async Task SignalAsync(string runId, string name, Payload payload) =>
        await Engine.SignalAsync(runId, name, payload);
}
