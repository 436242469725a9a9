using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Runs;

/// <summary>What a caller may hand to the engine.</summary>
internal static class StartCheck
{
    private const int MaxTextLength = 1000;

    /// <exception cref="ArgumentException">The start cannot be accepted.</exception>
    public static void Check(Plan plan, RunStart start, int maxBytes)
    {
        if (start.PlanHash != plan.Hash)
        {
            throw new ArgumentException($"The start names the plan {start.PlanHash}, but the plan is {plan.Hash}.");
        }

        if (!RunIds.IsAllowed(start.RunId))
        {
            throw new ArgumentException(
                $"'{start.RunId}' is not a run id: give 1 to {RunIds.MaxLength} letters, digits, '-', '_', '.' or '~'."
            );
        }

        CheckSize(start.Input.Length + start.Trigger.Length + start.Env.Length, maxBytes, nameof(start));
    }

    /// <exception cref="ArgumentException">A text from a caller that goes into the journal is too long.</exception>
    public static void CheckText(string? text, string name)
    {
        if (text?.Length > MaxTextLength)
        {
            throw new ArgumentException(
                $"{text.Length} characters are more than the limit of {MaxTextLength}. Shorten the text.",
                name
            );
        }
    }

    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public static void CheckSize(long bytes, int maxBytes, string name)
    {
        if (bytes > maxBytes)
        {
            throw new ArgumentException(
                $"{bytes} bytes are more than the limit of {maxBytes}. Store the data elsewhere and pass where it is.",
                name
            );
        }
    }
}
