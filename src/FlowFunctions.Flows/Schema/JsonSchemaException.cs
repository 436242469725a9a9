namespace FlowFunctions.Flows.Schema;

/// <summary>A document is not a JSON Schema that this validator can apply.</summary>
public sealed class JsonSchemaException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public JsonSchemaException() { }

    /// <summary>Creates the exception for the schema as a whole.</summary>
    public JsonSchemaException(string message)
        : base(message) { }

    /// <summary>Creates the exception for the schema as a whole, with its cause.</summary>
    public JsonSchemaException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Creates the exception for one place in the schema.</summary>
    /// <param name="pointer">JSON pointer (RFC 6901) into the schema document.</param>
    /// <param name="message">What is wrong there and what to do.</param>
    public JsonSchemaException(string pointer, string message)
        : base(message) => Pointer = pointer;

    /// <summary>JSON pointer (RFC 6901) into the schema document; empty for the document as a whole.</summary>
    public string Pointer { get; } = "";
}
