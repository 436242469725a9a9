namespace FlowFunctions.Engine.Payloads;

/// <summary>A large value cannot be found where it was stored.</summary>
public sealed class PayloadMissingException : Exception
{
    /// <summary>The error code of a step that needs the value; never retried.</summary>
    public const string Code = "Payload.Missing";

    /// <summary>Says which value.</summary>
    /// <param name="reference">The value.</param>
    /// <param name="problem">What is wrong, in words that follow "the stored value …".</param>
    public PayloadMissingException(PayloadReference reference, string problem)
        : base(
            $"The stored value {reference.Hash} of {reference.Length} bytes {problem}. Restore it from a backup, or rerun from the step that made it."
        ) { }

    /// <summary>Without a message.</summary>
    public PayloadMissingException() { }

    /// <summary>With a message.</summary>
    public PayloadMissingException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public PayloadMissingException(string message, Exception innerException)
        : base(message, innerException) { }
}
