using FlowFunctions.App.Runs.Read;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Events;

/// <summary>An event as readers get it; made once and shared by all of them.</summary>
internal sealed class LiveEvent
{
    /// <summary>What an event of all runs is taken to weigh before anybody wants it.</summary>
    private const int SummaryBytes = 512;

    private byte[]? _data;

    /// <param name="name">What it is, one of <see cref="EventNames"/>.</param>
    /// <param name="data">Its JSON, on one line.</param>
    public LiveEvent(string name, byte[] data) => (Name, _data, Bytes) = (name, data, data.Length);

    /// <summary>A change of a run's state, for readers of all runs. Its JSON is made when somebody wants it.</summary>
    public LiveEvent(RunHeader run) => (Name, Run, Bytes) = (EventNames.Run, run, SummaryBytes);

    /// <summary>Its number, once it is in a ring.</summary>
    public long Number { get; set; }

    /// <summary>How many events of its ring there were with it.</summary>
    public long Place { get; set; }

    /// <summary>How many bytes they took.</summary>
    public long Total { get; set; }

    /// <summary>What it is.</summary>
    public string Name { get; }

    /// <summary>What it takes in memory, about.</summary>
    public int Bytes { get; }

    /// <summary>The run that it is about; for events of all runs.</summary>
    public RunHeader? Run { get; }

    /// <summary>Its JSON, on one line.</summary>
    public byte[] Data => _data ??= EventJson.Of(Run!, static (json, run) => RunJson.WriteSummary(json, run));
}

/// <summary>The kinds of events.</summary>
internal static class EventNames
{
    /// <summary>The whole run.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>A step's state changed.</summary>
    public const string Step = "step";

    /// <summary>The run's state changed.</summary>
    public const string Run = "run";

    /// <summary>The run waits for something else than before.</summary>
    public const string Waiting = "waiting";

    /// <summary>A step wrote a line.</summary>
    public const string Log = "log";

    /// <summary>The run has ended; nothing follows.</summary>
    public const string End = "end";

    /// <summary>The events of all runs are told from here on.</summary>
    public const string Ready = "ready";

    /// <summary>The reader is too far behind; the stream ends.</summary>
    public const string Dropped = "dropped";

    /// <summary>The app stops; the stream ends.</summary>
    public const string Bye = "bye";
}
