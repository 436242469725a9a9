using System.Security.Cryptography;

namespace FlowFunctions.App.Limits.Steps;

/// <summary>
/// Gives the steps of a workspace their turns, first come first served: each takes the next number, and numbers are called at the rate of
/// the limit. A step comes back when its number should be called; a changed rate changes the times of those that wait.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class StepTurns(TimeProvider time)
{
    /// <summary>So much of a minute's steps may begin at once after a rest.</summary>
    private const double BurstMinutes = 1.0 / 6;

    private const int NumberBits = 40;

    /// <summary>Who waits for long asks in between, so that a higher limit helps it, too.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Tells numbers from those of other instances and of the time before a restart.</summary>
    private readonly long _generation = RandomNumberGenerator.GetInt32(1, 1 << 22) * (1L << NumberBits);
    private readonly Lock _gate = new();
    private readonly long _begunAt = time.GetTimestamp();
    private double _called;
    private long _given;
    private double _minutes;

    /// <summary>A step asks for its turn.</summary>
    /// <param name="ticket">Its number when it has asked before; null when it is new.</param>
    /// <param name="perMinute">How many may begin in a minute.</param>
    /// <returns>Null when it is its turn; else its number, and how long it has to wait.</returns>
    public (long Ticket, TimeSpan Wait)? Ask(long? ticket, double perMinute)
    {
        lock (_gate)
        {
            CallUntilNow(perMinute);
            if (ticket is { } foreign && !IsOwn(foreign))
            {
                // It has waited elsewhere; those behind it wait for it in its place.
                _given++;
                return null;
            }

            var number = ticket is { } own ? own - _generation : ++_given;
            return number <= _called
                ? null
                : (_generation + number, Shorter(TimeSpan.FromMinutes((number - _called) / perMinute), LongestWait));
        }
    }

    private bool IsOwn(long ticket) => ticket >> NumberBits == _generation >> NumberBits;

    private void CallUntilNow(double perMinute)
    {
        var minutes = time.GetElapsedTime(_begunAt).TotalMinutes;
        var most = _given + Math.Max(1, perMinute * BurstMinutes);
        _called = _minutes == 0 ? most : Math.Min(most, _called + ((minutes - _minutes) * perMinute));
        _minutes = Math.Max(minutes, double.Epsilon);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
