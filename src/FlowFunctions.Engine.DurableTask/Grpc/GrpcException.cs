using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>A gRPC call ended with another status than OK, or its connection did not hold.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown with a status only.")]
[SuppressMessage("Design", "CA1064", Justification = "Caught in this assembly.")]
internal sealed class GrpcException : Exception
{
    // A server's text is for people; some servers put whole traces into it.
    private const int LongestDetail = 500;

    /// <summary>Says how a call ended.</summary>
    /// <param name="status">The status, the server's or what stands for it.</param>
    /// <param name="detail">What the server says of it, or what happened here; cut to 500 characters.</param>
    /// <param name="inner">The cause, or null.</param>
    public GrpcException(GrpcStatus status, string detail, Exception? inner = null)
        : base($"{status}: {Cut(detail)}", inner)
    {
        Status = status;
        Detail = Cut(detail);
    }

    /// <summary>The status.</summary>
    public GrpcStatus Status { get; }

    /// <summary>What is said of it; may be empty.</summary>
    public string Detail { get; }

    /// <summary>Whether it is certain that the server has not seen the call.</summary>
    public bool NeverArrived { get; init; }

    /// <summary>Whether this side refused, so that another attempt would meet the same.</summary>
    public bool IsLocal { get; init; }

    private static string Cut(string detail) => detail.Length > LongestDetail ? detail[..LongestDetail] : detail;
}
