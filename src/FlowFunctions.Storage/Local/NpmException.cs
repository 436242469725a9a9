using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Storage.Local;

/// <summary>Packages of npm cannot be installed, or a script of theirs failed; the message says what to do.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message that says what to do.")]
public sealed class NpmException : Exception
{
    internal NpmException(string message, Exception? inner = null)
        : base(message, inner) { }
}
