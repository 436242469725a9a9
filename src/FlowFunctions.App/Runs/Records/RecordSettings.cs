using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Runs.Records;

/// <summary>How records are written behind.</summary>
internal sealed record RecordSettings
{
    /// <summary>Runs written with one call, at most.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Ended runs that may wait for their record; beyond it no run is started, because memory is not endless. 200,000 by default.</summary>
    public int MaxWaiting { get; init; } = 200_000;

    /// <summary>The bytes of histories that may wait; 128 MB by default.</summary>
    public long MaxWaitingBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>
    /// How long the journal keeps a run after its record is stored. An emulator that is killed loses what it stored last; a storage
    /// account loses nothing.
    /// </summary>
    public TimeSpan KeepInJournal { get; init; } = TimeSpan.Zero;

    /// <summary>How long a stored record stays in memory, to be written again when the emulator was killed.</summary>
    public TimeSpan KeepInMemory { get; init; } = TimeSpan.Zero;

    /// <summary>The first pause after storage has refused; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The settings for a storage account, or for an emulator, which saves what it holds every five seconds only.</summary>
    public static RecordSettings For(AppSettings settings) =>
        settings.IsEmulator
            ? new() { KeepInJournal = TimeSpan.FromSeconds(30), KeepInMemory = TimeSpan.FromSeconds(12) }
            : new();
}
