using FlowFunctions.Runners.Calls;
using FlowFunctions.Secrets.Masking;
using FlowFunctions.Secrets.Masking.Lines;
using FlowFunctions.Steps.Logs;

namespace FlowFunctions.Steps.Script;

/// <summary>Hands what a script prints to the step's log, without secrets: also those that a very long line or several lines tear apart.</summary>
internal sealed class ScriptLog : IScriptLog, IAsyncDisposable
{
    private const int MaxLast = 10;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new(MaxLast + 1);
    private readonly IStepLog _log;
    private readonly MaskedLines<ScriptLogLevel> _lines;

    /// <param name="log">The step's log.</param>
    /// <param name="mask">The secrets of the step.</param>
    public ScriptLog(IStepLog log, SecretMask mask)
    {
        _log = log;
        _lines = new(mask, line => log.Write(line.Tag, line.Text));
    }

    /// <summary>The last lines that the script printed, as it printed them.</summary>
    public IReadOnlyList<string> Last
    {
        get
        {
            lock (_lock)
            {
                return [.. _last];
            }
        }
    }

    public void Write(in ScriptLine line)
    {
        lock (_lock)
        {
            _last.Enqueue(line.Text);
            if (_last.Count > MaxLast)
            {
                _last.Dequeue();
            }

            // Lines of one level come from one place, so they may belong together.
            _lines.Write(new(line.Level, line.Text, line.IsContinued), stream: (int)line.Level);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _lines.Flush();
        }

        return _log.DisposeAsync();
    }
}
