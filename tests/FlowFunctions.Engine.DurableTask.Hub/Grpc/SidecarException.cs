using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.DurableTask.Grpc;

namespace FlowFunctions.Engine.DurableTask.Hub.Grpc;

/// <summary>A call ends with this status.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown with a status only.")]
[SuppressMessage("Design", "CA1064", Justification = "Caught by the server.")]
internal sealed class SidecarException(GrpcStatus status, string detail) : Exception(detail)
{
    public GrpcStatus Status => status;
}
