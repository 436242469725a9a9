namespace FlowFunctions.Flows.Plans;

/// <summary>A stored plan that cannot be used.</summary>
public sealed class PlanException : Exception
{
    /// <summary>The text is not a plan.</summary>
    public const string Damaged = "Plan.Damaged";

    /// <summary>The text is a plan, but not the one asked for.</summary>
    public const string HashMismatch = "Plan.HashMismatch";

    /// <summary>Creates the exception without a message.</summary>
    public PlanException() { }

    /// <summary>Creates the exception for a text that is not a plan.</summary>
    public PlanException(string message)
        : base(message) { }

    /// <summary>Creates the exception for a text that is not a plan, with its cause.</summary>
    public PlanException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Creates the exception with a code.</summary>
    /// <param name="code">Stable code: <see cref="Damaged"/>, <see cref="HashMismatch"/> or <c>Flow.LanguageUnknown</c>.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public PlanException(string code, string message)
        : base(message) => Code = code;

    /// <summary>Stable code: <see cref="Damaged"/>, <see cref="HashMismatch"/> or <c>Flow.LanguageUnknown</c>.</summary>
    public string Code { get; } = Damaged;
}
