namespace FlowFunctions.Engine.DurableTask.Clients.Attempts;

/// <summary>Repeats a call that failed for reasons that may pass, with growing pauses, up to a number of times.</summary>
/// <param name="options">How often, and how long an attempt may take.</param>
/// <param name="time">The clock of timeouts and pauses.</param>
internal sealed class Repetition(TaskHubCallOptions options, TimeProvider time)
{
    /// <summary>Calls until an attempt answers.</summary>
    /// <param name="what">What the call does, for messages: the beginning of a sentence such as "Starting instance 'x'".</param>
    /// <param name="attempt">One attempt; throws <see cref="AttemptFailedException"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskHubUnavailableException">No attempt succeeded.</exception>
    public ValueTask<T> RunAsync<T>(
        string what,
        Func<CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken
    ) => RunAsync(what, attempt, static failure => failure.IsTransient, cancellationToken);

    /// <summary>Calls until an attempt answers; repeats only what certainly was not done, for calls that must not be done twice.</summary>
    /// <inheritdoc cref="RunAsync{T}(string, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public ValueTask<T> RunOnceAsync<T>(
        string what,
        Func<CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken
    ) => RunAsync(what, attempt, static failure => failure.IsTransient && !failure.MayHaveArrived, cancellationToken);

    private async ValueTask<T> RunAsync<T>(
        string what,
        Func<CancellationToken, ValueTask<T>> attempt,
        Func<AttemptFailedException, bool> mayRepeat,
        CancellationToken cancellationToken
    )
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await AttemptAsync(attempt, cancellationToken);
            }
            catch (AttemptFailedException failure) when (number < options.MaxAttempts && mayRepeat(failure))
            {
                await Task.Delay(options.PauseAfter(number, failure.RetryAfter), time, cancellationToken);
            }
            catch (AttemptFailedException failure)
            {
                var times = number > 1 ? $" ({number} attempts)" : "";
                throw new TaskHubUnavailableException(
                    $"{what} failed: {failure.Message}{times}.",
                    failure.InnerException
                );
            }
        }
    }

    private async ValueTask<T> AttemptAsync<T>(
        Func<CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await attempt(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new AttemptFailedException($"no answer came within {options.Timeout.TotalSeconds:0.###} s")
            {
                IsTransient = true,
                MayHaveArrived = true,
            };
        }
    }
}
