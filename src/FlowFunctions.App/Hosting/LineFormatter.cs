using FlowFunctions.App.Access.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FlowFunctions.App.Hosting;

/// <summary>
/// A line for each message of the log. Paths, names and errors of strangers stand in it, so nothing in it may look like another line or tell a
/// terminal what to do.
/// </summary>
internal sealed class LineFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>What it is chosen by.</summary>
    public const string FormatterName = "line";

    private static readonly string[] Levels = ["trce", "dbug", "info", "warn", "fail", "crit", "none"];

    /// <inheritdoc/>
    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var reason = logEntry.Exception is { } exception ? $" {exception}" : "";
        var text = $"{Levels[(int)logEntry.LogLevel]}: {logEntry.Category}[{logEntry.EventId.Id}] {message}{reason}";
        textWriter.WriteLine(PlainText.Of(text.ReplaceLineEndings(" ")));
    }
}
