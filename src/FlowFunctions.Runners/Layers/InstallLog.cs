using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Layers;

/// <summary>The log of an installation, for all that wait for it: who comes later is told first what was said before. Thread-safe.</summary>
internal sealed class InstallLog : IScriptLog
{
    private const int MaxKept = 2000;
    private const int TailLines = 12;
    private const int TailCharacters = 2000;

    private readonly Lock _lock = new();
    private readonly List<ScriptLine> _kept = [];
    private readonly List<IScriptLog> _listeners = [];
    private readonly Queue<string> _tail = [];

    /// <summary>Whether nobody listens.</summary>
    public bool IsAlone
    {
        get
        {
            lock (_lock)
            {
                return _listeners.Count == 0;
            }
        }
    }

    /// <summary>The last lines, without the installer's own notices.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                var text = string.Join('\n', _tail);
                return text.Length > TailCharacters ? $"…{text.AsSpan(text.Length - TailCharacters)}" : text;
            }
        }
    }

    /// <summary>Tells a log everything from the beginning.</summary>
    public void Add(IScriptLog listener)
    {
        lock (_lock)
        {
            foreach (var line in _kept)
            {
                listener.Write(line);
            }

            _listeners.Add(listener);
        }
    }

    /// <summary>Tells a log no more.</summary>
    public void Remove(IScriptLog listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Takes a line of the installer.</summary>
    public void Write(in ScriptLine line)
    {
        lock (_lock)
        {
            _tail.Enqueue(line.Text);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }

            Tell(line);
        }
    }

    /// <summary>Says something about the installation.</summary>
    public void Say(string text)
    {
        lock (_lock)
        {
            Tell(new(ScriptLogLevel.Info, text));
        }
    }

    private void Tell(ScriptLine line)
    {
        if (_kept.Count < MaxKept)
        {
            _kept.Add(line);
        }

        foreach (var listener in _listeners)
        {
            listener.Write(line);
        }
    }
}
