namespace FlowFunctions.Cli;

/// <summary>Something the user gave cannot be used; the message says what to do. Ends the command with <see cref="ExitCode.Invalid"/>.</summary>
internal sealed class InvalidUseException(string message) : Exception(message);
