namespace FlowFunctions.Expressions;

/// <summary>An expression that breaks a rule of the language; found when it is parsed, before anything runs.</summary>
public sealed class ExpressionSyntaxException : ExpressionException
{
    /// <summary>Creates an error without a text.</summary>
    public ExpressionSyntaxException() { }

    /// <summary>Creates an error with a text for the author.</summary>
    public ExpressionSyntaxException(string message)
        : base(message) { }

    /// <summary>Creates an error with a text for the author and its cause.</summary>
    public ExpressionSyntaxException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Creates an error at a 0-based offset of the parsed text.</summary>
    public ExpressionSyntaxException(string message, int position, string? pointer = null)
        : base(message, position) => Pointer = pointer;

    /// <summary>The JSON pointer (RFC 6901) of the string at fault, when the expression stood in a template.</summary>
    public string? Pointer { get; }
}
