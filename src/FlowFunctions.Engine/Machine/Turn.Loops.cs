using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>Loops: iterations in scopes of their own, long loops in child runs.</summary>
internal readonly ref partial struct Turn
{
    private void Iterate(StepInstance step, StepOutcome.Iterating iterating)
    {
        var chunked = iterating.Count > LoopState.ChunkSize;
        step.Loop = new LoopState
        {
            Count = iterating.Count,
            Concurrency = Math.Max(1, iterating.Concurrency),
            OnItemFailure = iterating.OnItemFailure,
            Items = iterating.Items,
            IsChunked = chunked,
            Results = new IterationResult[chunked ? LoopState.ChunksOf(iterating.Count) : iterating.Count],
        };
        Advance(step, step.Loop);
    }

    private void Repeat(StepInstance step, Payload item)
    {
        var loop = step.Loop ??= new LoopState { Repeats = true, Count = LoopState.ChunkSize };
        if (loop.Next < loop.Count)
        {
            OpenIteration(step, loop, item);
        }
        else if (IsChunkRoot(step))
        {
            Complete(new RunResult(RunStatus.Succeeded, item, Error: null, Continues: true));
        }
        else
        {
            var chunk = ChunkOf(step, loop, loop.First + loop.Next, LoopState.ChunkSize, item);
            StartLoopChild(step, loop, chunk);
        }
    }

    /// <summary>This run carries out a part of a loop for its parent: the loop step is its only step, in the middle of its work.</summary>
    private void StartChunk(LoopChunk chunk)
    {
        var plan =
            FindLoop(_state.Plan.Root, chunk.LoopId)
            ?? throw new InvalidOperationException($"Plan {_state.Plan.Hash} has no loop '{chunk.LoopId}'.");
        var wrapper = PlanScope.Create([plan with { Timeout = null }], [], _state.Plan.Root.Output);
        _state.Root = new ScopeInstance(wrapper, chunk.Path[..^chunk.LoopId.Length]);
        var step = Create(_state.Root, wrapper.Steps[0]);
        step.Attempt = 1;
        step.ReadyAt = _now;
        step.StartedAt = _now;
        Change(step, StepStatus.Running);
        if (chunk.Repeats)
        {
            step.Loop = new LoopState
            {
                Repeats = true,
                First = chunk.First,
                Count = chunk.Count,
            };
            Repeat(step, chunk.Items);
            return;
        }

        step.Loop = new LoopState
        {
            First = chunk.First,
            Count = chunk.Count,
            Concurrency = chunk.Concurrency,
            OnItemFailure = chunk.OnItemFailure,
            Items = chunk.Items,
            Results = new IterationResult[chunk.Count],
        };
        Advance(step, step.Loop);
    }

    private static PlanStep? FindLoop(PlanScope scope, string id)
    {
        foreach (var step in scope.Steps)
        {
            if (step.Body is { } body && (step.Id == id ? step : FindLoop(body, id)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Starts what a <c>foreach</c> may start, or ends it.</summary>
    private void Advance(StepInstance step, LoopState loop)
    {
        var width = loop.IsChunked ? Math.Max(1, loop.Concurrency / LoopState.ChunkSize) : loop.Concurrency;
        while (!loop.Drained && loop.Active < width && loop.Next < loop.Total)
        {
            if (loop.IsChunked)
            {
                var done = loop.Next * LoopState.ChunkSize;
                var count = Math.Min(LoopState.ChunkSize, loop.Count - done);
                StartLoopChild(step, loop, ChunkOf(step, loop, loop.First + done, count, loop.Items!));
            }
            else
            {
                OpenIteration(step, loop, item: null);
            }
        }

        if (loop.IsFinished)
        {
            EndLoop(step, loop);
        }
    }

    private void OpenIteration(StepInstance step, LoopState loop, Payload? item)
    {
        var scope = new ScopeInstance(step, loop.First + loop.Next, item) { Slot = loop.Open.Count };
        loop.Next++;
        loop.Open.Add(scope);
        StartScope(scope);
    }

    private void EndIteration(ScopeInstance scope, IterationResult result)
    {
        var step = scope.Owner!;
        var loop = step.Loop!;
        loop.Close(scope);
        if (loop.Repeats)
        {
            EndRepetition(step, loop, scope.Iteration, result);
            return;
        }

        loop.Results[scope.Iteration - loop.First] = result;
        if (result.Error is { } error && loop.OnItemFailure == ItemFailureMode.Stop)
        {
            FailLoop(step, loop, error);
        }

        Advance(step, loop);
    }

    private void EndRepetition(StepInstance step, LoopState loop, int iteration, IterationResult result)
    {
        if (loop.Drained || result.Error is not null)
        {
            EndRepeat(step, loop, result.Error);
        }
        else
        {
            Resume(step, new StepResume.Repeated(iteration + 1, result.Output!));
        }
    }

    private void EndRepeat(StepInstance step, LoopState loop, StepError? error)
    {
        if (!loop.Drained)
        {
            loop.Error = error;
        }

        EndLoop(step, loop);
    }

    /// <summary>The first failed iteration ends a loop: what runs finishes, nothing new starts.</summary>
    private void FailLoop(StepInstance step, LoopState loop, StepError error)
    {
        if (!loop.Drained)
        {
            loop.Error = error;
            DrainLoop(step, DrainMode.Stopping);
        }
    }

    private void EndLoop(StepInstance step, LoopState loop)
    {
        if (loop.Error is { } error)
        {
            step.Loop = null;
            EndAttempt(step, error, loop.TimedOut);
        }
        else if (loop.Drained)
        {
            End(step, StepStatus.Cancelled);
        }
        else
        {
            Resume(step, new StepResume.Iterated(loop.Results, loop.OnItemFailure, loop.IsChunked));
        }
    }

    /// <summary>Lets a loop come to its end without starting anything new.</summary>
    private void DrainLoop(StepInstance step, DrainMode mode)
    {
        var loop = step.Loop!;
        loop.Drained = true;
        foreach (var scope in loop.Open)
        {
            Drain(scope, mode);
        }

        foreach (var child in loop.Children)
        {
            CancelCommand(child);
        }
    }

    private void StartLoopChild(StepInstance step, LoopState loop, LoopChunk chunk)
    {
        loop.Next = loop.IsChunked ? loop.Next + 1 : chunk.First - loop.First + chunk.Count;
        loop.Children.Add(OpenChild(step, flowId: null, _state.Start!.Input, chunk));
    }

    private void CompleteLoopChild(StepInstance step, LoopState loop, StartChild child, RunResult result)
    {
        loop.Children.Remove(child.Id);
        var error = result.Status == RunStatus.Succeeded ? null : ErrorOf(result);
        if (loop.Repeats)
        {
            CompleteRepeatChild(step, loop, result, error);
            return;
        }

        loop.Results[(child.Chunk!.First - loop.First) / LoopState.ChunkSize] = new(result.Output, error);
        if (error is not null)
        {
            FailLoop(step, loop, error);
        }

        Advance(step, loop);
    }

    private void CompleteRepeatChild(StepInstance step, LoopState loop, RunResult result, StepError? error)
    {
        if (loop.Drained || error is not null)
        {
            EndRepeat(step, loop, error);
        }
        else if (result.Continues)
        {
            Repeat(step, result.Output!);
        }
        else
        {
            Succeed(step, result.Output ?? Payload.Null, port: null);
        }
    }

    private static LoopChunk ChunkOf(StepInstance step, LoopState loop, int first, int count, Payload items) =>
        new()
        {
            LoopId = step.Plan.Id,
            Path = step.Path,
            First = first,
            Count = count,
            Items = items,
            Concurrency = Math.Min(loop.Concurrency, LoopState.ChunkSize),
            OnItemFailure = loop.OnItemFailure,
            Repeats = loop.Repeats,
        };

    private bool IsChunkRoot(StepInstance step) => _state.IsChunk && step.Scope.Owner is null;
}
