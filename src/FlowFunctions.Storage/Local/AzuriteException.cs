using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Storage.Local;

/// <summary>The local storage cannot be installed or started; the message says what to do.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message that says what to do.")]
public sealed class AzuriteException : Exception
{
    internal AzuriteException(string message, Exception? inner = null)
        : base(message, inner) { }
}
