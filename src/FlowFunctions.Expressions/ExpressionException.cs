namespace FlowFunctions.Expressions;

/// <summary>An expression that cannot be read or whose evaluation failed. The message is for the author of the flow.</summary>
public class ExpressionException : Exception
{
    /// <summary>The stable error code of every expression error.</summary>
    public const string ErrorCode = "Expression";

    /// <summary>Creates an error without a text.</summary>
    public ExpressionException() { }

    /// <summary>Creates an error with a text for the author.</summary>
    public ExpressionException(string message)
        : base(message) { }

    /// <summary>Creates an error with a text for the author and its cause.</summary>
    public ExpressionException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Creates an error with a text for the author at a place of the expression.</summary>
    public ExpressionException(string message, int? position)
        : base(message) => Position = position;

    /// <summary>Always <see cref="ErrorCode"/>.</summary>
    public string Code { get; } = ErrorCode;

    /// <summary>The 0-based UTF-16 offset in the expression's text, or null where it is not known.</summary>
    public int? Position { get; }
}
