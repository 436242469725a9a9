using System.Collections.Concurrent;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>Keeps the lines of a log.</summary>
internal sealed class LogLines : IScriptLog
{
    private readonly ConcurrentQueue<ScriptLine> _lines = [];

    public IEnumerable<string> Texts => _lines.Select(line => line.Text);

    public IEnumerable<string> Of(ScriptLogLevel level) =>
        _lines.Where(line => line.Level == level).Select(line => line.Text);

    public void Write(in ScriptLine line) => _lines.Enqueue(line);
}
