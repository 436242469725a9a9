using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Flows.Triggers.Schedules;

/// <summary>How much later than due a run starts. It comes from a hash, so that every process computes the same.</summary>
internal static class Jitter
{
    /// <summary>A delay from zero up to, and without, a limit.</summary>
    /// <param name="limit">The limit; zero or less for no delay.</param>
    /// <param name="seed">What the schedule is told apart by.</param>
    /// <param name="due">The time that is due.</param>
    public static TimeSpan Of(TimeSpan limit, string seed, DateTimeOffset due)
    {
        if (limit <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{seed} {due.UtcTicks}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var part = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        return TimeSpan.FromTicks((long)Math.BigMul(part, (ulong)limit.Ticks, out _));
    }
}
