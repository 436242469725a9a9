namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>
/// The connection to a Durable Task backend that speaks the protocol over gRPC: the Durable Task Scheduler, a sidecar, or the
/// Durable Functions extension's own endpoint. A client and a worker may share it.
/// </summary>
public sealed class GrpcBackend : IDisposable
{
    /// <summary>A connection, which is made when the first call needs it.</summary>
    /// <param name="options">Where the backend is.</param>
    /// <param name="time">The clock; null for the machine's.</param>
    /// <exception cref="ArgumentException">The address is neither http nor https, or a token would go over the network in the clear.</exception>
    public GrpcBackend(GrpcBackendOptions options, TimeProvider? time = null)
    {
        if (!options.Address.IsAbsoluteUri || options.Address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException(
                "The Durable Task backend's address must begin with http:// or https://.",
                nameof(options)
            );
        }

        if (options is { Token: not null, Address: { Scheme: "http", IsLoopback: false } })
        {
            throw new ArgumentException(
                $"A token for the Durable Task backend at {options.Address.Authority} would go over the network in the clear; use an https address.",
                nameof(options)
            );
        }

        Options = options;
        Time = time ?? TimeProvider.System;
        Channel = new(options);
    }

    internal GrpcBackendOptions Options { get; }

    internal TimeProvider Time { get; }

    internal GrpcChannel Channel { get; }

    /// <summary>Breaks off what is under way and closes the connections.</summary>
    public void Dispose() => Channel.Dispose();
}
