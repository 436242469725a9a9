using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>How many bytes of bodies the process has in work. What is announced does not count, only what has come.</summary>
/// <param name="limit">The most bytes.</param>
internal sealed class BodyBudget(long limit)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private long _taken;

    /// <summary>Takes bytes, if there are as many left.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void GiveBack(int bytes) => Interlocked.Add(ref _taken, -bytes);

    /// <summary>503: too much is in work.</summary>
    public static ProblemException Exceeded() =>
        new(
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Webhook.Busy",
                "Too many large requests are in work. Send the request again in a moment."
            )
            {
                RetryAfter = Moment,
            }
        );
}
