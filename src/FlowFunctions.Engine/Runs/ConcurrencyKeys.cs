using System.Text;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Runs;

/// <summary>Evaluates what a run is counted by, once, from what it starts from.</summary>
internal static class ConcurrencyKeys
{
    private const int MaxBytes = 1024;

    /// <summary>The key; null for a flow without a limit and for a part of a loop, which belongs to a run that counts.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="start">What it starts from, its values loaded.</param>
    /// <param name="now">What <c>now()</c> gives.</param>
    /// <exception cref="ArgumentException">The key cannot be evaluated or is too long.</exception>
    public static string? Of(Plan plan, RunStart start, DateTimeOffset now) =>
        plan.Settings.Concurrency is not null && start.Chunk is null ? Evaluate(plan, start, now) : null;

    private static string Evaluate(Plan plan, RunStart start, DateTimeOffset now)
    {
        if (plan.Settings.Concurrency!.Key is not { } key)
        {
            return "";
        }

        try
        {
            var value = key.Evaluate(
                new ExpressionScope
                {
                    Input = start.Input.Element,
                    Trigger = start.Trigger.Element,
                    Env = start.Env.Element,
                    Now = now,
                    Seed = start.RunId,
                }
            );
            return Checked(plan, CanonicalJson.Write(value));
        }
        catch (ExpressionException exception)
        {
            throw Refusal(plan, $"cannot be evaluated: {exception.Message}", exception);
        }
    }

    private static string Checked(Plan plan, byte[] json) =>
        json.Length <= MaxBytes
            ? Encoding.UTF8.GetString(json)
            : throw Refusal(plan, $"takes {json.Length} bytes; the limit is {MaxBytes}. Use an id");

    private static ArgumentException Refusal(Plan plan, string problem, Exception? cause = null) =>
        new(
            $"The concurrency key of flow '{plan.FlowId}' {problem.TrimEnd('.')}. Correct settings.concurrency.key or the input.",
            cause
        );
}
