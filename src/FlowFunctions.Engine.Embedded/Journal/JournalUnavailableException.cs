using System.Globalization;
using FlowFunctions.Engine.Admission;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// The journal cannot be written to now, so no run was started. Open runs wait and nothing acknowledged is lost; the journal goes
/// on by itself when the cause has gone. An HTTP API answers 503 with <see cref="RetryAfter"/>.
/// </summary>
public sealed class JournalUnavailableException : JournalException, IStartRefusal
{
    /// <summary>Names the cause.</summary>
    /// <param name="outage">The cause.</param>
    /// <param name="place">The file that is written.</param>
    /// <param name="bytes">How much room is missing.</param>
    /// <param name="innerException">What the system said.</param>
    public JournalUnavailableException(JournalOutage outage, string place, long bytes, Exception innerException)
        : base(
            $"{Problem(outage, place, bytes)} Until then no run is started, and open runs wait; nothing is lost, and no restart is needed.",
            innerException
        ) => Outage = outage;

    /// <summary>The same for another caller.</summary>
    internal JournalUnavailableException(JournalUnavailableException first)
        : base(first.Message, first.InnerException) => Outage = first.Outage;

    /// <summary>Without a message.</summary>
    public JournalUnavailableException() { }

    /// <summary>With a message.</summary>
    public JournalUnavailableException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public JournalUnavailableException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Why.</summary>
    public JournalOutage Outage { get; }

    /// <inheritdoc/>
    public string Code => "Journal.Unavailable";

    /// <inheritdoc/>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(10);

    private static string Problem(JournalOutage outage, string place, long bytes)
    {
        var room = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (bytes + 1023) / 1024)} KB");
        return outage switch
        {
            JournalOutage.DiskFull =>
                $"The disk is full: the journal file '{place}' needs {room} more. Delete files there or enlarge the disk.",
            JournalOutage.QuotaExceeded =>
                $"The disk quota is used up: the journal file '{place}' needs {room} more. Delete files or raise the quota.",
            _ => $"The disk fails to write the journal file '{place}'. Check the device and its cables.",
        };
    }
}
