using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>
/// Inputs of step attempts. Each attempt travels through the backend by itself, so it carries only what its expressions look at.
/// </summary>
internal static class StepInputs
{
    /// <summary>The input of an attempt.</summary>
    /// <param name="commandId">The command that it answers.</param>
    /// <param name="start">What the run started from.</param>
    /// <param name="request">What it may see.</param>
    public static string Write(int commandId, RunStart start, StepRequest request)
    {
        var step = request.Step;
        var wire = new Wire.StepInput
        {
            CommandId = commandId,
            RunId = request.RunId,
            Workspace = request.Workspace,
            PlanHash = start.PlanHash,
            RunStartedAt = request.RunStartedAt.UtcTicks,
            Path = request.Path,
            Attempt = request.Attempt,
            ReadyAt = request.ReadyAt.UtcTicks,
            Resume = ResumeCodec.ToWire(request.Resume),
            Place = PlaceOf(request),
        };
        if (step.Reads("input"))
        {
            wire.Input = request.Input.ToWire();
        }

        if (step.Reads("trigger"))
        {
            wire.Trigger = request.Trigger.ToWire();
        }

        if (step.Reads("env"))
        {
            wire.Env = request.Env.ToWire();
        }

        AddPosition(wire, request);
        foreach (var (id, view) in request.Steps)
        {
            wire.Steps.Add(id, Trimmed(step, id, view).ToWire());
        }

        return Envelope.Write(wire);
    }

    /// <summary>The attempt of an input.</summary>
    /// <param name="wire">The input.</param>
    /// <param name="plan">The run's plan.</param>
    /// <exception cref="InvalidDataException">It does not fit the plan.</exception>
    public static StepRequest Read(Wire.StepInput wire, Plan plan) =>
        new()
        {
            RunId = wire.RunId,
            Workspace = wire.Workspace,
            PlanHash = plan.Hash,
            Files = plan.Files,
            FlowId = plan.FlowId,
            RunStartedAt = new DateTimeOffset(wire.RunStartedAt, TimeSpan.Zero),
            Path = wire.Path,
            Attempt = wire.Attempt,
            ReadyAt = new DateTimeOffset(wire.ReadyAt, TimeSpan.Zero),
            Step = StepPlaces.Find(plan, wire.Path),
            Input = wire.HasInput ? wire.Input.ToPayload() : Payload.Null,
            Trigger = wire.HasTrigger ? wire.Trigger.ToPayload() : Payload.Null,
            Env = wire.HasEnv ? wire.Env.ToPayload() : Payload.Null,
            Steps = wire.Steps.ToCore(),
            Index = wire.HasIndex ? wire.Index : null,
            Item = wire.HasItem ? wire.Item.ToPayload() : null,
            Items = wire.HasItems ? wire.Items.ToPayload() : null,
            Resume = ResumeCodec.ToCore(wire.Resume),
        };

    /// <summary>A loop's items are not sent along for each of its iterations when the one item is at hand.</summary>
    private static void AddPosition(Wire.StepInput wire, StepRequest request)
    {
        if (request.Index is not { } index)
        {
            return;
        }

        wire.Index = index;
        var readsItem = request.Step.Reads("item");
        var isFar = request.Items is { Reference: not null };
        if (readsItem && !isFar && request.Item is { } item)
        {
            wire.Item = item.ToWire();
        }

        if (request.Items is { } items && (request.Step.Reads("items") || (readsItem && isFar)))
        {
            wire.Items = items.ToWire();
        }
    }

    /// <summary>The input of a question after a child run.</summary>
    public static string Ask(string childRunId, string place) =>
        Envelope.Write(new Wire.StepInput { ChildRunId = childRunId, Place = place });

    /// <summary>The input of the question whether a run has a place among those of its flow.</summary>
    public static string AskForPlace(
        string flowId,
        RunStart start,
        DateTimeOffset since,
        IEnumerable<Wire.HeldKey> held
    )
    {
        var question = new Wire.AdmissionQuestion
        {
            FlowId = flowId,
            Start = start.ToWire(),
            Since = since.UtcTicks,
        };
        question.Held.AddRange(held);
        return Envelope.Write(new Wire.StepInput { Admission = question });
    }

    /// <summary>Which execution of a run it is: of which step, attempt, and answer to what the attempt asked for before.</summary>
    public static string PlaceOf(StepRequest request) =>
        request.Resume is { } resume
            ? $"{request.Path}/{request.Attempt}+{ResumeCodec.ToWire(resume)!.KindCase}{(resume as StepResume.Repeated)?.Iterations}{(resume as StepResume.TurnCame)?.Ticket}"
            : $"{request.Path}/{request.Attempt}";

    private static StepView Trimmed(PlanStep step, string id, StepView view) =>
        view with
        {
            Output = view.Output is not null && step.ReadsOutput(id) ? view.Output : null,
            Error = view.Error is not null && step.ReadsError(id) ? view.Error : null,
        };
}
