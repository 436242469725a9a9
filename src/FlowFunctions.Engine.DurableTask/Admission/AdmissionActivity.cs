using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Turns;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using State = FlowFunctions.Engine.DurableTask.Codec.Wire.AdmissionReply.Types.State;

namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>Answers runs that ask whether they have a place: called ones for the first time, and all that wait now and then.</summary>
internal sealed class AdmissionActivity(Admissions admissions, PlanCache plans, LargeValues values)
{
    /// <summary>Answers a question.</summary>
    /// <exception cref="OperationCanceledException">The process ends; the question is asked again.</exception>
    public async ValueTask<string> ExecuteAsync(
        Codec.Wire.AdmissionQuestion question,
        CancellationToken cancellationToken
    )
    {
        var reply = await ReplyAsync(question, cancellationToken);
        return Envelope.Write(new Codec.Wire.StepAnswer { Admission = reply });
    }

    private async ValueTask<Codec.Wire.AdmissionReply> ReplyAsync(
        Codec.Wire.AdmissionQuestion question,
        CancellationToken cancellationToken
    )
    {
        var start = question.Start.ToCore();
        try
        {
            return await plans.FindAsync(start.PlanHash, cancellationToken) is { } plan
                ? await ReplyAsync(question, plan, start, cancellationToken)
                : new();
        }
        catch (ArgumentException exception)
        {
            return Refused(Outcomes.ChildNotStarted(ErrorCodes.ConcurrencyKey, exception.Message));
        }
        catch (PayloadMissingException exception)
        {
            return Refused(Outcomes.ChildNotStarted(ErrorCodes.ConcurrencyKey, exception.Message));
        }
#pragma warning disable CA1031 // Stores fail in many ways, all of which may pass: the run asks again.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new();
        }
    }

    private async ValueTask<Codec.Wire.AdmissionReply> ReplyAsync(
        Codec.Wire.AdmissionQuestion question,
        Plan plan,
        RunStart start,
        CancellationToken cancellationToken
    )
    {
        var value = start.ConcurrencyKey ?? await KeyAsync(question, plan, start, cancellationToken);
        var reply = new Codec.Wire.AdmissionReply { State = State.Admitted, Key = value };
        if (question.Held.Any(held => held.FlowId == plan.FlowId && held.Value == value))
        {
            return reply;
        }

        var key = new AdmissionKey(start.Workspace, plan.FlowId, value);
        var ticket = admissions.TicketFor(plan, key, start.RunId);
        if (start.ConcurrencyKey is not null)
        {
            // It was let in to the queue before; it cannot be refused any more.
            ticket = ticket with
            {
                MaxQueued = int.MaxValue,
            };
        }

        var answer = await admissions.EnterAsync(ticket, cancellationToken);
        if (answer is AdmissionAnswer.Refused or AdmissionAnswer.QueueFull)
        {
            return Refused(AdmissionRefusal.AsResult(admissions.RefusalOf(answer, plan, key)));
        }

        reply.State = answer == AdmissionAnswer.Admitted ? State.Admitted : State.Waiting;
        return reply;
    }

    private async ValueTask<string> KeyAsync(
        Codec.Wire.AdmissionQuestion question,
        Plan plan,
        RunStart start,
        CancellationToken cancellationToken
    )
    {
        var loaded = start with
        {
            Input = await values.LoadAsync(start.Input, cancellationToken),
            Env = await values.LoadAsync(start.Env, cancellationToken),
        };

        // The time of the first question, so that a repeated one gives the same key.
        return ConcurrencyKeys.Of(plan, loaded, new DateTimeOffset(question.Since, TimeSpan.Zero)) ?? "";
    }

    private static Codec.Wire.AdmissionReply Refused(RunResult result) =>
        new() { State = State.Refused, Refusal = result.ToWire() };
}
