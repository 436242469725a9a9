namespace FlowFunctions.App.Events;

/// <summary>Is told of lines that steps write while they run, to show them at once. What shall last goes to the log store as well.</summary>
internal interface ILogWatcher
{
    /// <summary>A step wrote a line. It is quick, never waits and never throws; without readers the line is let go at once.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="line">The line.</param>
    void Watch(string runId, in LiveLogLine line);
}

/// <summary>A line that a step wrote.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Level">How much it matters, for example <c>info</c>, or the stream it came from, for example <c>stderr</c>.</param>
/// <param name="Message">The line without its end.</param>
internal readonly record struct LiveLogLine(string Step, int Attempt, DateTimeOffset At, string Level, string Message);
