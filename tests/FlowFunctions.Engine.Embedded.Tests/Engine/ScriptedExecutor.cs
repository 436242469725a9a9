using System.Collections.Concurrent;
using System.Threading.Channels;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

/// <summary>Answers steps by their ids; those without a script succeed with their path. Notes every execution.</summary>
internal sealed class ScriptedExecutor : IStepExecutor
{
    private readonly Dictionary<string, Func<StepRequest, CancellationToken, Task<StepOutcome>>> _scripts = [];
    private readonly ConcurrentQueue<string> _executed = new();

    /// <summary>Identities of the executions in the order of their starts; those of an answered wait end in <c>+</c>.</summary>
    public IReadOnlyList<string> Executed => [.. _executed];

    public static StepOutcome Ok(string json = "null") => new StepOutcome.Succeeded(Payload.Parse(json));

    public static StepOutcome Fail(string code, bool retryable = false) =>
        new StepOutcome.Failed(
            new StepError
            {
                Code = code,
                Message = code,
                Retryable = retryable,
            }
        );

    public ScriptedExecutor On(string step, Func<StepRequest, CancellationToken, Task<StepOutcome>> script)
    {
        _scripts[step] = script;
        return this;
    }

    public ScriptedExecutor On(string step, Func<StepRequest, StepOutcome> script) =>
        On(step, (request, _) => Task.FromResult(script(request)));

    /// <summary>A step that goes on until the test lets it end or it is cancelled.</summary>
    public Gate Block(string step)
    {
        var gate = new Gate();
        On(step, gate.PassAsync);
        return gate;
    }

    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        Note(request);
        return _scripts.TryGetValue(request.Step.Id, out var script)
            ? await script(request, cancellationToken)
            : Default(request);
    }

    public StepOutcome ExecutePure(StepRequest request)
    {
        Note(request);
        return _scripts.TryGetValue(request.Step.Id, out var script)
            ? script(request, CancellationToken.None).Result
            : Default(request);
    }

    private static StepOutcome Default(StepRequest request) => Ok($"\"{request.Path}\"");

    private void Note(StepRequest request) => _executed.Enqueue(request.Identity + (request.Resume is null ? "" : "+"));
}

/// <summary>Where executions of a step are held.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<StepRequest> _entered = Channel.CreateUnbounded<StepRequest>();
    private int _inside;

    /// <summary>Executions held now.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>The most executions held at once.</summary>
    public int MostInside { get; private set; }

    /// <summary>Returns when one more execution has come.</summary>
    public async Task EnteredAsync() => await _entered.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public void Open() => _open.TrySetResult();

    public async Task<StepOutcome> PassAsync(StepRequest request, CancellationToken cancellationToken)
    {
        lock (_open)
        {
            MostInside = Math.Max(MostInside, ++_inside);
        }

        _entered.Writer.TryWrite(request);
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }

        return ScriptedExecutor.Ok($"\"{request.Path}\"");
    }
}
