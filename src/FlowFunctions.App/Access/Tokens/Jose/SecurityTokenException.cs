using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Access.Tokens.Jose;

/// <summary>A token is refused; the message says why and holds nothing of the token.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with the reason.")]
internal sealed class SecurityTokenException(string message) : Exception(message);
