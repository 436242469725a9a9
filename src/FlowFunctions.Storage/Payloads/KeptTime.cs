using System.Globalization;

namespace FlowFunctions.Storage.Payloads;

/// <summary>
/// When a value was last kept, in its blob's metadata: the blob's own time has whole seconds only, and another clock than the callers'.
/// </summary>
internal static class KeptTime
{
    private const string Name = "kept";

    public static Dictionary<string, string> Metadata(DateTimeOffset time) =>
        new(StringComparer.OrdinalIgnoreCase) { [Name] = time.ToString("O", CultureInfo.InvariantCulture) };

    /// <param name="metadata">The blob's.</param>
    /// <param name="lastModified">What counts where the metadata tells nothing.</param>
    public static DateTimeOffset Of(IDictionary<string, string> metadata, DateTimeOffset lastModified) =>
        metadata.TryGetValue(Name, out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : lastModified;
}
