using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Attempts;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Calls a backend, repeats what may be repeated, and says in words what failed.</summary>
/// <param name="backend">The backend.</param>
/// <param name="options">How long and how often.</param>
internal sealed class GrpcCalls(GrpcBackend backend, TaskHubCallOptions options)
{
    private readonly Repetition _repetition = new(options, backend.Time);

    /// <summary>When a call begins.</summary>
    public DateTimeOffset Now => backend.Time.GetUtcNow();

    /// <inheritdoc cref="Repetition.RunAsync{T}(string, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public ValueTask<T> RunAsync<T>(
        string what,
        Func<CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken
    ) => _repetition.RunAsync(what, attempt, cancellationToken);

    /// <inheritdoc cref="Repetition.RunOnceAsync{T}(string, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public ValueTask<T> RunOnceAsync<T>(
        string what,
        Func<CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken
    ) => _repetition.RunOnceAsync(what, attempt, cancellationToken);

    /// <summary>One attempt of a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="request">What it is given.</param>
    /// <param name="refusals">Statuses that are answers and no failures.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>The answer; null when the call ended with one of the <paramref name="refusals"/>.</returns>
    /// <exception cref="AttemptFailedException">The call failed.</exception>
    public async ValueTask<TAnswer?> AttemptAsync<TRequest, TAnswer>(
        GrpcMethod<TRequest, TAnswer> method,
        TRequest request,
        IReadOnlyList<GrpcStatus> refusals,
        CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        try
        {
            return await backend.Channel.CallAsync(method, request, options.Timeout, cancellationToken);
        }
        catch (GrpcException refused) when (refusals.Contains(refused.Status))
        {
            return null;
        }
        catch (GrpcException failed)
        {
            throw Failure(failed);
        }
    }

    /// <summary>One attempt to read a whole stream of answers.</summary>
    /// <inheritdoc cref="AttemptAsync"/>
    public async ValueTask<List<TAnswer>> AttemptAllAsync<TRequest, TAnswer>(
        GrpcMethod<TRequest, TAnswer> method,
        TRequest request,
        CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        try
        {
            return await backend.Channel.StreamAsync(method, request, cancellationToken).ToListAsync(cancellationToken);
        }
        catch (GrpcException failed)
        {
            throw Failure(failed);
        }
    }

    private AttemptFailedException Failure(GrpcException failed)
    {
        var detail = failed.Detail.TrimEnd('.');
        var said = detail.Length == 0 ? $"{failed.Status}" : $"{failed.Status}, {detail}";
        return new(
            $"the Durable Task backend at {backend.Options.Address.Authority}: {said}{Hint(failed.Status)}",
            failed
        )
        {
            IsTransient = !failed.IsLocal && IsTransient(failed.Status),
            MayHaveArrived = !failed.NeverArrived,
        };
    }

    private static bool IsTransient(GrpcStatus status) =>
        status
            is GrpcStatus.Cancelled
                or GrpcStatus.Unknown
                or GrpcStatus.DeadlineExceeded
                or GrpcStatus.ResourceExhausted
                or GrpcStatus.Aborted
                or GrpcStatus.Internal
                or GrpcStatus.Unavailable;

    private static string Hint(GrpcStatus status) =>
        status switch
        {
            GrpcStatus.Unauthenticated or GrpcStatus.PermissionDenied =>
                " (see whether the app's identity has a role on the task hub, such as Durable Task Data Contributor)",
            GrpcStatus.Unimplemented => " (it does not know this call; see whether it is a Durable Task backend)",
            _ => "",
        };
}
