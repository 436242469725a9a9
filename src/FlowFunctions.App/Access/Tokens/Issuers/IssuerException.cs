using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Access.Tokens.Issuers;

/// <summary>An issuer's keys cannot be had; the message says why.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with the reason.")]
internal sealed class IssuerException(string message, Exception? inner = null) : Exception(message, inner);
