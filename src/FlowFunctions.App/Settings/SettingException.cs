using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Settings;

/// <summary>A setting cannot be used; the message names it, says why and what to do, and holds no secret.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message that says what to do.")]
internal sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
