using FlowFunctions.Engine.DurableTask.Clients.Attempts;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Gives work back to the backend, once and without insisting: what is not given back comes again when its lock ends.</summary>
internal static class GivingBack
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task TryAsync<TRequest, TAnswer>(
        GrpcCalls calls,
        GrpcMethod<TRequest, TAnswer> method,
        TRequest request
    )
        where TRequest : IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        // Its own time limit: the worker's token has ended by now.
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await calls.AttemptAsync(method, request, [], limit.Token);
        }
        catch (Exception ignored) when (ignored is AttemptFailedException or OperationCanceledException)
        {
            return;
        }
    }
}
