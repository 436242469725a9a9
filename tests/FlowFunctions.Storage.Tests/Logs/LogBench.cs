using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.Storage.Tests.Logs;

/// <summary>Reads logs as tests look at them.</summary>
internal static class LogBench
{
    /// <summary>The texts of all lines.</summary>
    public static async Task<List<string>> TextsAsync(this LogStore store, LogKey key)
    {
        var texts = new List<string>();
        for (var offset = 0L; ; )
        {
            var part = (await store.ReadAsync(key, offset, 128 * 1024))!;
            texts.AddRange(Lines(part).Select(static line => line.GetProperty("text").GetString()!));
            if (part.NextOffset == part.Length)
            {
                return texts;
            }

            Assert.True(part.NextOffset > offset);
            offset = part.NextOffset;
        }
    }

    public static IEnumerable<JsonElement> Lines(LogPart part) =>
        Encoding
            .UTF8.GetString(part.Bytes.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonElement.Parse(line));

    /// <summary>Lets time pass, if it shall, until the log has grown beyond a length.</summary>
    public static async Task<long> GrowAsync(this LogStore store, LogKey key, long beyond, ManualTime? time = null)
    {
        while (true)
        {
            if (time?.NextDue is not null)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }

            if (await store.ReadAsync(key) is { } part && part.Length > beyond)
            {
                return part.Length;
            }
        }
    }
}
