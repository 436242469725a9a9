using System.Text;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Admission;

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

    /// <summary>A request for a place, or null when the run needs none.</summary>
    public static AdmissionTicket? TicketFor(Plan plan, RunStart start, AdmissionTicket? caller)
    {
        if (plan.Settings.Concurrency is not { } rule || start.ConcurrencyKey is not { } value)
        {
            return null;
        }

        var key = new AdmissionKey(start.Workspace, plan.FlowId, value);
        return caller?.Holds(key) == true ? null : new AdmissionTicket(start.RunId, key, rule.Limit, caller);
    }

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
