using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Cli.SignIn.Issuers;

/// <summary>An issuer refuses (RFC 6749, section 5.2).</summary>
/// <param name="error">Its code, such as <c>invalid_grant</c>.</param>
/// <param name="description">What it says to people, or null.</param>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with the code.")]
internal sealed class OAuthException(string error, string? description)
    : Exception(description is null ? error : $"{description.TrimEnd('.')} ({error})")
{
    /// <summary>Its code.</summary>
    public string Error => error;
}
