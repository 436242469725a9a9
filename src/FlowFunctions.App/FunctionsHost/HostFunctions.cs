namespace FlowFunctions.App.FunctionsHost;

/// <summary>Names of the functions and bindings that only the app knows; each function has a folder with its <c>function.json</c>.</summary>
internal static class HostFunctions
{
    /// <summary>Heals runs and keeps order, every minute.</summary>
    public const string Tick = "Tick";

    /// <summary>Starts the runs that queue messages name.</summary>
    public const string FlowRuns = "FlowRuns";

    /// <summary>The orchestrator that calls <see cref="DrainQueues"/> again and again; it has one instance.</summary>
    public const string PumpQueues = "PumpQueues";

    /// <summary>The activity that takes the messages of the queues that triggers name.</summary>
    public const string DrainQueues = "DrainQueues";

    /// <summary>Gives this process the addresses of the durable client.</summary>
    public const string Client = "Client";

    /// <summary>The binding that brings the orchestrator's request.</summary>
    public const string ContextBinding = "context";

    /// <summary>The binding that brings an activity's input.</summary>
    public const string InputBinding = "input";

    /// <summary>The binding that brings the addresses of the durable client.</summary>
    public const string ClientBinding = "client";

    /// <summary>The binding that brings a queue message.</summary>
    public const string MessageBinding = "message";

    /// <summary>The binding that brings an HTTP request.</summary>
    public const string RequestBinding = "req";

    /// <summary>The binding that takes the answer to an HTTP request.</summary>
    public const string ResponseBinding = "res";
}
