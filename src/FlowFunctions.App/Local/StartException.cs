using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Local;

/// <summary>The app cannot start; the message says why and what to do.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message that says what to do.")]
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
