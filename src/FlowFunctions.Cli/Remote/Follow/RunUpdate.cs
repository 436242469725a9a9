using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>Something that has happened to a run.</summary>
/// <param name="Name">What it is, one of <see cref="UpdateNames"/> or something that only newer servers tell.</param>
/// <param name="Data">What there is to say of it.</param>
internal readonly record struct RunUpdate(string Name, JsonElement Data);

/// <summary>What a server's events are called.</summary>
internal static class UpdateNames
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

    /// <summary>The reader was too slow; it connects again.</summary>
    public const string Dropped = "dropped";

    /// <summary>The server stops; the reader connects again.</summary>
    public const string Bye = "bye";
}
