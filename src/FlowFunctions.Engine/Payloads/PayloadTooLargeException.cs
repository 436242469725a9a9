namespace FlowFunctions.Engine.Payloads;

/// <summary>A value is larger than any value may be.</summary>
public sealed class PayloadTooLargeException : Exception
{
    /// <summary>The error code of a step that made the value; never retried.</summary>
    public const string Code = "Output.TooLarge";

    /// <summary>Says how large it is.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="limit">The limit in bytes.</param>
    public PayloadTooLargeException(long length, long limit)
        : base(
            $"The value takes {length} bytes; the limit is {limit}. Write it to a file or store and pass where it is."
        ) { }

    /// <summary>Without a message.</summary>
    public PayloadTooLargeException() { }

    /// <summary>With a message.</summary>
    public PayloadTooLargeException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public PayloadTooLargeException(string message, Exception innerException)
        : base(message, innerException) { }
}
