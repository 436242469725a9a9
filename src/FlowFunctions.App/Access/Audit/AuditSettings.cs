using System.Globalization;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Access.Audit;

/// <summary>How the audit log is kept.</summary>
internal sealed record AuditSettings
{
    /// <summary>The setting of <see cref="Days"/>.</summary>
    public const string DaysName = "Audit__RetentionDays";

    private const int MinDays = 1;
    private const int MaxDays = 3660;

    /// <summary>How many days entries stay; 365 by default.</summary>
    public int Days { get; init; } = 365;

    /// <summary>Entries that may wait for the table; with more, nothing is changed any more, because memory is not endless. 100,000 by default.</summary>
    public int MaxWaiting { get; init; } = 100_000;

    /// <summary>Refusals of a caller or an address that get an entry of their own within a minute; 30 by default.</summary>
    public int RefusalsAMinute { get; init; } = 30;

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static AuditSettings Read(SettingValues values) =>
        values.Find(DaysName) is not { } text ? new()
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= MinDays and <= MaxDays
            ? new() { Days = days }
        : throw new SettingException($"{DaysName} is '{text}'. Set a number of days from {MinDays} to {MaxDays}.");
}
