using Microsoft.Extensions.Logging;

namespace FlowFunctions.App.Tests.Durable;

/// <summary>Keeps what is logged.</summary>
internal sealed class LinesLog<T> : ILogger<T>
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    public IEnumerable<LogLevel> Levels => Lines.Select(static line => line.Level);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Lines.Add((logLevel, formatter(state, exception)));
}
