namespace FlowFunctions.Runners.Egress;

/// <summary>A script could not be connected to what it asked for.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">What to tell the script and its author.</param>
/// <param name="cause">What was underneath.</param>
internal sealed class EgressException(EgressFault fault, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>What is wrong.</summary>
    public EgressFault Fault => fault;
}

/// <summary>Why a script could not be connected.</summary>
internal enum EgressFault
{
    /// <summary>It asked in a way that is not understood.</summary>
    BadRequest,

    /// <summary>It may not reach this address.</summary>
    Refused,

    /// <summary>It has as many connections as it may.</summary>
    TooMany,

    /// <summary>The name does not exist, or nothing answers there.</summary>
    Unreachable,

    /// <summary>It took too long.</summary>
    TimedOut,
}
