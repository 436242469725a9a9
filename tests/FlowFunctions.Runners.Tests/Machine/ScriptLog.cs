using System.Collections.Concurrent;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Tests.Machine;

/// <summary>Keeps the lines of a script.</summary>
internal sealed class ScriptLog : IScriptLog
{
    private readonly ConcurrentQueue<ScriptLine> _lines = new();

    public IReadOnlyList<ScriptLine> Lines => [.. _lines];

    public IReadOnlyList<string> Texts => [.. _lines.Select(line => line.Text)];

    public IEnumerable<string> Of(ScriptLogLevel level) =>
        _lines.Where(line => line.Level == level).Select(line => line.Text);

    public void Write(in ScriptLine line) => _lines.Enqueue(line);
}
